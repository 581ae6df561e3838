"""Whether work that is paid for may still begin on a batch."""

from datetime import datetime

from brigade.errors import BatchCancelled, DeadlinePassed, Rejected, RequestUnclear, WrongMoment, leaves
from brigade.progress.batch import BatchRecord
from brigade.progress.closing import MARGIN
from brigade.progress.reasons import BATCH_WIDE
from brigade.progress.stage import LAST

FAULTS = {error.__name__: error for error in leaves(Rejected) if error.__name__ in BATCH_WIDE}


def require_wanted(record: BatchRecord, run: int) -> None:
    """Raises DeadlinePassed where the batch started afresh after this run, BatchCancelled, or RequestUnclear."""
    if run < record.begun_run:
        raise DeadlinePassed(f"run {run} is over: run {record.begun_run} has begun")
    if record.cancelled_at is not None:
        raise BatchCancelled("somebody cancelled the batch")
    if record.unclear:
        raise RequestUnclear("the batch's request holds what this release cannot read")


def require_open(ordinal: int, attempt: int, run: int) -> None:
    """Raises WrongMoment for the late double of a step whose recipe has ended, or is in another run."""
    if ordinal == LAST or attempt != run:
        raise WrongMoment("this recipe has come to its end, or is being tried again")


def require_running(record: BatchRecord, run: int, now: datetime) -> None:
    """Raises what would come of work that begins now: as `require_wanted`, DeadlinePassed, or the batch's own fault."""
    require_wanted(record, run)
    if record.error_code in FAULTS:
        raise FAULTS[record.error_code](record.error_text or "another step of the batch was refused")
    if now >= record.deadline - MARGIN:
        raise DeadlinePassed(f"too little time is left before the deadline {record.deadline:%H:%M:%S}")
