"""The writers of day and night, each made once in a process, when it is first needed."""

from functools import cache

from brigade_io.generation.night_writer import NightWriter
from brigade_io.generation.text_model import TextModel
from brigade_io.generation.writer import Writer
from brigade_io.providers.wiring import night_at, text_desk
from brigade_io.settings import settings


@cache
def writer() -> Writer:
    return Writer(TextModel(settings(), text_desk().hear), text_desk())


@cache
def night_writer() -> NightWriter:
    return NightWriter(TextModel(settings()), night_at(settings().text_base_url))
