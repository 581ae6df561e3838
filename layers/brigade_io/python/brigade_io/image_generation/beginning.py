"""Taking into work what waits, in its turn and as far as there is room, and telling its machine."""

from datetime import timedelta
from typing import Any

from psycopg import Connection

from brigade.errors import Transient
from brigade.image_generation.commission import commission_of
from brigade.image_generation.generation import Generation
from brigade.image_generation.queue import USUAL_PICTURE
from brigade_io import clock
from brigade_io.database import in_transaction
from brigade_io.image_generation.generation_store import GenerationStore
from brigade_io.image_generation.machine import start_run
from brigade_io.image_generation.queue_store import QueueStore
from brigade_io.image_generation.wiring import commissions
from brigade_io.settings import settings


def begin_what_waits() -> list[Generation]:
    """Those that were begun. Raises Transient where one of them could not be started: the sweep starts it."""
    begun = in_transaction(_taken)
    failures = [failure for generation in begun if (failure := _started(generation))]
    if failures:
        raise failures[0]
    return begun


def launch(generation: Generation) -> None:
    """Start the execution of a generation that is in work. A repeat changes nothing. Raises Transient."""
    commissions().put(commission_of(generation))
    start_run(generation)


def _started(generation: Generation) -> Transient | None:
    try:
        launch(generation)
    except Transient as error:
        return error
    return None


def _taken(db: Connection[Any]) -> list[Generation]:
    now, queue, store = clock.now(), QueueStore(db), GenerationStore(db)
    deadline = now + timedelta(minutes=settings().generation_minutes)
    usual = queue.figures(now).picture_seconds or USUAL_PICTURE
    taken = (
        store.begin(each.id, each.run, now=now, deadline=deadline, picture_seconds=usual)
        for each in queue.next(settings().generations_at_once)
    )
    return [generation for generation in taken if generation]
