"""How work ends when nobody will finish it: at the deadline, when planning failed, when an execution died."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from brigade.model import Message
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.reasons import NEVER_PLANNED, OUT_OF_TIME
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit


class Ending(Message):
    """The end of one unit, still to be written down; `reason` is None where all is well."""

    position: int
    stage: Stage
    reason: str | None


def ending(unit: Unit, illustrated: bool, reason: str) -> Ending:
    """What an open unit ends as when no more work is done on it: a saved recipe is never lost."""
    if not unit.is_saved:
        return Ending(position=unit.position, stage=Stage.FAILED, reason=reason)
    if illustrated:
        return Ending(position=unit.position, stage=Stage.PLACEHOLDER, reason=reason)
    return Ending(position=unit.position, stage=Stage.DONE, reason=None)


def endings_of_all(state: BatchState, reason: str) -> list[Ending]:
    """No more work is done on the batch at all."""
    return _endings(state.units, state, reason)


def endings_of_chunk(state: BatchState, chunk: int, reason: str) -> list[Ending]:
    """No more work is done on this chunk."""
    return _endings((unit for unit in state.units if unit.chunk == chunk), state, reason)


def endings_of_writing(state: BatchState, reason: str) -> list[Ending]:
    """No more is written, while pictures of what was saved are still under way in a machine of their own."""
    return [end for end in endings_of_all(state, reason) if end.stage is not Stage.PLACEHOLDER]


def _endings(units: Iterable[Unit], state: BatchState, reason: str) -> list[Ending]:
    return [ending(unit, state.record.illustrated, reason) for unit in units if unit.is_open]


def standing(state: BatchState, now: datetime) -> BatchState:
    """The state as it counts at `now`: once the batch is over every recipe has an end, written or not."""
    over_at = _over_at(state.record, now)
    if over_at is None:
        return state
    reason = NEVER_PLANNED if state.record.planned_at is None else OUT_OF_TIME
    units = sorted([*state.units, *_missing(state)], key=lambda unit: unit.position)
    illustrated = state.record.illustrated
    closed = [_ended(unit, illustrated, reason, over_at) if unit.is_open else unit for unit in units]
    return state.model_copy(update={"units": closed})


def is_over(state: BatchState) -> bool:
    """Whether every recipe asked for has ended. `state` as `standing` gives it."""
    return len(state.units) >= state.record.total and not any(unit.is_open for unit in state.units)


def ended_at(state: BatchState) -> datetime:
    """When the last recipe ended. `state` as `standing` gives it, and over."""
    return max((unit.ended_at for unit in state.units if unit.ended_at), default=state.record.created_at)


def _over_at(record: BatchRecord, now: datetime) -> datetime | None:
    if record.planned_at is None and record.closed_at is not None:
        return record.closed_at
    return record.deadline if now >= record.deadline else None


def _missing(state: BatchState) -> Iterable[Unit]:
    known = {unit.position for unit in state.units}
    positions = (position for position in range(state.record.total) if position not in known)
    return (Unit(position=position, chunk=0) for position in positions)


def _ended(unit: Unit, illustrated: bool, reason: str, at: datetime) -> Unit:
    end = ending(unit, illustrated, reason)
    facts = {"stage": end.stage, "reason": end.reason, "at": {**unit.at, end.stage: at}}
    return unit.model_copy(update=facts)


def duration_ms(start: datetime, end: datetime) -> int:
    return max(0, (end - start) // timedelta(milliseconds=1))
