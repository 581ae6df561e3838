"""Credits, which users pay pictures with: what one costs, and the entries that make up a balance."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from brigade.model import Message
from brigade.text import text

MOST_GRANT = 1_000_000
LONGEST_REASON = 200
MICROS = 1_000_000  # of a dollar
START = "start"

Amount = Annotated[int, Field(ge=1, le=MOST_GRANT)]
Reason = Annotated[str, text(LONGEST_REASON)]


class EntryKind(StrEnum):
    """A run of a generation has one `reserve` and one end: `settle` where pictures were made, else `refund`."""

    GRANT = "grant"
    RESERVE = "reserve"
    SETTLE = "settle"
    REFUND = "refund"


class Grant(Message):
    """Credits that are given to a user: by whom and why. The same `key` is given to the same user once."""

    amount: Amount
    reason: Reason
    by: str
    key: Annotated[str, Field(min_length=1, max_length=300)]


class Claim(Message):
    """What a run of a generation reserves."""

    generation_id: UUID
    run: int
    price: int


def starting_grant(amount: int) -> Grant:
    """What a new user begins with."""
    return Grant(amount=amount, reason="to begin with", by="brigade", key=START)


def credits_for(micros: int, credits_per_dollar: int) -> int:
    """Whole credits for what costs so many millionths of a dollar: rounded up, and at least one."""
    return max(1, -(-micros * credits_per_dollar // MICROS))
