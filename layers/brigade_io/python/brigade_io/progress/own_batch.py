"""An admin's own batch: another's is not found."""

from uuid import UUID

from brigade.errors import NotFound
from brigade.progress.batch import BatchRecord, BatchState
from brigade_io.progress.wiring import batch_table

MOST_BATCHES = 1000  # that one list looks through


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


def own_batches(owner: str, batch_id: UUID | None = None) -> list[UUID]:
    """This batch, or the newest of all. Raises NotFound for another owner's."""
    if batch_id is not None:
        return [own_record(owner, batch_id).batch_id]
    return [record.batch_id for record in batch_table().of_owner(owner, MOST_BATCHES)]


def _require_own(owner: str, record: BatchRecord) -> None:
    if record.owner != owner:
        raise NotFound(f"no batch {record.batch_id}")
