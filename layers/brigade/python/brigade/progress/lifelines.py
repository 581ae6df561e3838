"""The executions that the open recipes of a batch hang on: where one is dead, nobody will finish them."""

from datetime import datetime, timedelta

from brigade.progress.batch import BatchState
from brigade.runs import Execution

# In which what was begun is sure to be known: a start that is under way, and a table that is read a little late.
QUIET = timedelta(minutes=5)


def lifelines(state: BatchState) -> list[Execution]:
    """The batch machine's for what is still to be saved, then the illustrating machine's for each chunk of the rest."""
    record, waiting = state.record, [unit for unit in state.units if unit.is_open]
    runs = {unit.attempt for unit in waiting if not unit.is_saved}
    runs |= {record.retries} if record.planned_at is None else set()
    chunks = {(unit.chunk, unit.attempt) for unit in waiting if unit.is_saved} if record.illustrated else set()
    return [
        *(Execution(record.batch_id, None, run) for run in sorted(runs)),
        *(Execution(record.batch_id, chunk, run) for chunk, run in sorted(chunks)),
    ]


def is_quiet(state: BatchState, begun: datetime, now: datetime) -> bool:
    """Whether nothing has happened in the batch for so long; its last run was `begun` then."""
    last = max((at for unit in state.units for at in unit.at.values()), default=begun)
    return now - max(begun, last) >= QUIET
