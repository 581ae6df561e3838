"""Last writes: what only this process can write down, and nobody later without paying again."""

import random
from collections.abc import Callable
from typing import TypeVar

from brigade.errors import Transient
from brigade_io import clock

PATIENCE = 75.0  # seconds: an outage of a minute is outlasted, and the limits of the functions leave room for it
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 4.0

Written = TypeVar("Written")


def persistently(write: Callable[[], Written], patience: float = PATIENCE) -> Written:
    """Make a repeatable write, again and again for `patience` seconds. Raises what the last try raises."""
    until = clock.epoch() + patience
    longest = FIRST_PAUSE
    while True:
        try:
            return write()
        except Transient:
            if clock.epoch() >= until:
                raise
        clock.pause(random.uniform(0, longest))
        longest = min(LONGEST_PAUSE, longest * 2)
