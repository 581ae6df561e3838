"""How far a generation is, in numbers and in words. All of it follows from the row and the time of day.

What a picture was expected to take is fixed when its run begins, so that no later look sees less than one before.
"""

from datetime import datetime
from math import ceil, exp, floor

from brigade.image_generation.generation import Generation, Status
from brigade.image_generation.queue import PICTURES_AT_ONCE, USUAL_PICTURE

STARTED, DRAWING, DRAWN, STORING, SETTLING, DONE = 5, 10, 90, 95, 99, 100
SPREAD = 0.6  # of the expected time: by then 63 % of a picture's way has been shown
STORING_SECONDS = 2.0


def progress(generation: Generation, now: datetime) -> int:
    """From 0 to 100: what the pictures of this run have come to, on average. It never falls within a run."""
    if generation.status is Status.COMPLETED:
        return DONE
    if generation.started_at is None:
        return 0
    elapsed = ((generation.ended_at or now) - generation.started_at).total_seconds()
    ways = [_way(generation, position, turn, elapsed) for turn, position in enumerate(_to_make(generation))]
    return min(SETTLING, floor(sum(ways) / len(ways)))


def _to_make(generation: Generation) -> list[int]:
    """The positions of this run, in the order of their turns."""
    before = generation.stored[: generation.made_before]
    return [position for position in range(generation.count) if position not in before]


def _way(generation: Generation, position: int, turn: int, elapsed: float) -> float:
    if position in generation.stored:
        return DONE
    if position in generation.storing:
        return STORING
    each = _expected(generation)
    return _drawn(elapsed - turn // PICTURES_AT_ONCE * each, each)


def _drawn(seconds: float, expected: float) -> float:
    """After so many seconds of drawing; before it begins it is only started."""
    if seconds <= 0:
        return STARTED
    return min(DRAWN, DRAWING + (DRAWN - DRAWING) * (1 - exp(-seconds / (SPREAD * expected))))


def _expected(generation: Generation) -> float:
    return generation.picture_seconds or USUAL_PICTURE


def seconds_left(generation: Generation, now: datetime, wait: int | None = None) -> int | None:
    """Until it is made, `wait` while it waits; None where it has ended, or takes longer than was expected."""
    if generation.status is Status.PENDING:
        return wait
    if generation.started_at is None or generation.status.is_end:
        return None
    rounds = ceil(generation.to_make / PICTURES_AT_ONCE)
    elapsed = (now - generation.started_at).total_seconds()
    left = ceil(rounds * _expected(generation) + STORING_SECONDS - elapsed)
    return left if left > 0 else None


def step(generation: Generation, place: int | None = None) -> str:
    """Where it is, in words."""
    if generation.status is Status.PENDING:
        return f"Waiting in the queue, place {place}" if place else "Waiting in the queue"
    if generation.status is Status.PROCESSING:
        return _work(generation)
    if generation.status is Status.COMPLETED and generation.missing:
        return f"Complete: {generation.made} of {generation.count} pictures could be made"
    return ENDS[generation.status]


ENDS = {Status.COMPLETED: "Complete", Status.FAILED: "Failed", Status.CANCELLED: "Cancelled"}


def _work(generation: Generation) -> str:
    if generation.cancel_requested_at:
        return "Cancelling: what is under way comes to its end"
    if generation.storing and len(generation.storing) + generation.made == generation.count:
        return "Storing"
    done = f": {generation.made} of {generation.count} are done" if generation.count > 1 else ""
    return f"Generating{done}"
