"""What wakes somebody up whatever door it happens in: each is a metric, and the infrastructure's alarm on it."""

from enum import StrEnum
from typing import Final

NAMESPACE: Final = "Brigade"
DIMENSIONS: Final = {"service": "all"}


class Alarm(StrEnum):
    """`unreadable`: something that is stored, by this release. `impossible_price`: one that a call is said to have.

    `unclosed`: a batch that the sweep failed on. `provider_amiss`: one whose key, quota, model or address
    somebody has to look at; others are asked meanwhile.
    """

    UNREADABLE = "unreadable"
    IMPOSSIBLE_PRICE = "impossible_price"
    UNCLOSED = "unclosed"
    PROVIDER_AMISS = "provider_amiss"
