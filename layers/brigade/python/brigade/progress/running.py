"""Whether work that is paid for may still begin on a batch."""

from datetime import datetime, timedelta

from brigade.errors import DeadlinePassed, Rejected, leaves
from brigade.progress.batch import BatchRecord
from brigade.progress.reasons import BATCH_WIDE

# What begins so long before the deadline ends before it: a chunk's two minutes of writing and its saving.
MARGIN = timedelta(seconds=180)
FAULTS = {error.__name__: error for error in leaves(Rejected) if error.__name__ in BATCH_WIDE}


def require_running(record: BatchRecord, now: datetime) -> None:
    """Raises what would come of work that begins now: DeadlinePassed, or the fault the batch met as a whole."""
    if record.error_code in FAULTS:
        raise FAULTS[record.error_code](record.error_text or "another step of the batch was refused")
    if now >= record.deadline - MARGIN:
        raise DeadlinePassed(f"too little time is left before the deadline {record.deadline:%H:%M:%S}")
