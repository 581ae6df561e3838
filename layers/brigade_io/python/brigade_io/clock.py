"""The clock: the one place where the time of day comes from."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)


def wait_until(moment: datetime) -> None:
    time.sleep(max(0.0, (moment - now()).total_seconds()))


def pause(seconds: float) -> None:
    time.sleep(seconds)


def epoch() -> float:
    """Seconds since 1970-01-01 UTC."""
    return time.time()
