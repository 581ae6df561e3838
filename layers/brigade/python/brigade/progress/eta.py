"""How long the rest of a batch takes, as a range that the true end should lie in, and when silence means a stall.

A step takes as long as such steps took in this batch, and until there are any, as long as is usual; the last of many
is the slowest. Steps that wait for a slot follow one another as fast as the slots of late were used (Little's law).
What must come first is added; of what goes on side by side the longer counts. Times are seconds.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from math import exp, hypot, sqrt

from brigade.progress.batch import BatchState
from brigade.progress.durations import LONG, PICTURE, SAVING, SHORT, SIGMAS, WRITING, Durations, Usual
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit

TOGETHER = 5  # recipes whose pictures begin together at the end
UNEVEN = 0.3  # how far the use of the slots varies, as a logarithm
OF_LATE = 3  # mean steps
STALLED_AFTER = 3  # median steps
PATIENCE = 10.0  # in which nothing counts as a stall
LOST = (Stage.PLACEHOLDER, Stage.FAILED, Stage.CANCELLED)


@dataclass(frozen=True)
class Span:
    low: float = 0.0
    likely: float = 0.0
    high: float = 0.0

    def then(self, other: "Span") -> "Span":
        """One after the other: that both are early, or both late, is less likely than that one is."""
        likely = self.likely + other.likely
        early = hypot(self.likely - self.low, other.likely - other.low)
        late = hypot(self.high - self.likely, other.high - other.likely)
        return Span(max(0.0, likely - early), likely, likely + late)

    def beside(self, other: "Span") -> "Span":
        """Both at once: the longer decides."""
        return Span(max(self.low, other.low), max(self.likely, other.likely), max(self.high, other.high))


@dataclass(frozen=True)
class Steps:
    """One kind of step: when each known one began and ended (None: not yet), from now on, so never above 0."""

    usual: Usual
    known: Sequence[tuple[float, float | None]]

    @property
    def took(self) -> list[float]:
        return [end - begun for begun, end in self.known if end is not None]

    @property
    def ages(self) -> list[float]:
        return [-begun for begun, end in self.known if end is None]

    @cached_property
    def durations(self) -> Durations:
        return Durations.learnt(self.usual, self.took, self.ages)

    def at_once(self, window: float) -> float:
        """How many were under way at a time, in the last so many seconds."""
        window = min(window, max((-begun for begun, _ in self.known), default=0.0))
        busy = sum(max(0.0, (end or 0.0) - max(begun, -window)) for begun, end in self.known)
        return busy / window if window else 0.0


@dataclass(frozen=True)
class Work:
    """What is known of the steps of the batch's last run, and what is still to be done in it."""

    writing: Steps
    saving: Steps
    pictures: Steps
    chunks_waiting: int
    recipes_unsaved: int
    pictures_waiting: int
    silent: float


def time_left(state: BatchState, now: datetime) -> Span | None:
    """None before there is a plan. `state` as `standing` gives it, and not over."""
    if (work := _work(state, now)) is None:
        return None
    rest = _until_illustrated(work) if state.record.illustrated else _until_saved(work)
    return replace(rest, high=rest.high + work.silent)  # what has been silent for a minute may be so for another


def stalls_in(state: BatchState, now: datetime) -> float | None:
    """How long nothing may happen until that counts as a stall; 0 where it does. None before there is a plan."""
    if (work := _work(state, now)) is None:
        return None
    steps = [work.writing] * (work.recipes_unsaved > 0) + [work.pictures] * bool(work.pictures.ages)
    usual = max((each.durations.median for each in steps), default=0.0)
    return max(0.0, max(PATIENCE, STALLED_AFTER * usual) - work.silent)


# --- What has happened -------------------------------------------------------------------------------


def _work(state: BatchState, now: datetime) -> Work | None:
    since, units = state.record.retried_at or state.record.planned_at, state.units
    if since is None:
        return None
    writing = _steps(WRITING, units, (since, now), Stage.WRITING, lambda unit: unit.at.get(Stage.WRITTEN))
    picture = PICTURE.quicker(writing.durations.median / WRITING.median)
    last = max((at for unit in units for at in unit.at.values()), default=since)
    return Work(
        writing=writing,
        saving=_steps(SAVING, units, (since, now), Stage.WRITTEN, lambda unit: unit.saved_at),
        pictures=_steps(picture, units, (since, now), Stage.IMAGING, lambda unit: None),
        chunks_waiting=len({unit.chunk for unit in units if unit.stage is Stage.PLANNED}),
        recipes_unsaved=sum(unit.is_open and not unit.is_saved for unit in units),
        pictures_waiting=sum(unit.stage is Stage.SAVED for unit in units),
        silent=max(0.0, (now - max(last, since)).total_seconds()),
    )


def _steps(
    usual: Usual, units: Iterable[Unit], run: tuple[datetime, datetime], begins: Stage,
    ends: Callable[[Unit], datetime | None],
) -> Steps:  # fmt: skip
    """What took place in the run; a chunk's recipes are one step, from the first beginning to the last end."""
    since, now = run
    known: dict[int, tuple[float, float | None]] = {}
    for unit in units:
        at = ends(unit) or unit.ended_at
        if begins not in unit.at or unit.stage in LOST or (at is not None and at < since):
            continue
        key = unit.position if begins is Stage.IMAGING else unit.chunk
        begun = (max(unit.at[begins], since) - now).total_seconds()
        end = None if at is None else (at - now).total_seconds()
        first, last = known.get(key, (begun, end))
        known[key] = (min(begun, first), None if end is None or last is None else max(end, last))
    return Steps(usual, list(known.values()))


# --- What follows from it ----------------------------------------------------------------------------


def _until_illustrated(work: Work) -> Span:
    rest = _until_last(work.pictures, work.pictures_waiting)
    if work.pictures_waiting > TOGETHER:  # the artist is what holds the batch up
        rest = rest.beside(_queue(work.pictures, work.pictures_waiting + work.recipes_unsaved))
    if not work.recipes_unsaved:
        return rest
    last = TOGETHER if work.chunks_waiting else work.recipes_unsaved
    return rest.beside(_until_saved(work).then(_slowest(work.pictures, [0.0] * last)))


def _until_saved(work: Work) -> Span:
    rest = _slowest(work.saving, work.saving.ages)
    last = len(work.writing.ages) + (work.chunks_waiting > 0)
    if not last:
        return rest
    written = _until_last(work.writing, work.chunks_waiting)
    return rest.beside(written.then(_slowest(work.saving, [0.0] * last)))


def _until_last(steps: Steps, waiting: int) -> Span:
    """Until those under way have ended, and those that wait for a slot."""
    under_way = _slowest(steps, steps.ages)
    if not waiting:
        return under_way
    last = _slowest(steps, [0.0] * min(waiting, max(1, len(steps.ages))))
    return under_way.beside(_queue(steps, waiting).then(last))


def _queue(steps: Steps, waiting: int) -> Span:
    """Until so many have found a slot."""
    durations = steps.durations
    mean = (durations.median + sum(steps.took)) / (1 + len(steps.took))
    if not (at_once := steps.at_once(OF_LATE * mean)):
        return Span()
    off = exp(SIGMAS * sqrt(durations.doubt**2 + durations.spread**2 / waiting + UNEVEN**2))
    likely = mean * waiting / at_once
    return Span(likely / off, likely, likely * off)


def _slowest(steps: Steps, ages: Sequence[float]) -> Span:
    """Until the last of these has ended that are at it so long: chance, and what is not known of the median."""
    if not ages:
        return Span()
    durations = steps.durations
    off = exp(SIGMAS * durations.doubt)
    likely = durations.last_of(ages, 0.5)
    early = hypot(likely - durations.last_of(ages, SHORT), likely - durations.times(1 / off).last_of(ages, 0.5))
    late = hypot(durations.last_of(ages, LONG) - likely, durations.times(off).last_of(ages, 0.5) - likely)
    return Span(max(0.0, likely - early), likely, likely + late)
