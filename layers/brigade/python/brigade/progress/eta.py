"""How long the rest of a batch takes, as a range that the true end should lie in, and when silence means a stall.

A step takes as long as such steps took in this batch, and until there are any, as long as is usual. Steps that wait
for a slot follow one another as fast as the slots of late were used. What must come first is added; of what goes on
side by side the longer counts. The range is that sum once with short steps and once with long ones. Times are seconds.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from brigade.progress.batch import BatchState
from brigade.progress.durations import LEAST, PICTURE, SAVING, WRITING, Durations, Usual
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit

SHORT, LIKELY, LONG = 0.05, 0.5, 0.95  # how probable it is that a step ends sooner
BETWEEN = 0.8  # until the first step begins after its turn has come
QUEUED = 3.0  # who waits for longer waits for a slot
UNSEEN = 0.24  # between two pictures, of a large account (250 a minute)
STALLED_AFTER = 3  # typical steps
PATIENCE = 10.0  # in which nothing counts as a stall
LOST = (Stage.PLACEHOLDER, Stage.FAILED, Stage.CANCELLED)


@dataclass(frozen=True)
class Span:
    low: float = 0.0
    likely: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class Steps:
    """One kind of step: when each known one began and ended (None: not yet), from now on, so never above 0.

    `waits`: for how long those have been waiting that may begin.
    """

    usual: Usual
    known: Sequence[tuple[float, float | None]]
    waits: Sequence[float] = ()
    repeat: float | None = None

    @property
    def took(self) -> list[float]:
        return [end - begun for begun, end in self.known if end is not None]

    @cached_property
    def ages(self) -> list[float]:
        return sorted(-begun for begun, end in self.known if end is None)

    @cached_property
    def durations(self) -> Durations:
        return Durations.learnt(self.usual, self.took, self.ages, self.repeat)

    @property
    def at_once(self) -> float:
        """How many were under way at a time, in the last two steps."""
        window = max(LEAST, min(2 * self.durations.typical, max(-begun for begun, _ in self.known)))
        busy = sum(max(0.0, (end or 0.0) - max(begun, -window)) for begun, end in self.known)
        return max(1.0, busy / window)


@dataclass(frozen=True)
class Work:
    """What is known of the steps of the batch's last run, and what is still to be done in it."""

    writing: Steps
    saving: Steps
    pictures: Steps
    recipes_unsaved: int
    silent: float


def time_left(state: BatchState, now: datetime) -> Span | None:
    """None before there is a plan. `state` as `standing` gives it, and not over."""
    if (work := _work(state, now)) is None:
        return None
    if state.record.request.overnight:  # nobody can say when a job is looked after, only when it is too late
        rest = max(0.0, (state.record.deadline - now).total_seconds())
        return Span(0.0, rest / 2, rest)
    until = _until_illustrated if state.record.illustrated else _until_saved
    low, likely, high = (until(work, probability) for probability in (SHORT, LIKELY, LONG))
    return Span(low, likely, high + _unusual_silence(work))


def stalls_in(state: BatchState, now: datetime) -> float | None:
    """How long nothing may happen until that counts as a stall; 0 where it does. None before there is a plan, and
    overnight.
    """
    if (work := _work(state, now)) is None or state.record.request.overnight:
        return None
    return max(0.0, max(PATIENCE, STALLED_AFTER * _longest_step(work)) - work.silent)


def _unusual_silence(work: Work) -> float:
    """What has been silent for a minute longer than is usual may be so for another."""
    return max(0.0, work.silent - _longest_step(work))


def _longest_step(work: Work) -> float:
    steps = [work.writing] * (work.recipes_unsaved > 0) + [work.pictures] * bool(work.pictures.ages)
    return max((each.durations.typical for each in steps), default=0.0)


# --- What has happened -------------------------------------------------------------------------------


def _work(state: BatchState, now: datetime) -> Work | None:
    since, units = state.record.retried_at or state.record.planned_at, state.units
    if since is None:
        return None
    run = since, now
    unwritten = {unit.chunk for unit in units if unit.stage is Stage.PLANNED}
    writing = _steps(WRITING, units, run, Stage.WRITING, lambda unit: unit.at.get(Stage.WRITTEN))
    writing = replace(writing, waits=[(now - since).total_seconds()] * len(unwritten))
    saving = _steps(SAVING, units, run, Stage.WRITTEN, lambda unit: unit.saved_at)
    picture = PICTURE.quicker(writing.durations.typical / WRITING.median)
    pictures = _steps(picture, units, run, Stage.IMAGING, lambda unit: None)
    saved = [max(unit.at[Stage.SAVED], since) for unit in units if unit.stage is Stage.SAVED]
    last = max((at for unit in units for at in unit.at.values()), default=since)
    return Work(
        writing=writing,
        saving=replace(saving, repeat=writing.durations.typical),
        pictures=replace(pictures, waits=[(now - at).total_seconds() for at in saved]),
        recipes_unsaved=sum(unit.is_open and not unit.is_saved for unit in units),
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


def _until_illustrated(work: Work, probability: float) -> float:
    pictures, unsaved = work.pictures, work.recipes_unsaved
    rest = _until_last(pictures, len(pictures.waits), probability)
    if not unsaved:
        return rest
    if pictures.waits:  # for a slot, as those of the recipes that are still to be saved will
        rest = max(rest, _until_last(pictures, len(pictures.waits) + unsaved, probability))
    begun = _until_saved(work, probability) + BETWEEN * probability
    if probability == LONG and not pictures.took:
        begun += UNSEEN * unsaved
    return max(rest, begun + pictures.durations.last_of([0.0] * unsaved, probability))


def _until_saved(work: Work, probability: float) -> float:
    rest = work.saving.durations.last_of(work.saving.ages, probability)
    waiting = len(work.writing.waits)
    if not (unwritten := len(work.writing.ages) + waiting):
        return rest
    written = _until_last(work.writing, waiting, probability)
    return max(rest, written + work.saving.durations.last_of([0.0] * unwritten, probability))


def _until_last(steps: Steps, waiting: int, probability: float) -> float:
    """Until those under way have ended, and so many that wait for a slot."""
    rest = steps.durations.last_of(steps.ages, probability)
    if not waiting:
        return rest
    begun = _until_begun(steps, waiting, probability) + BETWEEN * probability
    return max(rest, begun + steps.durations.last_of([0.0] * waiting, probability))


def _until_begun(steps: Steps, waiting: int, probability: float) -> float:
    """Until so many have found a slot, by Little's law. Where nobody has waited for long, there may be enough."""
    if not steps.known:
        return 0.0
    step = steps.durations.last_of([0.0], probability)
    by_law = waiting * step / steps.at_once
    if max(steps.waits, default=0.0) < QUEUED:
        return min(by_law, step) if probability == LONG else 0.0
    return max(0.0, by_law - step) if probability == SHORT else by_law  # the slots may all become free together
