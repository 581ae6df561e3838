"""What a door is handed: each thing made once in a process, when it is first needed."""

from functools import cache

from brigade_io.agent_call_table import AgentCallTable
from brigade_io.aws import client
from brigade_io.batch_table import BatchTable
from brigade_io.bucket import Bucket
from brigade_io.settings import settings


@cache
def batch_table() -> BatchTable:
    return BatchTable(client("dynamodb"), settings().batch_table)


@cache
def agent_call_table() -> AgentCallTable:
    return AgentCallTable(client("dynamodb"), settings().agent_call_table)


@cache
def work_bucket() -> Bucket:
    return Bucket(client("s3"), settings().work_bucket)


@cache
def images_bucket() -> Bucket:
    return Bucket(client("s3"), settings().images_bucket)
