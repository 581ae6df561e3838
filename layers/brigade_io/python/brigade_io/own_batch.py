"""An admin's own batch: another's is not found."""

from uuid import UUID

from brigade.errors import NotFound
from brigade.progress.batch import BatchRecord, BatchState
from brigade_io.wiring import batch_table


def own_batch(owner: str, batch_id: UUID) -> BatchState:
    """Raises NotFound, for another owner's batch too."""
    state = batch_table().read(batch_id)
    _require_own(owner, state.record)
    return state


def own_record(owner: str, batch_id: UUID) -> BatchRecord:
    """Raises NotFound, for another owner's batch too."""
    record = batch_table().record(batch_id)
    _require_own(owner, record)
    return record


def _require_own(owner: str, record: BatchRecord) -> None:
    if record.owner != owner:
        raise NotFound(f"no batch {record.batch_id}")
