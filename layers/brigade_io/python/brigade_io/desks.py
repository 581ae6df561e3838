"""The models a door may ask, each with the desk where its calls are paced and paid; made once in a process."""

from functools import cache

from brigade.providers.provider import Provider, image_provider, text_provider
from brigade_io import clock
from brigade_io.aws import client
from brigade_io.desk import Desk
from brigade_io.image_model import ImageModel
from brigade_io.ledger import Ledger
from brigade_io.pace_table import PaceTable
from brigade_io.settings import settings
from brigade_io.text_model import TextModel


@cache
def text_desk() -> Desk:
    return _desk(text_provider(settings()))


@cache
def image_desk() -> Desk:
    return _desk(image_provider(settings()))


@cache
def text_model() -> TextModel:
    return TextModel(settings(), text_desk())


@cache
def image_model() -> ImageModel:
    return ImageModel(settings())


def _desk(provider: Provider) -> Desk:
    dynamodb = client("dynamodb")
    return Desk(
        provider, PaceTable(dynamodb, settings().pace_table), Ledger(dynamodb, settings().batch_table), clock.epoch
    )
