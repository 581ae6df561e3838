"""Last writes: what only this process can write down, and nobody later without paying again."""

from collections.abc import Callable
from contextlib import suppress

from brigade.errors import Transient

TRIES = 3


def persistently(write: Callable[[], object]) -> None:
    """Make a repeatable write, a few times at once where it fails for the moment. Raises what the last try raises."""
    for _ in range(TRIES - 1):
        with suppress(Transient):
            write()
            return
    write()
