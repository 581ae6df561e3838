"""The desks where models are asked and paid, each made once in a process, when it is first needed."""

from functools import cache

from brigade.providers.provider import Provider, image_provider, text_provider
from brigade_io import clock
from brigade_io.aws import client
from brigade_io.providers.common_clock import CommonClock
from brigade_io.providers.desk import Desk
from brigade_io.providers.job_board import JobBoard
from brigade_io.providers.ledger import Ledger
from brigade_io.providers.night import Night
from brigade_io.providers.pace_table import PaceTable
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket


@cache
def text_desk() -> Desk:
    return _desk(text_provider(settings()))


@cache
def image_desks() -> dict[str, Desk]:
    """That of each image provider, by its name, the preferred one first."""
    return {model.name: _desk(image_provider(settings(), model)) for model in settings().image_models}


def image_desk() -> Desk:
    """That of the preferred one."""
    return image_desks()[settings().image_models[0].name]


@cache
def ledger() -> Ledger:
    return Ledger(client("dynamodb"), settings().batch_table)


def night_at(base_url: str) -> Night:
    """Where the jobs of the provider at this address are kept."""
    return Night(JobBoard(base_url), ledger(), work_bucket(), clock.epoch)


def _desk(provider: Provider) -> Desk:
    dynamodb = client("dynamodb")
    common = CommonClock(clock.epoch)
    common.watch(dynamodb)
    return Desk(provider, PaceTable(dynamodb, settings().pace_table), ledger(), common)
