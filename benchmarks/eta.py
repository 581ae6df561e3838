"""Whether the range of the time left holds the true end of 200 simulated batches, once 20 % of the work is done."""

import statistics
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from benchmarks.ratio import Ratio
from benchmarks.simulated_batches import History, drawn, history
from brigade.progress.batch import BatchState
from brigade.progress.snapshot import snapshot_of

Answer = tuple[float, float, float]  # low, true time left and high, in milliseconds

BATCHES = range(1000, 1200)  # seeds that nothing was fitted to
MAY_MISS = 0.2
BEGUN = 0.2
# As the dashboard's bar counts a recipe's way.
WAY = {"planned": 0.02, "writing": 0.1, "written": 0.4, "checked": 0.5, "saved": 0.6, "imaging": 0.7}


def measure() -> Ratio:
    """Of providers that vary and of those that are like the simulator, the kind that is worse off."""
    even, odd = (answers(range(first, BATCHES.stop, 2)) for first in BATCHES[:2])
    width = statistics.median((high - low) / left for low, left, high in even + odd)
    what = f"ranges that missed the end of {len(even + odd)} batches (median width {width:.2f} of the time left)"
    return Ratio(what, max(1 - held(even), 1 - held(odd)), MAY_MISS, "the fifth that may miss", 1.0)


def answers(seeds: Iterable[int]) -> list[Answer]:
    """What the snapshots say of these seeds' batches; those of even seeds meet a provider that varies."""
    return [answer for seed in seeds if (answer := at_a_fifth(history(drawn(seed), seed)))]


def held(answers: Collection[Answer]) -> float:
    """The share of them that has the true end in its range."""
    return statistics.mean(low <= left <= high for low, left, high in answers)


def at_a_fifth(past: History) -> Answer | None:
    """When 20 % of the batch was done."""
    moments = sorted({at for unit in past.units for at in unit.at.values()})
    now = next((at for at in moments if at < past.ended_at and share_done(past.at(at)) >= BEGUN), None)
    return None if now is None else asked_at(past, now)


def asked_at(past: History, now: datetime) -> Answer:
    snapshot = snapshot_of(past.at(now), now)
    low, high = snapshot.estimated_time_low, snapshot.estimated_time_high
    assert low is not None
    assert high is not None
    return low, (past.ended_at - now) / timedelta(milliseconds=1), high


def share_done(state: BatchState) -> float:
    way = WAY if state.record.illustrated else {**WAY, "saved": 1.0}
    return sum(way.get(unit.stage, 1.0) for unit in state.units) / state.record.total
