"""What a provider's headers say of its limits: how much a minute, how much of it is used, how long to wait."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from math import isfinite

from brigade.model import Message

KINDS = ("requests", "tokens", "images")
WINDOW = 60.0  # seconds; what takes longer to come back is counted by the day, and is no pace
SLACK = 1.5  # seconds that a server may round such a minute up by
LONGEST_WAIT = 3600.0  # seconds; a longer one is not believed
PART = re.compile(r"(\d+(?:\.\d+)?)(ms|us|µs|d|h|m|s)")
SECONDS = {"d": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "us": 1e-6, "µs": 1e-6}
TRY_AGAIN = re.compile(
    r"(?:(?:try|retry)(?: again)?|resets) (?:in|after) ~?(\d[\d.]*\s?(?:ms|[dhms])[\d.dhms]*)", re.IGNORECASE
)


class Reported(Message):
    """One limit as a server reports it: so many a minute, and the seconds until all of it is there again."""

    per_minute: int
    full_in: float


def reported_limits(headers: Mapping[str, str]) -> dict[str, Reported]:
    """The limits by kind; what cannot be read, or is no limit a minute, is passed over."""
    found = {kind: _reported(headers, kind) for kind in KINDS}
    return {kind: limit for kind, limit in found.items() if limit}


def seconds_to_wait(headers: Mapping[str, str], message: str, now: datetime) -> float | None:
    """Seconds to wait as the provider says: in a header, else in its words, else until what is used up is back."""
    said = [*_retry_after(headers, now), *_in_words(message), *_until_full(headers)]
    return min(said[0], LONGEST_WAIT) if said else None


def duration_of(text: str) -> float | None:
    """Seconds in `1m30s`, `6ms`, `12s`, `7`; None where it is no time."""
    bare = text.strip().lower()
    parts = PART.findall(bare)
    if parts and "".join(number + unit for number, unit in parts) == bare:
        return sum(float(number) * SECONDS[unit] for number, unit in parts)
    return _number(bare)


def _reported(headers: Mapping[str, str], kind: str) -> Reported | None:
    limit = _number(headers.get(f"x-ratelimit-limit-{kind}", ""))
    if limit is None or not 1 <= limit <= 1e12:
        return None
    left = _number(headers.get(f"x-ratelimit-remaining-{kind}", ""))
    reset = duration_of(headers.get(f"x-ratelimit-reset-{kind}", ""))
    if reset is not None and reset > WINDOW + SLACK:
        return None
    refill = WINDOW * (1 - min(left, limit) / limit) if left is not None else 0.0
    return Reported(per_minute=int(limit), full_in=round(refill if reset is None else min(refill, reset), 3))


def _retry_after(headers: Mapping[str, str], now: datetime) -> Iterator[float]:
    if (thousandths := _number(headers.get("retry-after-ms", ""))) is not None:
        yield thousandths / 1000
    said = headers.get("retry-after", "")
    if (seconds := duration_of(said)) is not None:
        yield seconds
    elif (moment := _moment(said)) is not None:
        yield max(timedelta(), moment - (_moment(headers.get("date", "")) or now)).total_seconds()


def _in_words(message: str) -> Iterator[float]:
    if (found := TRY_AGAIN.search(message)) and (seconds := duration_of(found[1].replace(" ", "").rstrip("."))):
        yield seconds


def _until_full(headers: Mapping[str, str]) -> Iterator[float]:
    used_up = [kind for kind in KINDS if not _number(headers.get(f"x-ratelimit-remaining-{kind}", ""))]
    resets = [duration_of(headers.get(f"x-ratelimit-reset-{kind}", "")) for kind in used_up]
    if known := [reset for reset in resets if reset is not None]:
        yield max(known)


def _moment(text: str) -> datetime | None:
    """A date as HTTP writes it, by the clock of who wrote it."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _number(text: str) -> float | None:
    """A number that is not negative; None where it is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None
