"""Asking Step Functions whether the executions of a batch live, whose deaths nobody may have told of."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from brigade.generation.messages import StepError
from brigade.progress.batch import BatchState
from brigade.progress.lifelines import is_quiet, lifelines
from brigade.runs import Execution
from brigade_io.executions import Fate
from brigade_io.generation.machine import fate_of
from brigade_io.settings import settings
from functions.sweep.execution import DeadExecution


def dead_executions(state: BatchState, now: datetime) -> Iterator[DeadExecution]:
    """Those that have ended, or were never begun though the batch has been quiet for long."""
    begun = state.record.deadline - timedelta(minutes=settings().batch_minutes)
    quiet = is_quiet(state, begun, now)
    for execution in lifelines(state):
        fate = fate_of(execution)
        if fate is None and quiet and not _is_to_be_begun(execution):
            fate = Fate(status="LOST", error=None, cause=None)
        if fate is not None and not fate.is_alive:
            error = StepError(error=fate.error or f"Execution{fate.status}", cause=fate.cause or "")
            yield DeadExecution(**execution._asdict(), error=error)


def _is_to_be_begun(execution: Execution) -> bool:
    """Pictures of a chunk are begun by the batch machine of their run, if that lives."""
    begins = fate_of(execution._replace(chunk=None)) if execution.chunk is not None else None
    return begins is not None and begins.is_alive
