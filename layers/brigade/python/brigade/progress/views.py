"""What the API says of a batch: its recipes as they come, its errors, its line in the history."""

from datetime import datetime
from uuid import UUID

from brigade.generation.request import BatchRequest
from brigade.model import Wire
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.closing import is_over, standing
from brigade.progress.reasons import UNKNOWN
from brigade.progress.snapshot import Snapshot, snapshot_of
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit


class UnitView(Wire):
    """One unit of work as the page shows it; `position` counts from 0; `placeholder` holds until there is a picture.

    `unreadable` where this release cannot read all that is stored of it.
    """

    position: int
    name: str | None
    stage: Stage
    recipe_id: UUID | None
    image_url: str | None
    placeholder: bool
    quality: int | None
    reason: str | None
    unreadable: bool


class UnitError(Wire):
    """Why one recipe failed, or, with no position, why the batch did."""

    position: int | None
    name: str | None
    reason: str


class Features(Wire):
    nutrition_validation: bool
    image_generation: bool
    s3_upload: bool


class BatchStarted(Wire):
    """The answer 202 to `POST /api/admin/generate-bmad`."""

    message: str
    batch_id: UUID
    count: int
    started: bool = True
    features: Features


class Cancelling(Wire):
    """The answer to `POST …/cancel`: 202 where it was accepted, 200 where the batch had ended before."""

    batch_id: UUID
    accepted: bool
    message: str


class BatchLine(Wire):
    """One batch in the history; `unreadable` counts what is stored of it and cannot be read by this release."""

    batch_id: UUID
    created_at: datetime
    request: BatchRequest
    ended: bool
    cancelled_at: datetime | None  # when somebody asked for it; what was under way then still came to its end
    retries: int
    unreadable: int
    progress: Snapshot


class BatchList(Wire):
    batches: list[BatchLine]


class BatchDetail(BatchLine):
    """One batch with its recipes and errors; `correlation_id` is what its logs carry."""

    correlation_id: UUID
    deadline: datetime
    planned_at: datetime | None
    closed_at: datetime | None
    error_code: str | None
    recipes: list[UnitView]
    errors: list[UnitError]


def started(record: BatchRecord) -> BatchStarted:
    request = record.request
    features = Features(
        nutrition_validation=request.enable_nutrition_validation,
        image_generation=request.enable_image_generation,
        s3_upload=request.enable_s3_upload,
    )
    message = f"Generating {record.total} recipe{'s' if record.total > 1 else ''}"
    return BatchStarted(message=message, batch_id=record.batch_id, count=record.total, features=features)


def line(state: BatchState, now: datetime) -> BatchLine:
    record = state.record
    return BatchLine(
        batch_id=record.batch_id, created_at=record.created_at, request=record.request,
        ended=is_over(standing(state, now)), cancelled_at=record.cancelled_at, retries=record.retries,
        unreadable=len(state.unreadable), progress=snapshot_of(state, now),
    )  # fmt: skip


def detail(state: BatchState, now: datetime) -> BatchDetail:
    as_it_stands = standing(state, now)
    record = as_it_stands.record
    return BatchDetail(
        **dict(line(state, now)),
        correlation_id=record.batch_id, deadline=record.deadline, planned_at=record.planned_at,
        closed_at=record.closed_at, error_code=record.error_code,
        recipes=[unit_view(unit) for unit in as_it_stands.units], errors=errors_of(as_it_stands),
    )  # fmt: skip


def unit_view(unit: Unit) -> UnitView:
    known = {name: getattr(unit, name) for name in UnitView.model_fields}
    return UnitView(**{**known, "placeholder": unit.is_saved and not unit.imaged})


def errors_of(state: BatchState) -> list[UnitError]:
    """Why the batch failed, then why each recipe did. `state` as `standing` gives it."""
    whole = [UnitError(position=None, name=None, reason=text)] if (text := state.record.error_text) else []
    lost = [unit for unit in state.units if unit.stage in (Stage.FAILED, Stage.CANCELLED)]
    return whole + [_unit_error(unit) for unit in lost]


def _unit_error(unit: Unit) -> UnitError:
    return UnitError(position=unit.position, name=unit.name, reason=unit.reason or UNKNOWN)
