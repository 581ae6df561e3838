"""What a door is handed: each thing made once in a process, when it is first needed."""

from functools import cache
from typing import TYPE_CHECKING

from brigade_io import clock
from brigade_io.aws import client
from brigade_io.bucket import Bucket
from brigade_io.settings import settings

if TYPE_CHECKING:
    from brigade.providers.provider import Provider
    from brigade_io.agent_call_table import AgentCallTable
    from brigade_io.batch_table import BatchTable
    from brigade_io.desk import Desk
    from brigade_io.image_model import ImageModel
    from brigade_io.text_model import TextModel


@cache
def batch_table() -> "BatchTable":
    from brigade_io.batch_table import BatchTable

    return BatchTable(client("dynamodb"), settings().batch_table)


@cache
def agent_call_table() -> "AgentCallTable":
    from brigade_io.agent_call_table import AgentCallTable

    return AgentCallTable(client("dynamodb"), settings().agent_call_table)


@cache
def work_bucket() -> Bucket:
    return Bucket(client("s3"), settings().work_bucket)


@cache
def images_bucket() -> Bucket:
    return Bucket(client("s3"), settings().images_bucket)


@cache
def text_desk() -> "Desk":
    from brigade.providers.provider import text_provider

    return _desk(text_provider(settings()))


@cache
def image_desk() -> "Desk":
    from brigade.providers.provider import image_provider

    return _desk(image_provider(settings()))


def _desk(provider: "Provider") -> "Desk":
    from brigade_io.desk import Desk
    from brigade_io.ledger import Ledger
    from brigade_io.pace_table import PaceTable

    pace = PaceTable(client("dynamodb"), settings().pace_table)
    return Desk(provider, pace, Ledger(client("dynamodb"), settings().batch_table), clock.epoch)


@cache
def text_model() -> "TextModel":
    from brigade_io.text_model import TextModel

    return TextModel(settings(), text_desk())


@cache
def image_model() -> "ImageModel":
    from brigade_io.image_model import ImageModel

    return ImageModel(settings())
