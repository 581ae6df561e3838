"""How long a provider wants to be left alone, by the clock of this moment."""

from collections.abc import Mapping

from brigade.providers.reported import seconds_to_wait
from brigade_io import clock


def wait_of(headers: Mapping[str, str], words: str) -> float | None:
    """Seconds, as an answer's headers or words say; None where it does not."""
    return seconds_to_wait(headers, words, clock.now())
