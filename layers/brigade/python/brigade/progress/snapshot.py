"""Where a batch stands, derived on every read from what is stored and the time: nothing is added up."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from brigade.model import Wire
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.closing import is_over, standing, was_cancelled
from brigade.progress.eta import Span, stalls_in, time_left
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit
from brigade.providers.ledger import spending


class Phase(StrEnum):
    """What the recipe that is furthest behind is at, so that it never goes back."""

    PLANNING = "planning"
    GENERATING = "generating"
    VALIDATING = "validating"
    SAVING = "saving"
    IMAGING = "imaging"
    COMPLETE = "complete"
    ERROR = "error"
    CANCELLED = "cancelled"


class Activity(StrEnum):
    IDLE = "idle"
    WORKING = "working"
    COMPLETE = "complete"
    ERROR = "error"


class AgentStatus(Wire):
    concept: Activity
    chef: Activity
    validator: Activity
    artist: Activity
    coordinator: Activity
    monitor: Activity
    storage: Activity


class Snapshot(Wire):
    """Times are milliseconds; `current_chunk` chunks are written and saved. None: nobody can tell yet.

    The true end lies between `estimated_time_low` and `estimated_time_high` in four of five batches or more. Where
    nothing happens for `stalls_in`, the batch has stalled: for three times as long as a step of it usually takes.
    `recipes_fixed` were accepted after the check had changed something, `recipes_rewritten` after the writer had.
    """

    batch_id: UUID
    phase: Phase
    current_chunk: int
    total_chunks: int
    recipes_completed: int
    total_recipes: int
    recipes_fixed: int
    recipes_rewritten: int
    recipes_in_review: int
    images_generated: int
    placeholder_count: int
    failed: int
    cancelled: int
    estimated_time_remaining: int | None
    estimated_time_low: int | None
    estimated_time_high: int | None
    stalls_in: int | None
    agent_status: AgentStatus
    cost_usd: float
    cost_in_flight_usd: float


WORK = (Phase.GENERATING, Phase.VALIDATING, Phase.SAVING, Phase.IMAGING)
PHASE_AFTER = {
    Stage.PLANNED: Phase.GENERATING, Stage.WRITING: Phase.GENERATING, Stage.WRITTEN: Phase.VALIDATING,
    Stage.CHECKED: Phase.SAVING, Stage.SAVED: Phase.IMAGING, Stage.IMAGING: Phase.IMAGING,
}  # fmt: skip


def snapshot_of(state: BatchState, now: datetime) -> Snapshot:
    """Where the batch stands at `now`."""
    state = standing(state, now)
    units, record, spent = state.units, state.record, spending(state.ledger)
    return Snapshot(
        batch_id=record.batch_id,
        phase=phase_of(state),
        current_chunk=min(_chunks_written(units), record.chunks or 0),
        total_chunks=record.chunks or 0,
        recipes_completed=sum(unit.is_saved for unit in units),
        total_recipes=record.total,
        recipes_fixed=sum(unit.fixed for unit in units),
        recipes_rewritten=sum(unit.rewrites > 0 for unit in units),
        recipes_in_review=sum(unit.in_review for unit in units),
        images_generated=sum(unit.imaged for unit in units),
        placeholder_count=sum(unit.stage is Stage.PLACEHOLDER for unit in units),
        failed=sum(unit.stage is Stage.FAILED for unit in units),
        cancelled=sum(unit.stage is Stage.CANCELLED for unit in units),
        **_times(state, now),
        agent_status=_agents(state),
        cost_usd=spent.settled_micros / 1_000_000,
        cost_in_flight_usd=spent.in_flight_micros / 1_000_000,
    )


def phase_of(state: BatchState) -> Phase:
    """`state` as `standing` gives it."""
    if is_over(state):
        return _final_phase(state)
    if state.record.planned_at is None:
        return Phase.PLANNING
    behind = [_work_phase(unit, state.record) for unit in state.units if unit.is_open]
    return min(behind, key=WORK.index, default=Phase.GENERATING)


def phase_at_failure(state: BatchState) -> Phase:
    """What the recipe that failed earliest on its way was at. `state` as `standing` gives it, and over."""
    if state.record.planned_at is None:
        return Phase.PLANNING
    failed = [_work_phase(unit, state.record) for unit in state.units if unit.stage is Stage.FAILED]
    return min(failed, key=WORK.index, default=Phase.IMAGING)


def _final_phase(state: BatchState) -> Phase:
    if state.record.error_code is None and was_cancelled(state):
        return Phase.CANCELLED
    if state.record.error_code is not None or state.record.planned_at is None:
        return Phase.ERROR
    return Phase.COMPLETE


def _work_phase(unit: Unit, record: BatchRecord) -> Phase:
    phase = PHASE_AFTER[unit.reached]
    return phase if record.illustrated else min(phase, Phase.SAVING, key=WORK.index)


def _chunks_written(units: Iterable[Unit]) -> int:
    finished: dict[int, bool] = defaultdict(lambda: True)
    for unit in units:
        finished[unit.chunk] &= unit.is_saved or not unit.is_open
    return sum(finished.values())


def _times(state: BatchState, now: datetime) -> dict[str, int | None]:
    """What is left to wait, in milliseconds. `state` as `standing` gives it."""
    over = is_over(state)
    left = Span() if over else time_left(state, now)
    return {
        "estimated_time_remaining": _ms(left.likely) if left else None,
        "estimated_time_low": _ms(left.low) if left else None,
        "estimated_time_high": _ms(left.high) if left else None,
        "stalls_in": None if over else _ms(stalls_in(state, now)),
    }


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(1000 * seconds)


def _agents(state: BatchState) -> AgentStatus:
    """What each agent is doing; each goes from idle over working to its end, and never back."""
    over, failed = is_over(state), phase_of(state) is Phase.ERROR
    return AgentStatus(
        concept=_concept(state, over),
        chef=_agent(state.units, begins=Stage.PLANNED, passed=Stage.WRITTEN),
        validator=_agent(state.units, begins=Stage.WRITTEN, passed=Stage.CHECKED),
        artist=_artist(state) if state.record.illustrated else Activity.IDLE,
        storage=_storage(state, over),
        coordinator=Activity.WORKING if not over else Activity.ERROR if failed else Activity.COMPLETE,
        monitor=Activity.COMPLETE if over else Activity.WORKING,
    )


def _concept(state: BatchState, over: bool) -> Activity:
    if state.record.planned_at is not None:
        return Activity.COMPLETE
    return Activity.ERROR if over else Activity.WORKING


def _agent(units: list[Unit], begins: Stage, passed: Stage) -> Activity:
    if not any(unit.reached.ordinal >= begins.ordinal for unit in units):
        return Activity.IDLE
    if any(unit.is_open and unit.reached.ordinal < passed.ordinal for unit in units):
        return Activity.WORKING
    delivered = any(unit.reached.ordinal >= passed.ordinal for unit in units)
    return Activity.COMPLETE if delivered else Activity.ERROR


def _artist(state: BatchState) -> Activity:
    if any(unit.is_open for unit in state.units) or not state.units:
        return Activity.WORKING if any(unit.is_saved for unit in state.units) else Activity.IDLE
    if not any(unit.is_saved for unit in state.units):
        return Activity.IDLE
    return Activity.COMPLETE if any(unit.imaged for unit in state.units) else Activity.ERROR


def _storage(state: BatchState, over: bool) -> Activity:
    if not any(unit.imaged for unit in state.units):
        return Activity.IDLE
    return Activity.COMPLETE if over else Activity.WORKING
