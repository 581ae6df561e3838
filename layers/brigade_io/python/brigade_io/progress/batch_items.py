"""Batches as items of DynamoDB: the keys, what a record and a unit are stored as, and when a unit moves forward."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from brigade.errors import Conflict
from brigade.progress.batch import BatchRecord
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit
from brigade_io.dynamodb import to_item

RECORD = "batch"
RECIPE = "recipe#"
OPEN = "open"  # the one partition of the index `open_by_deadline`
FACTS = frozenset({
    "name", "recipe_id", "image_url", "placeholder", "reason", "quality", "rewrites", "fixed", "in_review", "attempt",
})  # fmt: skip


def key_of(batch_id: UUID, item: str) -> Any:
    return to_item({"batch_id": str(batch_id), "item": item})


def unit_item(position: int) -> str:
    return f"{RECIPE}{position:05}"


def time_text(at: datetime) -> str:
    """Always with microseconds, so that times sort as text."""
    return at.isoformat(timespec="microseconds")


def error_values(at: datetime, code: str | None, text: str | None) -> dict[str, Any]:
    return {"error_code": code, "error_text": text, "error_at": time_text(at)} if code else {}


def record_values(record: BatchRecord) -> dict[str, Any]:
    times = {"created_at": time_text(record.created_at), "deadline": time_text(record.deadline)}
    keys = {"batch_id": str(record.batch_id), "item": RECORD, "open": OPEN}
    values = record.model_dump(mode="json", exclude_none=True)
    return {**values, "request": record.request.model_dump_json(exclude_none=True), **times, **keys}


def same_request(stored: BatchRecord, asked: BatchRecord) -> BatchRecord:
    if (stored.owner, stored.request) != (asked.owner, asked.request):
        raise Conflict("this idempotency key came with another request before")
    return stored


def unit_values(batch_id: UUID, unit: Unit, at: datetime) -> dict[str, Any]:
    """A new unit as it is stored; it reached its stage at `at`."""
    values = unit.model_dump(mode="json", exclude={"at"}, exclude_none=True)
    keys = {"batch_id": str(batch_id), "item": unit_item(unit.position)}
    return {**keys, **values, "ordinal": unit.stage.ordinal, f"at_{unit.stage}": time_text(at)}


def advanced(stage: Stage, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a move writes: the stage, the facts, and what follows from both."""
    if unknown := facts.keys() - FACTS:
        raise TypeError(f"no such facts: {', '.join(sorted(unknown))}")
    values = {name: str(value) if isinstance(value, UUID) else value for name, value in facts.items()}
    known = {name: value for name, value in values.items() if value is not None}
    if stage is Stage.PLACEHOLDER:
        known["placeholder"] = True
    if stage is Stage.DONE and "image_url" in known:
        known["imaged"] = not known.setdefault("placeholder", False)
    return {**known, "stage": stage.value, "ordinal": stage.ordinal}


def forward(values: Mapping[str, Any]) -> str:
    """When a move goes forward: an ended unit does not move, nor does one that was never planned."""
    if "attempt" not in values:
        return "#ordinal < :ordinal"
    return "#ordinal < :last AND (#attempt < :attempt OR (#attempt = :attempt AND #ordinal < :ordinal))"
