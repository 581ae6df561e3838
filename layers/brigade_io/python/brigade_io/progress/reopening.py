"""Beginning a retry in the batches table: what it changes of the record, and of each unit that it opens again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from brigade.progress.batch import BatchRecord
from brigade.progress.stage import Stage
from brigade_io.dynamodb import to_item
from brigade_io.progress.batch_items import OPEN, RECORD, key_of, time_text, unit_item

AFRESH = ("closed_at", "ended_at", "outcome", "cancelled_at", "error_code", "error_text", "error_at")


def reopened(record: BatchRecord, at: datetime, deadline: datetime, over: bool) -> dict[str, Any]:
    """The record in its next run, unless another began; one that is `over` starts afresh."""
    run = record.retries + 1
    sets = {"retries": run, "deadline": time_text(max(deadline, record.deadline)), "open": OPEN}
    sets |= {"retried_at": time_text(at), "begun_run": run} if over else {}
    update = _update(record.batch_id, RECORD, sets, AFRESH if over else ())
    unseen = "(#retries = :seen OR (attribute_not_exists(#retries) AND :seen = :none))"
    told = to_item({":seen": record.retries, ":none": 0})
    return {
        **update, "ConditionExpression": f"attribute_exists(batch_id) AND {unseen}",
        "ExpressionAttributeValues": update["ExpressionAttributeValues"] | told,
    }  # fmt: skip


def reopened_unit(batch_id: UUID, position: int, stage: Stage, run: int, at: datetime) -> dict[str, Any]:
    """An ended unit, open again at `stage` for this run.

    What it reached after that stage is forgotten, but neither its recipe nor its picture.
    """
    later = [f"at_{each}" for each in Stage if each.ordinal > stage.ordinal]
    sets = {"stage": stage.value, "ordinal": stage.ordinal, "attempt": run}
    update = _update(batch_id, unit_item(position), sets, (*later, "reason", "placeholder"), {f"at_{stage}": at})
    return {**update, "ConditionExpression": "#attempt < :attempt"}


def _update(
    batch_id: UUID, item: str, sets: Mapping[str, Any], removed: tuple[str, ...],
    moments: Mapping[str, datetime] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """`moments` stay as they are where they are known."""
    first = moments or {}
    parts = [f"#{name} = :{name}" for name in sets] + [f"#{name} = if_not_exists(#{name}, :{name})" for name in first]
    gone = f" REMOVE {', '.join(f'#{name}' for name in removed)}" if removed else ""
    told = {**sets, **{name: time_text(moment) for name, moment in first.items()}}
    return {
        "Key": key_of(batch_id, item), "UpdateExpression": f"SET {', '.join(parts)}{gone}",
        "ExpressionAttributeNames": {f"#{name}": name for name in (*told, *removed)},
        "ExpressionAttributeValues": to_item({f":{name}": value for name, value in told.items()}),
    }  # fmt: skip
