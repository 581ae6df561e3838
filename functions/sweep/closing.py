"""Writing down the ends of a dead execution's recipes, and of batches past their deadline."""

from uuid import UUID

from brigade.alarms import Alarm
from brigade.errors import BrigadeError, NotFound
from brigade.progress.closing import endings_as_told, endings_of_chunk, endings_of_writing, is_over, standing
from brigade.progress.reasons import NEVER_PLANNED, PLAIN_WORDS, STOPPED, fault_of, name_of
from brigade.progress.snapshot import phase_of
from brigade_io import clock
from brigade_io.alarms import raise_alarm
from brigade_io.frames.step_task import logger
from brigade_io.progress.endings import end_as_told, end_work
from brigade_io.progress.wiring import batch_table
from functions.sweep.execution import DeadExecution
from functions.sweep.lifelines import dead_executions


def close_dead_execution(execution: DeadExecution) -> None:
    """A batch machine that died wrote nothing more, while started pictures have machines of their own."""
    try:
        state = batch_table().read(execution.batch_id)
    except NotFound:
        logger.warning("an execution died that belongs to no batch")
        return
    name = name_of(execution.error)
    reason = PLAIN_WORDS.get(name, STOPPED)
    if execution.chunk is not None:
        ended = end_work(execution.batch_id, endings_of_chunk(execution.chunk, execution.run), reason)
    else:
        code = fault_of(execution.error)[0] if state.record.planned_at is None else None
        text = PLAIN_WORDS.get(name, NEVER_PLANNED) if code else None
        batch_table().close(execution.batch_id, clock.now(), code, text, execution.run)
        ended = end_work(execution.batch_id, endings_of_writing(execution.run), reason)
    logger.warning("dead execution closed", error=name, chunk=execution.chunk, ended=ended)
    _finish(execution.batch_id)


def close_overdue() -> None:
    """Every open batch that is past its deadline, has come to its end or lost its executions.

    One that cannot be closed holds up none.
    """
    for batch_id in batch_table().open_batches():
        try:
            if not _finish(batch_id):
                _close_dead(batch_id)
        except BrigadeError as error:
            logger.warning("batch not closed", batch=str(batch_id), reason=str(error))
        except Exception as error:
            raise_alarm(Alarm.UNCLOSED, str(batch_id), repr(error))


def _close_dead(batch_id: UUID) -> None:
    """An execution may die and nobody be told of it: the event is lost."""
    for execution in dead_executions(batch_table().read(batch_id), clock.now()):
        close_dead_execution(execution)


def _finish(batch_id: UUID) -> bool:
    """Write down what follows from the clock, once the batch is over; whether it is."""
    state, now = batch_table().read(batch_id), clock.now()
    final = standing(state, now)
    if not is_over(final):
        return False
    ended = end_as_told(batch_id, state, endings_as_told(state, now))
    run = state.record.retries
    batch_table().close(batch_id, now, None, None, run)
    batch_table().finish(batch_id, now, phase_of(final).value, run)
    logger.info("batch ended", batch=str(batch_id), overdue=ended, outcome=phase_of(final).value)
    return True
