"""The writer, made once in a process, when it is first needed."""

from functools import cache

from brigade_io.generation.text_model import TextModel
from brigade_io.providers.wiring import text_desk
from brigade_io.settings import settings


@cache
def text_model() -> TextModel:
    return TextModel(settings(), text_desk())
