"""What wakes somebody up whatever door it happens in: each is a metric, and the infrastructure's alarm on it."""

from enum import StrEnum
from typing import Final

NAMESPACE: Final = "Brigade"
DIMENSIONS: Final = {"service": "all"}


class Alarm(StrEnum):
    """`unreadable`: something that is stored, by this release. `impossible_price`: one that a call is said to have.

    `unclosed`: a batch that the sweep failed on. `provider_amiss`: one whose key, quota, model or address
    somebody has to look at; others are asked meanwhile. `lost_pictures`: those whose objects are gone. `many_orphans`:
    objects without a picture, so many that it may be the records that are missing.
    """

    UNREADABLE = "unreadable"
    IMPOSSIBLE_PRICE = "impossible_price"
    UNCLOSED = "unclosed"
    PROVIDER_AMISS = "provider_amiss"
    LOST_PICTURES = "lost_pictures"
    MANY_ORPHANS = "many_orphans"
