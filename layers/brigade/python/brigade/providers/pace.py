"""How fast we may ask: token buckets that hold one minute's allowance, kept as one number each (GCRA).

That number is the theoretical arrival time: when the bucket would be full again. Times are whole
milliseconds, so that workers can add to it with one conditional write and without reading it first.
"""

from math import ceil

from pydantic import Field

from brigade.model import Message

MINUTE = 60_000
LEASE_MARGIN = 10_000  # ms after a call's limit before its turn is taken for lost


class Slot(Message):
    """A reserved turn at a provider: `start_at` is in seconds since the epoch.

    A step whose slot has not come answers with its task, the `slot`, and the whole seconds to `wait`.
    """

    start_at: float


class Limits(Message):
    """What a provider grants one model: per minute (None is unlimited), and how many calls `at_once`."""

    requests: int | None = Field(default=None, gt=0)
    tokens: int | None = Field(default=None, gt=0)
    images: int | None = Field(default=None, gt=0)
    at_once: int = Field(gt=0)


def meter_costs(limits: Limits, calls: int, tokens: int) -> dict[str, int]:
    """What so many calls with so many tokens in all take from each meter, in ms; only meters with a limit."""
    units = {"requests": calls, "tokens": tokens, "images": calls}
    granted = {"requests": limits.requests, "tokens": limits.tokens, "images": limits.images}
    return {meter: cost(units[meter], limit) for meter, limit in granted.items() if limit and units[meter]}


def cost(units: int, per_minute: int) -> int:
    """The time in which the meter grants so many units, in ms, rounded up."""
    return -(-units * MINUTE // per_minute)


def next_arrival(arrival: int | None, now: int, taken: int) -> int:
    """The meter's arrival time after `taken`; an untouched or rested meter counts from now."""
    return max(arrival or 0, now) + taken


def start_of(arrival: int, now: int, taken: int) -> int:
    """When the calls that moved the meter to `arrival` may start.

    More than a minute's allowance at once waits for a full bucket and leaves a debt.
    """
    return max(now, arrival - max(MINUTE, taken))


def lease_end(now: int, call_seconds: float, wanted: int, taken: int) -> int:
    """When turns are lost if nobody gives them back: `wanted` calls over `taken` turns, each to its limit."""
    rounds = ceil(wanted / taken)
    return now + rounds * milliseconds(call_seconds) + LEASE_MARGIN


def milliseconds(seconds: float) -> int:
    """Seconds as whole milliseconds, rounded up; what float arithmetic adds below a microsecond is cut."""
    return ceil(round(seconds * 1000, 3))


def whole_seconds(until: int, now: int) -> int:
    """The whole seconds from `now` to `until`, both in ms, rounded up; 0 when it has come."""
    return max(0, ceil((until - now) / 1000))
