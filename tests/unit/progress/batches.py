"""Batches, units and ledgers to test with, and time that stands still."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from brigade.generation.request import BatchRequest
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.stage import Stage, rank
from brigade.progress.unit import Unit
from brigade.providers.ledger import LedgerEntry

BATCH = UUID("00000000-0000-4000-8000-00000000000b")
START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def a_request(count: int = 6, **fields: Any) -> BatchRequest:
    return BatchRequest.model_validate({"count": count, **fields})


def a_record(count: int = 6, images: bool = True, **fields: Any) -> BatchRecord:
    """A planned batch of chunks of two, with an hour to go."""
    known = {
        "batch_id": BATCH, "owner": "ada", "request": a_request(count, enable_image_generation=images),
        "created_at": START, "deadline": after(3600), "total": count, "planned_at": after(1), "chunks": -(-count // 2),
    }  # fmt: skip
    return BatchRecord.model_validate({**known, **fields})


def a_unit(position: int = 0, *stages: Stage, at: float = 2, **facts: Any) -> Unit:
    """A unit that has gone through the stages, one a second."""
    unit = Unit(position=position, chunk=position // 2, at={Stage.PLANNED: after(1)})
    for number, stage in enumerate(stages):
        unit = moved(unit, stage, after(at + number))
    return unit.model_copy(update=facts)


def moved(unit: Unit, stage: Stage, at: datetime, attempt: int | None = None, **facts: Any) -> Unit:
    """The unit after a write, which changes nothing where it would not lead forward."""
    attempt = unit.attempt if attempt is None else attempt
    if unit.stage.is_end or rank(stage, attempt) <= unit.rank:
        return unit
    known = {"stage": stage, "attempt": attempt, "at": {stage: at, **unit.at}, **facts}
    if stage is Stage.DONE and "image_url" in facts:
        known["imaged"] = True
    return unit.model_copy(update=known)


def a_state(units: list[Unit] | None = None, record: BatchRecord | None = None, ledger: int = 0) -> BatchState:
    """`ledger` entries, of 100 micros each, are settled; one more is under way."""
    record = record or a_record()
    entries = [an_entry(number, "settled") for number in range(ledger)] + [an_entry(ledger, "reserved")]
    return BatchState(
        record=record, units=[a_unit(n) for n in range(record.total)] if units is None else units, ledger=entries
    )


def an_entry(number: int, state: str) -> LedgerEntry:
    return LedgerEntry.model_validate({
        "batch_id": BATCH, "call_id": f"text-{number}-0-0", "position": number, "purpose": "text", "model": "luna",
        "estimate_micros": 300, "state": state, "actual_micros": 100 if state == "settled" else None,
    })  # fmt: skip


WRITTEN = (Stage.WRITING, Stage.WRITTEN)
CHECKED = (*WRITTEN, Stage.CHECKED)
SAVED = (*CHECKED, Stage.SAVED)
ILLUSTRATED = (*SAVED, Stage.IMAGING, Stage.DONE)


def a_done_unit(position: int = 0, at: float = 2) -> Unit:
    return a_unit(position, *ILLUSTRATED, at=at, name="Soup", image_url="https://images/1.webp", imaged=True)
