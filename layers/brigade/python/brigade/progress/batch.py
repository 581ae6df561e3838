"""A batch as it is stored: its record, its units of work and its ledger."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from brigade.generation.request import COUNT_CEILING, BatchRequest
from brigade.model import Message
from brigade.progress.unit import Unit
from brigade.providers.ledger import LedgerEntry


class BatchRecord(Message):
    """What is known of the batch as a whole; None is not known yet. The batch id is the correlation id.

    `unreadable` where this release cannot read all that is stored of it, `unclear` where that is of the request.
    """

    batch_id: UUID
    owner: str
    request: BatchRequest
    created_at: AwareDatetime
    deadline: AwareDatetime
    total: int = Field(ge=1, le=COUNT_CEILING)
    planned_at: AwareDatetime | None = None
    chunks: int | None = None
    closed_at: AwareDatetime | None = None
    error_code: str | None = None
    error_text: str | None = None
    error_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    outcome: str | None = None
    cancelled_at: AwareDatetime | None = None
    retries: int = 0  # how often units were opened again; the last ones carry this number as their attempt
    retried_at: AwareDatetime | None = None
    begun_run: int = 0  # the retry with which it started afresh last
    unreadable: bool = Field(default=False, exclude=True)
    unclear: bool = Field(default=False, exclude=True)

    @property
    def illustrated(self) -> bool:
        return self.request.enable_image_generation

    @property
    def is_abandoned(self) -> bool:
        """Closed before it was planned: nothing will be written in it."""
        return self.planned_at is None and self.closed_at is not None


class BatchState(Message):
    """Everything a consistent read of one batch gives; all else is derived from it and the time.

    `unreadable` names the items that this release cannot read, or not wholly.
    """

    record: BatchRecord
    units: list[Unit]
    ledger: list[LedgerEntry]
    unreadable: list[str] = Field(default_factory=list)
