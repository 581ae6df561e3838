"""The queue of all users: how much it takes, where one waits in it, and for how long."""

from collections.abc import Mapping
from math import ceil

from brigade.model import Message

MOST_OPEN = 200  # generations of one user that wait or are in work
FULL_SECONDS = 60  # after which a user whose share is full asks again
PICTURES_AT_ONCE = 3  # of one generation
USUAL_PICTURE = 15.0  # seconds that one takes, where none has been made yet


class Figures(Message):
    """How the queue stands, and how it went lately: medians and means in seconds, None where nothing was made yet.

    `generation_seconds` is of a whole generation, `picture_seconds` of one of its pictures.
    """

    pending: int
    processing: int
    average_wait_seconds: float | None
    generation_seconds: float | None
    picture_seconds: float | None


def share_of(at_once: int) -> int:
    """So many places one user may hold while others wait."""
    return max(1, at_once // 2)


def wait_seconds(ahead: int, at_once: int, usual: float | None) -> int | None:
    """Until a generation with so many ahead of it is made, its own time included; None while nothing is made."""
    if at_once <= 0:
        return None
    each = usual or USUAL_PICTURE
    return ceil(ceil(ahead / at_once) * each + each)


def paused(down: Mapping[str, bool]) -> str | None:
    """Why nothing is made, in words: `down` says of each provider whether it is."""
    if not down or not all(down.values()):
        return None
    names = ", ".join(down)
    return f"Paused: no provider of pictures can be reached just now ({names}). What waits keeps its place."
