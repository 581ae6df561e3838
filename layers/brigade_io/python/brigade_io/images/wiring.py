"""The photographers of day and night, each made once in a process, when it is first needed."""

from functools import cache

from brigade_io.images.image_model import ImageModel
from brigade_io.images.night_pictures import NightPictures
from brigade_io.providers.wiring import image_desk, night_at
from brigade_io.settings import settings


@cache
def image_model() -> ImageModel:
    return ImageModel(settings(), image_desk().hear)


@cache
def night_pictures() -> NightPictures:
    return NightPictures(ImageModel(settings()), night_at(settings().image_base_url))
