"""The events of the progress stream; ids are derived from what is stored, the same in every instance."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from brigade.model import Message, Wire
from brigade.progress.batch import BatchState
from brigade.progress.closing import duration_ms, ended_at, is_over, over_at, standing
from brigade.progress.reasons import NEVER_PLANNED
from brigade.progress.snapshot import Phase, Snapshot, phase_at_failure, phase_of, snapshot_of
from brigade.progress.stage import LAST
from brigade.progress.views import UnitError, UnitView, errors_of, unit_view

SPAN = 100_000  # ids that one revision of record and units leaves for settled costs and its final event
FINAL = SPAN - 1


class Connected(Wire):
    message: str
    batch_id: UUID
    timestamp: datetime


class Progress(Snapshot):
    """The snapshot, and the recipes that changed since this connection's last event (all on its first)."""

    recipes: list[UnitView]


class Complete(Wire):
    """`total_time` is in milliseconds, of the last retry where there was one; `phase` is complete, cancelled or error.

    `success` is every recipe saved, none failed or cancelled, and no error of the batch.
    """

    batch_id: UUID
    phase: Phase
    total_recipes: int
    saved_recipes: int
    images_generated: int
    placeholder_count: int
    total_time: int
    success: bool
    errors: list[UnitError]


class Failed(Wire):
    """Nothing was saved and the batch as a whole is at fault; `phase` is where it broke."""

    batch_id: UUID
    error: str
    phase: Phase
    recipes_completed: int
    total_recipes: int


class Event(Message):
    id: int
    name: Literal["connected", "progress", "complete", "error"]
    data: Connected | Progress | Complete | Failed


class Seen(Message):
    """What one connection has been told: the last id, and each recipe as it was last shown."""

    last_id: int = 0
    recipes: dict[int, UnitView] = Field(default_factory=dict)


def connected(batch_id: UUID, last_id: int, now: datetime) -> Event:
    """The first event of a connection; it does not move the client's place."""
    data = Connected(message="Connected to the progress stream", batch_id=batch_id, timestamp=now)
    return Event(id=last_id, name="connected", data=data)


def news(state: BatchState, now: datetime, seen: Seen) -> tuple[list[Event], Seen]:
    """What to tell a client that has `seen` so much: nothing, the newest progress, the final event, both."""
    state = standing(state, now)
    events = [_progress(state, now, seen)] if progress_id(state) > seen.last_id else []
    if is_over(state) and final_id(state) > seen.last_id:
        events.append(_final(state, now))
    if not events:
        return [], seen
    shown = {unit.position: unit_view(unit) for unit in state.units}
    return events, Seen(last_id=events[-1].id, recipes=shown)


def heard(state: BatchState, last_id: int) -> int:
    """The last id of a client, 0 where it is above all that anybody can have been told of this batch.

    The clock of whoever told it may have been ahead of ours, so the end counts as told that time alone may bring.
    """
    return last_id if last_id <= final_id(standing(state, over_at(state.record))) else 0


def has_final(state: BatchState, now: datetime, last_id: int) -> bool:
    """Whether a client whose last event was `last_id` has been told the end."""
    state = standing(state, now)
    return is_over(state) and last_id >= final_id(state)


def progress_id(state: BatchState) -> int:
    """`state` as `standing` gives it."""
    settled = sum(entry.state != "reserved" for entry in state.ledger)
    return _revision(state) + min(settled, FINAL - 1)


def final_id(state: BatchState) -> int:
    """The top id of the revision in which the batch ended: no later settlement moves it."""
    return _revision(state) + FINAL


def _revision(state: BatchState) -> int:
    """Facts never go, so it only rises: that the batch was made, planned and retried, and how far each unit came.

    A retry weighs more than all ends together: some of those may have followed from the clock alone.
    """
    record = state.record
    made = 1 + (record.planned_at is not None) + record.retries * record.total * LAST
    return SPAN * (made + sum(unit.rank for unit in state.units))


def _progress(state: BatchState, now: datetime, seen: Seen) -> Event:
    recipes = list(_changed((unit_view(unit) for unit in state.units), seen))
    data = Progress(**dict(snapshot_of(state, now)), recipes=recipes)
    return Event(id=progress_id(state), name="progress", data=data)


def _changed(recipes: Iterable[UnitView], seen: Seen) -> Iterable[UnitView]:
    return (recipe for recipe in recipes if seen.recipes.get(recipe.position) != recipe)


def _final(state: BatchState, now: datetime) -> Event:
    snapshot = snapshot_of(state, now)
    if phase_of(state) is Phase.ERROR and not snapshot.recipes_completed:
        return Event(id=final_id(state), name="error", data=_failed(state, snapshot))
    lost = snapshot.failed + snapshot.cancelled
    complete = Complete(
        batch_id=snapshot.batch_id,
        phase=snapshot.phase,
        total_recipes=snapshot.total_recipes,
        saved_recipes=snapshot.recipes_completed,
        images_generated=snapshot.images_generated,
        placeholder_count=snapshot.placeholder_count,
        total_time=duration_ms(state.record.retried_at or state.record.created_at, ended_at(state)),
        success=snapshot.recipes_completed == snapshot.total_recipes and not lost and not state.record.error_code,
        errors=errors_of(state),
    )
    return Event(id=final_id(state), name="complete", data=complete)


def _failed(state: BatchState, snapshot: Snapshot) -> Failed:
    return Failed(
        batch_id=snapshot.batch_id,
        error=state.record.error_text or NEVER_PLANNED,
        phase=phase_at_failure(state),
        recipes_completed=snapshot.recipes_completed,
        total_recipes=snapshot.total_recipes,
    )
