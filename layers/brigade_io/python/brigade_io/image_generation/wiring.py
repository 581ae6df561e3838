"""What the doors of generations are handed, each made once in a process, when it is first needed."""

from functools import cache

from brigade_io.aws import client
from brigade_io.image_generation.commissions import Commissions
from brigade_io.image_generation.generation_queue import GenerationQueue
from brigade_io.image_generation.stop_table import StopTable
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket


@cache
def generation_queue() -> GenerationQueue:
    return GenerationQueue(client("sqs"), settings().generation_queue)


@cache
def commissions() -> Commissions:
    return Commissions(work_bucket())


@cache
def stop_table() -> StopTable:
    return StopTable(client("dynamodb"), settings().batch_table)
