"""The events of a generation's stream; ids are derived from what is stored, the same in every instance."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from brigade.image_generation.generation import MOST_RUNS, Status
from brigade.image_generation.request import MOST_PICTURES
from brigade.image_generation.views import GenerationView
from brigade.model import Message, Wire

LAST_PLACE = 999_999
SPAN = LAST_PLACE + 1  # ids for each thing that happens to a generation, between which it waits and grows
MOST_STEPS = 3 * MOST_PICTURES + 4  # that may happen in one run


class GenerationConnected(Wire):
    message: str
    generation_id: UUID
    timestamp: datetime


class GenerationEvent(Message):
    """`complete` is every end with which no error came; `error` says why there is no picture."""

    id: int
    name: Literal["connected", "progress", "complete", "error"]
    data: GenerationConnected | GenerationView


def connected(generation_id: UUID, last_id: int, now: datetime) -> GenerationEvent:
    """The first event of a connection; it does not move the client's place."""
    data = GenerationConnected(message="Connected to the progress stream", generation_id=generation_id, timestamp=now)
    return GenerationEvent(id=last_id, name="connected", data=data)


def news(view: GenerationView, last_id: int) -> GenerationEvent | None:
    """What to tell a client whose last event was `last_id`, None where that was this very thing."""
    id = event_id(view)
    return GenerationEvent(id=id, name=_name(view.status), data=view) if id > last_id else None


def event_id(view: GenerationView) -> int:
    """It only rises: with each run, each picture, each step forward in the queue, each hundredth of the way."""
    if view.status.is_end:
        return SPAN * (_first_step(view) + MOST_STEPS - 1)
    if view.status is Status.PENDING:
        return SPAN * _first_step(view) + LAST_PLACE - min(view.queue_position or LAST_PLACE, LAST_PLACE)
    steps = 1 + view.made + view.cancel_requested
    return SPAN * (_first_step(view) + steps) + view.progress


def heard(last_id: int) -> int:
    """The last id of a client, 0 where it is above all that anybody can have been told."""
    return last_id if last_id < SPAN * MOST_STEPS * MOST_RUNS else 0


def _first_step(view: GenerationView) -> int:
    return MOST_STEPS * view.run


def _name(status: Status) -> Literal["progress", "complete", "error"]:
    if not status.is_end:
        return "progress"
    return "error" if status is Status.FAILED else "complete"
