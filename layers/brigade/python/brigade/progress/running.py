"""Whether work may still begin on a batch."""

from datetime import datetime

from brigade.errors import DeadlinePassed
from brigade.progress.batch import BatchRecord


def require_running(record: BatchRecord, now: datetime) -> None:
    """Raises DeadlinePassed where the batch is out of time: what begins now would be paid for nothing."""
    if now >= record.deadline:
        raise DeadlinePassed(f"the deadline {record.deadline:%H:%M:%S} has passed")
