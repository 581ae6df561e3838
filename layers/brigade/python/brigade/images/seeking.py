"""Whom a picture is asked of: the provider whose turn it is, and how it went with others before."""

from pydantic import Field

from brigade.model import Message


class Try(Message):
    """One asking that ended: `error` is the class name of what came of it, "" for a picture; `ms` how long it took."""

    provider: str
    error: str = ""
    ms: int = Field(default=0, ge=0)


class Seeking(Message):
    """What travels with a picture's task from one look to the next. `provider` "" is still to be chosen; `softened`
    once the prompt was said more gently after a refusal.
    """

    provider: str = ""
    softened: bool = False
    tries: tuple[Try, ...] = ()
