"""A batch as it is stored: its record, its units of work and its ledger."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from brigade.generation.request import BatchRequest
from brigade.model import Message
from brigade.progress.unit import Unit
from brigade.providers.ledger import LedgerEntry


class BatchRecord(Message):
    """What is known of the batch as a whole; None is not known yet. The batch id is the correlation id."""

    batch_id: UUID
    owner: str
    request: BatchRequest
    created_at: datetime
    deadline: datetime
    total: int = Field(ge=1)
    planned_at: datetime | None = None
    chunks: int | None = None
    closed_at: datetime | None = None
    error_code: str | None = None
    error_text: str | None = None
    error_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = None
    cancelled_at: datetime | None = None
    retries: int = 0  # how often units were opened again; the last ones carry this number as their attempt
    retried_at: datetime | None = None

    @property
    def illustrated(self) -> bool:
        return self.request.enable_image_generation

    @property
    def is_abandoned(self) -> bool:
        """Closed before it was planned: nothing will be written in it."""
        return self.planned_at is None and self.closed_at is not None


class BatchState(Message):
    """Everything a consistent read of one batch gives; all else is derived from it and the time."""

    record: BatchRecord
    units: list[Unit]
    ledger: list[LedgerEntry]
