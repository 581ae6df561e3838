"""The photographer, made once in a process, when it is first needed."""

from functools import cache

from brigade_io.images.image_model import ImageModel
from brigade_io.providers.wiring import image_desk
from brigade_io.settings import settings


@cache
def image_model() -> ImageModel:
    return ImageModel(settings(), image_desk().hear)
