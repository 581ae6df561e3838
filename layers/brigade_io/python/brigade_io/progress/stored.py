"""Reading what is stored of a batch, by whatever release: what cannot be read is named, and hides nothing else."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from brigade.alarms import Alarm
from brigade.generation.request import BatchRequest
from brigade.model import names_of, salvaged
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit
from brigade.providers.ledger import PREFIX as COST
from brigade.providers.ledger import entry_of
from brigade_io.alarms import raise_once
from brigade_io.progress.batch_items import RECIPE, RECORD

Values = Mapping[str, Any]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)
_moment: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


def record_of(values: Values) -> BatchRecord:
    """A record whose request cannot be read wholly is `unclear`: nothing new is to be made by it."""
    request, unclear = _request_of(values.get("request"))
    created_at = _moment_of(values.get("created_at")) or LONG_AGO
    needed = {"batch_id": values["batch_id"], "owner": "", "created_at": created_at,
              "deadline": created_at + AN_HOUR, "total": request.count}  # fmt: skip
    record, broken = salvaged(BatchRecord, {**values, "request": request}, needed)
    if broken or unclear:
        raise_once(Alarm.UNREADABLE, f"{record.batch_id} {RECORD}")
    return record.model_copy(update={"unreadable": bool(broken or unclear), "unclear": unclear})


def records_of(items: list[dict[str, Any]]) -> list[BatchRecord]:
    """Those that can be named at all."""
    return [record_of(item) for item in items if batch_id_of(item)]


def batch_id_of(item: Values) -> UUID | None:
    """None where the item says no id of a batch."""
    try:
        return UUID(str(item.get("batch_id")))
    except ValueError:
        raise_once(Alarm.UNREADABLE, f"batch id {str(item.get('batch_id'))[:64]}")
        return None


def state_of(record: Values, items: Mapping[str, Values]) -> BatchState:
    """`items` are everything else of the batch, by name."""
    known = record_of(record)
    units = {name: _unit_of(name, item) for name, item in items.items() if name.startswith(RECIPE)}
    ledger = {name: entry_of({**item, "item": name}) for name, item in items.items() if name.startswith(COST)}
    unreadable = [name for name, part in [*units.items(), *ledger.items()] if part is None or part.unreadable]
    for name in unreadable:
        raise_once(Alarm.UNREADABLE, f"{known.batch_id} {name}")
    return BatchState(
        record=known, units=[unit for unit in units.values() if unit],
        ledger=[entry for entry in ledger.values() if entry],
        unreadable=[RECORD] * known.unreadable + unreadable,
    )  # fmt: skip


def _unit_of(name: str, values: Values) -> Unit | None:
    """Where its stage cannot be read, it is at the furthest one that it is known to have reached."""
    position = name.removeprefix(RECIPE)
    if not (position.isascii() and position.isdigit()):
        return None
    told = {stage: values[f"at_{stage}"] for stage in Stage if f"at_{stage}" in values}
    moments = {stage: moment for stage, text in told.items() if (moment := _moment_of(text))}
    unit, broken = salvaged(Unit, {**values, "position": int(position), "at": moments}, {"chunk": 0})
    if "stage" in broken:
        stage = max(moments, key=lambda each: each.ordinal, default=Stage.PLANNED)
        unit = unit.model_copy(update={"stage": stage})
    return unit.model_copy(update={"unreadable": bool(broken) or len(moments) < len(told)})


def _request_of(text: object) -> tuple[BatchRequest, bool]:
    """What can be read of the request, and whether that is not all of it."""
    try:
        values = json.loads(text if isinstance(text, str) else "")
    except ValueError:
        values = None
    if not isinstance(values, dict):
        return BatchRequest(count=1), True
    request, broken = salvaged(BatchRequest, values, {"count": 1})
    return request, bool(broken or values.keys() - names_of(BatchRequest))


def _moment_of(text: object) -> datetime | None:
    try:
        return _moment.validate_python(text)
    except ValidationError:
        return None
