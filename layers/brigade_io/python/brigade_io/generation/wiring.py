"""The writer, made once in a process, when it is first needed."""

from functools import cache

from brigade_io.generation.text_model import TextModel
from brigade_io.generation.writer import Writer
from brigade_io.providers.wiring import text_desk
from brigade_io.settings import settings


@cache
def writer() -> Writer:
    return Writer(TextModel(settings(), text_desk().hear), text_desk())
