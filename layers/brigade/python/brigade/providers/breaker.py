"""When to leave a provider alone: after failures in a row, and for as long as it told us to. Times in ms."""

from typing import Literal

from brigade.errors import (
    AccessDenied,
    AnswerFiltered,
    AnswerInvalid,
    AnswerRefused,
    AnswerTruncated,
    BatchesMissing,
    EndpointMissing,
    ImageRefused,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    NotVerified,
    ParameterRefused,
    PhotosRefused,
    PictureUnreadable,
    PromptRefused,
    PromptTooLong,
    QuotaExhausted,
)
from brigade.model import Message
from brigade.providers.pace import SKEW, milliseconds
from brigade.providers.routing import rubbish_weight

Phase = Literal["closed", "open", "half-open"]
Verdict = Literal["alive", "failed", "unknown"]

FAILURES = (ModelDown, ModelSlow, PictureUnreadable)
# Bad news, but the provider's own: a service that answers is not down, unless with rubbish.
ANSWERS = (
    ModelBusy, KeyRefused, AccessDenied, NotVerified, QuotaExhausted, ModelMissing, EndpointMissing,
    BatchesMissing, ParameterRefused, PhotosRefused, PromptRefused, PromptTooLong,
    ImageRefused,
    AnswerRefused, AnswerFiltered, AnswerTruncated, AnswerInvalid,
)  # fmt: skip

PROBE_LOOK = 5_000  # how soon to look again while another worker probes
FIRST_PAUSE = 1.0  # seconds between two tries of a call that failed; it grows with the time it has failed for
LONGEST_PAUSE = 30.0
UNTOLD_HOLD = 5.0  # seconds, where a 429 names none
LONGEST_HOLD = 300.0  # seconds; a longer one is looked at again, so that no slip stops everybody for a day


class Breaker(Message):
    """What the workers know together of one provider. `down_since`: when the outage began, `opened_at`: when it was
    last noticed. `amiss_until`: till when it is avoided where another can be asked.
    """

    failures: int = 0
    down_since: int | None = None
    opened_at: int | None = None
    probe_until: int | None = None
    held_until: int | None = None
    amiss_until: int | None = None


def phase_of(breaker: Breaker, now: int, rest: float) -> Phase:
    """Open for `rest` seconds, then half-open until a probe has decided."""
    if breaker.opened_at is None:
        return "closed"
    return "open" if _rest_left(breaker.opened_at, now, rest) > 0 else "half-open"


def free_at(breaker: Breaker, now: int, rest: float) -> int:
    """The earliest time at which a call may be tried; `now` where nothing stands in the way."""
    waits = [0, _hold_left(breaker, now)]
    if breaker.opened_at is not None:
        waits.append(_rest_left(breaker.opened_at, now, rest) or _probe_left(breaker, now))
    return now + max(waits)


def stays_down(breaker: Breaker, now: int, rest: float, patience: float) -> bool:
    """Whether an outage of more than `patience` seconds goes on: while it may be over, somebody has to try."""
    long = breaker.down_since is not None and now - breaker.down_since >= milliseconds(patience)
    return long and phase_of(breaker, now, rest) == "open"


def is_same_outage(opened_at: int, now: int, patience: float) -> bool:
    """Whether a probe that fails now goes on with the outage noticed last at `opened_at`: nobody had stopped trying."""
    return now - opened_at < milliseconds(patience)


def should_open(breaker: Breaker, limit: int) -> bool:
    """Whether so many failures in a row open a closed breaker."""
    return breaker.opened_at is None and breaker.failures >= limit


def verdict_of(error: BaseException | None) -> Verdict:
    """What a call's end says of its provider; our own troubles on the way say nothing."""
    if error is None or isinstance(error, ANSWERS):
        return "alive"
    return "failed" if isinstance(error, FAILURES) else "unknown"


def hold_of(error: BaseException | None) -> int | None:
    """How long everybody is to wait after this end of a call, in ms."""
    if not isinstance(error, ModelBusy):
        return None
    seconds = UNTOLD_HOLD if error.retry_after is None else error.retry_after
    return milliseconds(min(max(seconds, 0.0), LONGEST_HOLD))


def failures_of(error: BaseException | None, limit: int) -> int:
    """How many failures in a row this end of a call counts as, where `limit` open the breaker."""
    return rubbish_weight(limit) if isinstance(error, PictureUnreadable) else 1


def is_amiss(breaker: Breaker, now: int) -> bool:
    """Whether an operator has to look at the provider."""
    return breaker.amiss_until is not None and now < breaker.amiss_until <= farthest_hold(now)


def pause_after(failing: float) -> float:
    """Seconds until a call that has failed for so many seconds is made again."""
    return min(max(failing, FIRST_PAUSE), LONGEST_PAUSE)


def farthest_hold(now: int) -> int:
    """The latest time that any hold may end at."""
    return now + milliseconds(LONGEST_HOLD) + SKEW


def _rest_left(opened_at: int, now: int, rest: float) -> int:
    # Bounded by the whole rest: a clock that jumped back must not keep the breaker open for its jump.
    return min(max(0, opened_at + milliseconds(rest) - now), milliseconds(rest))


def _probe_left(breaker: Breaker, now: int) -> int:
    return min(max(0, (breaker.probe_until or 0) - now), PROBE_LOOK)


def _hold_left(breaker: Breaker, now: int) -> int:
    left = max(0, (breaker.held_until or 0) - now)
    return left if left <= farthest_hold(0) else 0  # nobody may hold so long: it was written by a wrong clock
