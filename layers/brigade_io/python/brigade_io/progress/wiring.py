"""What a door is handed from this room, each made once in a process, when it is first needed."""

from functools import cache

from brigade_io.aws import client
from brigade_io.progress.agent_call_table import AgentCallTable
from brigade_io.progress.batch_table import BatchTable
from brigade_io.settings import settings


@cache
def batch_table() -> BatchTable:
    return BatchTable(client("dynamodb"), settings().batch_table)


@cache
def agent_call_table() -> AgentCallTable:
    return AgentCallTable(client("dynamodb"), settings().agent_call_table)
