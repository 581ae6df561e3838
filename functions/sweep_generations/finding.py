"""What lost its execution, and what is past its deadline."""

from datetime import timedelta

from brigade.image_generation.failures import EXPIRED, OVERDUE, failure_named, failure_of
from brigade.image_generation.generation import Failure, Generation, Status
from brigade.image_generation.messages import StepError
from brigade_io import clock
from brigade_io.database import in_transaction
from brigade_io.executions import Fate
from brigade_io.frames.step_task import logger
from brigade_io.image_generation.beginning import launch
from brigade_io.image_generation.generation_store import GenerationStore
from brigade_io.image_generation.machine import fate_of_run
from brigade_io.image_generation.queue_store import QueueStore
from brigade_io.image_generation.wiring import generation_queue, stop_table

MOST = 200  # at a time; the next minute has another chance
SETTLED_IN = timedelta(minutes=1)  # by then whoever began a generation has started its execution


def look_after_runs() -> None:
    """Start what was begun and never started, end what died."""
    before = clock.now() - SETTLED_IN
    for generation in in_transaction(lambda db: QueueStore(db).in_work(before, MOST)):
        fate = fate_of_run(generation)
        if fate is None:
            logger.warning("started anew", generation=str(generation.id))
            launch(generation)
        elif not fate.is_alive:
            _end(generation, _failure(fate))


def end_overdue() -> None:
    """What comes late to its end finds itself ended."""
    now = clock.now()
    for generation in in_transaction(lambda db: QueueStore(db).overdue(now, MOST)):
        waited = generation.status is Status.PENDING
        stop_table().stop(generation.id, generation.run, OVERDUE)
        _end(generation, failure_named(EXPIRED if waited else OVERDUE))


def _failure(fate: Fate) -> Failure:
    return failure_of(StepError(error=fate.error or f"Execution{fate.status}", cause=fate.cause or ""))


def _end(generation: Generation, failure: Failure) -> None:
    now = clock.now()
    in_transaction(lambda db: GenerationStore(db).settle(generation.id, generation.run, Status.FAILED, now, failure))
    logger.warning("ended by the sweep", generation=str(generation.id), reason=failure.code)
    generation_queue().wake(generation)
