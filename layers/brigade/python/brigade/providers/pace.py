"""How fast we may ask: token buckets that hold one minute's allowance, kept as one number each (GCRA).

That number is the theoretical arrival time: when the bucket would be full again. Times are whole
milliseconds, so that workers can add to it with one conditional write and without reading it first.
"""

from collections.abc import Mapping
from math import ceil

from pydantic import Field

from brigade.model import Message
from brigade.providers.reported import Reported

MINUTE = 60_000
LEASE = 3_500  # ms that a turn is held without a sign of life from who holds it
BEAT = 1.0  # seconds between two such signs
TURN_LOOK = 1.0  # seconds after which a turn may be free
SKEW = 5_000  # ms by which clocks may differ; what lies further ahead was written by a wrong one
NEWS = 2_000  # ms of a bucket that must be gone before what a server says of it is worth a write


class Slot(Message):
    """A place in the line at a provider: `start_at` is in seconds since the epoch.

    It is not `booked` while nobody knows the provider's limits. `failing_since` is when its calls began to fail. A
    step whose time has not come answers with its task, the `slot`, and the whole seconds to `wait`.
    """

    start_at: float
    booked: bool = True
    failing_since: float | None = None

    def values(self) -> dict[str, object]:
        """As it travels between states: what is as usual is left out, so that an earlier release can read it."""
        return self.model_dump(mode="json", exclude_defaults=True)


class Limits(Message):
    """What one model grants: per minute and calls `at_once`; None where nothing limits it, or nobody knows."""

    requests: int | None = Field(default=None, gt=0)
    tokens: int | None = Field(default=None, gt=0)
    images: int | None = Field(default=None, gt=0)
    at_once: int | None = Field(default=None, gt=0)


class Learned(Limits):
    """What all workers know of a model from its own answers; `heard` once it has given one."""

    heard: bool = False


def learned_from(reported: Mapping[str, Reported], before: Learned) -> Learned:
    """What is known after an answer with these limits; one without them takes nothing back."""
    news: dict[str, object] = {kind: limit.per_minute for kind, limit in reported.items()}
    return before.model_copy(update={**news, "heard": True})


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


def set_right(arrival: int, written: int, now: int) -> int:
    """An arrival time that was `written` by a clock far ahead of ours, by our own."""
    return arrival - (written - now)


def start_of(arrival: int, now: int, taken: int) -> int:
    """When the calls that moved the meter to `arrival` may start.

    More than a minute's allowance at once waits for a full bucket and leaves a debt.
    """
    return max(now, arrival - max(MINUTE, taken))


def is_lost(lease_end: int, now: int) -> bool:
    """Whether nobody holds this turn any more; an end further away than any may be was written by a wrong clock."""
    return not now < lease_end <= now + LEASE + SKEW


def milliseconds(seconds: float) -> int:
    """Seconds as whole milliseconds, rounded up; what float arithmetic adds below a microsecond is cut."""
    return ceil(round(seconds * 1000, 3))


def whole_seconds(until: int, now: int) -> int:
    """The whole seconds from `now` to `until`, both in ms, rounded up; 0 when it has come."""
    return max(0, ceil((until - now) / 1000))
