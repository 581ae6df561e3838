"""The ledger of paid calls: every call is entered before it is made, and settled when its price is known.

An entry that stays reserved is unsettled: the call may have been paid (a timeout, a killed worker), at most
its estimate. So settled <= billed <= settled + unsettled, as long as no estimate is below its price.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeVar
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationError

from brigade.errors import (
    AccessDenied,
    BatchesMissing,
    BrigadeError,
    EndpointMissing,
    ImageRefused,
    KeyRefused,
    ModelBusy,
    ModelMissing,
    NotVerified,
    ParameterRefused,
    PhotosRefused,
    PromptRefused,
    PromptTooLong,
    QuotaExhausted,
)
from brigade.model import Message, salvaged

E = TypeVar("E", bound=BrigadeError)
State = Literal["reserved", "settled", "released"]

PREFIX = "cost#"
MOST_ATTEMPTS = 999
MOST_MICROS = 100_000_000  # no call costs a hundred dollars: more is a mistake of whoever says so
MOST_TIMES = 10  # the estimate, which is the most that a call may cost by the rules of its price
# The provider turned the call away before doing anything.
FREE = (
    ModelBusy, KeyRefused, AccessDenied, NotVerified, QuotaExhausted, ModelMissing, EndpointMissing,
    BatchesMissing, ParameterRefused, PhotosRefused, PromptRefused, PromptTooLong,
    ImageRefused,
)  # fmt: skip


class LedgerEntry(Message):
    """One paid call. A caller names what is above `attempt`; the ledger keeps the rest.

    `call_id` is a function of what the call is for, so a repeated step asks under the same id; each asking is
    an entry of its own, numbered by `attempt`, because each may have been paid. `unreadable` where this release
    cannot read all that is stored of it. `account` is who pays: a batch, or a generation. It is stored as `batch_id`,
    the name of the table's key.
    """

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    account: UUID = Field(alias="batch_id")
    call_id: str = Field(pattern=r"^[^#]+$")
    position: int = Field(ge=0)
    purpose: Literal["text", "image"]
    model: str
    provider: str = ""  # its name, where several could have been asked
    estimate_micros: int = Field(ge=0, le=MOST_MICROS)

    attempt: int = Field(default=1, ge=1, le=MOST_ATTEMPTS)
    budgeted: bool = False
    state: State = "reserved"
    actual_micros: int | None = Field(default=None, ge=0, le=MOST_MICROS)
    unreadable: bool = Field(default=False, exclude=True)

    @property
    def item(self) -> str:
        """Its name among the account's items; attempts of one call lie side by side, in order."""
        return f"{self.attempts}{self.attempt:03}"

    @property
    def attempts(self) -> str:
        """What the names of all attempts of this call begin with."""
        return f"{PREFIX}{self.call_id}#"

    def values(self) -> dict[str, Any]:
        """As a table keeps it."""
        return {**self.model_dump(mode="json"), "item": self.item}


def picture_call(position: int, attempt: int) -> str:
    """The id of the call for this attempt at a recipe's picture."""
    return f"image-{position}-{attempt}-0"


def entry_of(values: Mapping[str, Any]) -> LedgerEntry | None:
    """The entry that a table kept as `values`, None where it cannot be read.

    One whose price or state cannot be read may have been paid: it counts as unsettled.
    """
    try:
        entry, broken = salvaged(LedgerEntry, values, {})
    except ValidationError:
        return None
    if entry.state == "settled" and entry.actual_micros is None:
        broken |= {"actual_micros"}
    unsettled = {"state": "reserved", "actual_micros": None} if broken & {"state", "actual_micros"} else {}
    return entry.model_copy(update={**unsettled, "unreadable": bool(broken)})


def maker_in(entries: Iterable[LedgerEntry]) -> str:
    """The provider that was paid last for this call, "" where nobody is named."""
    return next((each.provider for each in reversed(list(entries)) if each.state == "settled"), "")


def attempt_of(item: str) -> int:
    """The attempt that an entry's name says, 0 where it says none."""
    last = item.rpartition("#")[2]
    return int(last) if last.isascii() and last.isdigit() else 0


def is_possible(entry: LedgerEntry, micros: object) -> bool:
    """Whether the call can have cost so much: whole, not negative, and within what its estimate allows."""
    return type(micros) is int and 0 <= micros <= min(MOST_MICROS, MOST_TIMES * entry.estimate_micros)


class Spending(Message):
    """What an account has cost: `settled_micros` for certain, `in_flight_micros` at most on top."""

    settled_micros: int = 0
    in_flight_micros: int = 0

    @property
    def total_micros(self) -> int:
        return self.settled_micros + self.in_flight_micros


def spending(entries: Iterable[LedgerEntry]) -> Spending:
    """The sums of an account's entries; a released one cost nothing."""
    settled = in_flight = 0
    for entry in entries:
        if entry.state == "settled":
            settled += entry.actual_micros or 0
        elif entry.state == "reserved":
            in_flight += entry.estimate_micros
    return Spending(settled_micros=settled, in_flight_micros=in_flight)


def billed(error: E, micros: int) -> E:
    """The error of a call that failed and yet has a known price (a truncated answer); 0 is surely free."""
    error.cost_micros = micros
    return error


def charge_of(error: BaseException) -> int | None:
    """What a failed call cost: its known price, 0 where it was turned away, None where nobody can tell."""
    if isinstance(error, BrigadeError) and error.cost_micros is not None:
        return error.cost_micros
    return 0 if isinstance(error, FREE) else None
