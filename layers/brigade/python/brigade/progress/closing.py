"""How work ends when nobody will finish it: at the deadline, when it is cancelled, when an execution died."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from brigade.model import Message
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.reasons import CANCELLED, NEVER_PLANNED, OUT_OF_TIME, UNREADABLE
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit, as_of

# What begins so long before the end of its batch ends before it: a chunk's two minutes of writing and its saving.
MARGIN = timedelta(seconds=180)


class Ending(Message):
    """The end of one unit in an attempt, still to be written down; `reason` is None where all is well."""

    position: int
    attempt: int
    stage: Stage
    reason: str | None


EndingsOf = Callable[[BatchState, str], list[Ending]]


def ending(unit: Unit, record: BatchRecord, reason: str) -> Ending:
    """What an open unit ends as when no more work is done on it: a saved recipe is never lost, nor is its picture."""
    reason = UNREADABLE if unit.unreadable else reason
    if unit.is_saved and (unit.imaged or not record.illustrated):
        return Ending(position=unit.position, attempt=unit.attempt, stage=Stage.DONE, reason=None)
    if unit.is_saved:
        return Ending(position=unit.position, attempt=unit.attempt, stage=Stage.PLACEHOLDER, reason=reason)
    if record.cancelled_at is not None:
        return Ending(position=unit.position, attempt=unit.attempt, stage=Stage.CANCELLED, reason=CANCELLED)
    return Ending(position=unit.position, attempt=unit.attempt, stage=Stage.FAILED, reason=reason)


def may_be_stored(unit: Unit) -> bool:
    """Whether its saving may have begun: only what was checked is saved."""
    return Stage.CHECKED in unit.at or unit.is_saved


def endings_as_told(state: BatchState, now: datetime) -> list[Ending]:
    """The ends that follow from the clock alone, and are not written down yet."""
    open_ones = {unit.position for unit in state.units if unit.is_open}
    return [
        Ending(position=unit.position, attempt=unit.attempt, stage=unit.stage, reason=unit.reason)
        for unit in standing(state, now).units if unit.position in open_ones and not unit.is_open
    ]  # fmt: skip


def endings_of(state: BatchState, positions: set[int], reason: str) -> list[Ending]:
    """No more work is done on these."""
    return _endings((unit for unit in state.units if unit.position in positions), state, reason)


def endings_of_all(state: BatchState, reason: str) -> list[Ending]:
    """No more work is done on the batch at all."""
    return _endings(state.units, state, reason)


def endings_of_chunk(chunk: int, retry: int = 0) -> EndingsOf:
    """No more work is done on what this retry (0: the first run) has of the chunk."""
    of_chunk = (chunk, retry)
    return lambda state, reason: _endings(
        (unit for unit in state.units if (unit.chunk, unit.attempt) == of_chunk), state, reason
    )


def endings_of_writing(run: int = 0) -> EndingsOf:
    """No more is written in this run, while pictures of what was saved are under way in machines of their own."""

    def choose(state: BatchState, reason: str) -> list[Ending]:
        pictures = state.record.illustrated
        unwritten = [unit for unit in state.units if unit.attempt == run and not (pictures and unit.is_saved)]
        return _endings(unwritten, state, reason)

    return choose


def _endings(units: Iterable[Unit], state: BatchState, reason: str) -> list[Ending]:
    return [ending(unit, state.record, reason) for unit in units if unit.is_open]


def standing(state: BatchState, now: datetime) -> BatchState:
    """The state as it counts at `now`: once the batch is over every recipe has an end, written or not.

    What was written after that changes nothing of what has been told.
    """
    state = _until_over(state)
    if now >= over_at(state.record) or state.record.is_abandoned:
        state = _all_ended(state)
    return _without_late_error(state) if is_over(state) else state


def over_at(record: BatchRecord) -> datetime:
    """When the batch is over at the latest: at its deadline, which whoever cancels it brings forward to the end of
    what is under way; an abandoned one when it was closed.
    """
    cancelled = [record.cancelled_at + MARGIN] if record.cancelled_at else []
    abandoned = [record.closed_at] if record.is_abandoned and record.closed_at else []
    return min([record.deadline, *cancelled, *abandoned])


def _until_over(state: BatchState) -> BatchState:
    record, end = state.record, over_at(state.record)
    units = [as_of(unit, end) for unit in state.units]
    if record.planned_at is not None and record.planned_at > end:
        record = record.model_copy(update={"planned_at": None, "chunks": None})
    return state.model_copy(update={"record": record, "units": units})


def _all_ended(state: BatchState) -> BatchState:
    record = state.record
    units = sorted([*state.units, *_missing(state)], key=lambda unit: unit.position)
    closed = [_ended(unit, record, out_of_time(record), over_at(record)) if unit.is_open else unit for unit in units]
    return state.model_copy(update={"units": closed})


def out_of_time(record: BatchRecord) -> str:
    """Why what is open has ended when the batch is over."""
    if record.cancelled_at is not None:
        return CANCELLED
    return NEVER_PLANNED if record.planned_at is None else OUT_OF_TIME


def _without_late_error(state: BatchState) -> BatchState:
    if state.record.error_at is None or state.record.error_at <= ended_at(state):
        return state
    sound = {"error_code": None, "error_text": None, "error_at": None}
    return state.model_copy(update={"record": state.record.model_copy(update=sound)})


def is_over(state: BatchState) -> bool:
    """Whether every recipe asked for has ended. `state` as `standing` gives it."""
    return len(state.units) >= state.record.total and not any(unit.is_open for unit in state.units)


def was_cancelled(state: BatchState) -> bool:
    """Whether anything was left undone because somebody cancelled the batch. `state` as `standing` gives it."""
    return any(unit.stage is Stage.CANCELLED or unit.reason == CANCELLED for unit in state.units)


def ended_at(state: BatchState) -> datetime:
    """When the last recipe ended. `state` as `standing` gives it, and over."""
    return max((unit.ended_at for unit in state.units if unit.ended_at), default=state.record.created_at)


def _missing(state: BatchState) -> Iterable[Unit]:
    known = {unit.position for unit in state.units}
    positions = (position for position in range(state.record.total) if position not in known)
    return (Unit(position=position, chunk=0) for position in positions)


def _ended(unit: Unit, record: BatchRecord, reason: str, at: datetime) -> Unit:
    end = ending(unit, record, reason)
    facts = {"stage": end.stage, "reason": end.reason, "at": {**unit.at, end.stage: at}}
    return unit.model_copy(update=facts)


def duration_ms(start: datetime, end: datetime) -> int:
    return max(0, (end - start) // timedelta(milliseconds=1))
