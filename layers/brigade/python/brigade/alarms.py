"""What wakes somebody up whatever door it happens in: each is a metric, and the infrastructure's alarm on it."""

from enum import StrEnum
from typing import Final

NAMESPACE: Final = "Brigade"
DIMENSIONS: Final = {"service": "all"}


class Alarm(StrEnum):
    """`unreadable`: something that is stored, by this release. `impossible_price`: one that a call is said to have.

    `unclosed`: a batch that the sweep failed on. `provider_amiss`: one whose key, quota, model or address
    somebody has to look at; others are asked meanwhile. `lost_pictures`: those whose objects are gone. `many_orphans`:
    objects without a picture, so many that it may be the records that are missing. `pictures_...`: providers fail too
    often, cost more than the budget or take too long, or what is kept comes near its limit.
    """

    UNREADABLE = "unreadable"
    IMPOSSIBLE_PRICE = "impossible_price"
    UNCLOSED = "unclosed"
    PROVIDER_AMISS = "provider_amiss"
    LOST_PICTURES = "lost_pictures"
    MANY_ORPHANS = "many_orphans"
    PICTURES_FAIL = "pictures_fail"
    PICTURES_OVER_BUDGET = "pictures_over_budget"
    PICTURES_SLOW = "pictures_slow"
    PICTURES_FILL_UP = "pictures_fill_up"


class Gauge(StrEnum):
    """A figure of pictures that is written down every few minutes: of failures in percent, of money in dollars."""

    FAILURES = "image_failures"
    SPENT_TODAY = "image_spent_today"
    SLOWEST = "image_p95_ms"
    STORED = "image_bytes"
