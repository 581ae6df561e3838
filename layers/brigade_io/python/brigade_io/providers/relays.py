"""Wires that lead nowhere: a model says over one what it would ask, and is told over the other what came back.

So the requests of a job are those that the model makes itself, and their answers are read as it reads any.
"""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from brigade.providers.jobs import Reply
from brigade_io.providers.wire import Heard


class Overheard(Exception):
    """What would have been asked."""

    def __init__(self, path: str, body: Mapping[str, Any]) -> None:
        super().__init__(path)
        self.path = path
        self.body = dict(body)


class Listening:
    """Raises Overheard for every question."""

    def post(self, path: str, body: Mapping[str, Any], key: str, seconds: float, most: int) -> NoReturn:
        raise Overheard(path, body)


class Replaying:
    """Answers every question with the same reply."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply

    def post(self, path: str, body: Mapping[str, Any], key: str, seconds: float, most: int) -> Heard:
        return Heard(self.reply.status, {}, self.reply.body)


def overheard(ask: Callable[[], object]) -> Overheard:
    """What a model that is Listening would ask."""
    try:
        ask()
    except Overheard as said:
        return said
    raise AssertionError("a model asks before it answers")
