"""Histories of batches in virtual time, as the pipeline with its retries, slots and faults would write them.

A batch is a set of processes: generators that yield the seconds they wait. Every constant is a guess at a provider
or a setting of ours; each batch draws its own, so that no estimate can be made to fit one of them. Every second batch
meets a provider like the model simulator, whose pictures all take equally long, on a machine of few processors.
"""

import heapq
import random
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from math import ceil, inf
from uuid import UUID

from brigade.generation.plan import chunk_sizes
from brigade.generation.request import BatchRequest
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit, as_of
from brigade.providers.pace import cost, next_arrival, start_of, whole_seconds

START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
CHUNK = 5
LOOK = 2  # seconds until the next look for a turn
LONGEST_LOOK = 20
REST = 60.0  # of an open breaker
SHARE = 0.2  # of a step of ours that keeps a processor busy
PROCESSORS = 2
REWRITES, RESHOOTS, RETRIES = 2, 3, 2

Process = Generator[float, None, None]


@dataclass(frozen=True)
class Conditions:
    """What one batch meets. Times are seconds, rates are probabilities of one call."""

    recipes: int
    illustrated: bool
    texts_at_once: int
    images_at_once: int
    images_per_minute: int
    chunks_at_once: int
    speed: float  # what every provider's time is multiplied with
    tokens: float  # of a recipe
    image_median: float
    image_spread: float  # of the logarithm
    straggler: float
    wrong: float  # a recipe that the check sends back
    refused: float
    duplicate: float
    broken: float  # a call that fails and is tried again
    outage: tuple[float, float]  # from, to
    crowded: bool = False  # our own steps share a few processors


def drawn(seed: int) -> Conditions:
    return _simulator(seed) if seed % 2 else _provider(seed)


def _simulator(seed: int) -> Conditions:
    """What the model simulator with `--latency` and `--natural-mistakes` does."""
    draw = random.Random(seed)
    limited = draw.random() < 0.3
    return Conditions(
        recipes=draw.choice([1, 3, 5, 8, 12, 20, 30, 30, 50, 75, 100]),
        illustrated=draw.random() < 0.75,
        texts_at_once=40,
        images_at_once=10 if limited else 64,
        images_per_minute=50 if limited else 250,
        chunks_at_once=40,
        speed=draw.choice([1.0, 1.0, 1.0, 0.3, 0.1]),
        tokens=550,
        image_median=10.0,
        image_spread=0.0,
        straggler=0.0,
        wrong=draw.choice([0.0, 0.03, 0.07]),
        refused=0.0,
        duplicate=draw.choice([0.0, 0.0, 0.02]),
        broken=0.0,
        outage=(inf, inf),
        crowded=True,
    )


def _provider(seed: int) -> Conditions:
    """Half of them have our defaults for the slots, the others a large account's; every fifth meets an outage."""
    draw = random.Random(seed)
    small = draw.random() < 0.5
    begins = draw.uniform(5, 60) if draw.random() < 0.2 else inf
    return Conditions(
        recipes=draw.choice([1, 3, 5, 8, 12, 20, 30, 30, 50, 75, 100]),
        illustrated=draw.random() < 0.75,
        texts_at_once=3 if small else 40,
        images_at_once=10 if small else 64,
        images_per_minute=50 if small else 250,
        chunks_at_once=20 if small else 40,
        speed=draw.choice([1.0, 1.0, 1.0, 0.3]),
        tokens=800,
        image_median=draw.uniform(7, 15),
        image_spread=draw.uniform(0.15, 0.45),
        straggler=draw.choice([0.0, 0.01, 0.03]),
        wrong=draw.choice([0.03, 0.07, 0.15]),
        refused=draw.choice([0.0, 0.01, 0.03]),
        duplicate=draw.choice([0.0, 0.01, 0.05]),
        broken=draw.choice([0.0, 0.01, 0.05]),
        outage=(begins, begins + draw.uniform(5, 45)),
    )


@dataclass
class Kitchen:
    """One batch being made: `marks` is what it has written down, in seconds since it was asked for."""

    met: Conditions
    draw: random.Random
    now: float = 0.0
    texts: int = 0
    images: int = 0
    arrival: int | None = None
    processors: list[float] = field(default_factory=lambda: [0.0] * PROCESSORS)  # when each is free
    marks: dict[int, dict[Stage, float]] = field(default_factory=dict)
    waiting: list[tuple[float, int, Process]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)

    def run(self) -> None:
        self.start(self.batch())
        while self.waiting:
            self.now, _, process = heapq.heappop(self.waiting)
            if (seconds := next(process, None)) is not None:
                self.start(process, seconds)

    def start(self, process: Process, after: float = 0.0) -> None:
        heapq.heappush(self.waiting, (self.now + after, next(self.order), process))

    def mark(self, position: int, stage: Stage) -> None:
        self.marks[position].setdefault(stage, self.now)

    # --- Writing -------------------------------------------------------------------------------------

    def batch(self) -> Process:
        yield self.ours(0.4)
        sizes = chunk_sizes(self.met.recipes, CHUNK)
        firsts = [sum(sizes[:number]) for number in range(len(sizes))]
        chunks = iter([list(range(first, first + size)) for first, size in zip(firsts, sizes, strict=True)])
        self.marks = {position: {Stage.PLANNED: self.now} for position in range(self.met.recipes)}
        for _ in range(min(len(sizes), self.met.chunks_at_once)):
            self.start(self.chunks(chunks))

    def chunks(self, left: Iterator[list[int]]) -> Process:
        for chunk in left:
            yield from self.chunk(chunk)

    def chunk(self, chunk: list[int]) -> Process:
        asked = chunk
        for round in range(REWRITES + 1):
            yield from self.write(asked)
            yield self.ours(0.3)
            wrong = [each for each in asked if self.chance(self.met.wrong)]
            for position in set(asked) - set(wrong):
                self.mark(position, Stage.CHECKED)
            asked = wrong
            if not wrong or round == REWRITES:
                break
        yield self.ours(0.4)
        for position in chunk:
            self.mark(position, Stage.FAILED if position in asked else Stage.SAVED)
            if not self.met.illustrated and position not in asked:
                self.mark(position, Stage.DONE)
        if self.met.illustrated:
            for position in set(chunk) - set(asked):
                self.start(self.picture(position), self.ours(0.3))

    def write(self, asked: list[int]) -> Process:
        yield self.ours(0.3)
        while True:
            while self.texts >= self.met.texts_at_once:
                yield LOOK
            for position in asked:
                self.mark(position, Stage.WRITING)
            taken = min(len(asked), self.met.texts_at_once - self.texts)
            self.texts += taken
            yield self.text_seconds(len(asked), taken)
            self.texts -= taken
            if not (hold := self.held()):
                break
            yield hold
        for position in asked:
            self.mark(position, Stage.WRITTEN)

    def text_seconds(self, calls: int, at_once: int) -> float:
        """Until the last of the calls is answered, a few of them asked once more."""
        lanes = [0.0] * at_once
        for _ in range(calls + (self.chance(4 * self.met.broken))):
            lanes.sort()
            lanes[0] += self.met.speed * (0.74 + self.met.tokens * max(0.4, self.draw.gauss(1, 0.19)) / 131)
        return max(lanes)

    # --- Pictures ------------------------------------------------------------------------------------

    def picture(self, position: int) -> Process:
        for _ in range(RESHOOTS + 1):
            taken = yield from self.shoot(position)
            if not taken:
                break
            yield self.ours(0.8)
            if not self.chance(self.met.duplicate):
                return self.mark(position, Stage.DONE)
        yield self.ours(0.2)
        return self.mark(position, Stage.PLACEHOLDER)

    def shoot(self, position: int) -> Generator[float, None, bool]:
        for _ in range(RETRIES + 1):
            booked = self.book()
            yield whole_seconds(booked, self.clock())
            while self.images >= self.met.images_at_once or self.held():
                late = (self.clock() - booked) / 4000
                yield ceil(max(LOOK, self.held(), min(late, LONGEST_LOOK)))
            self.images += 1
            self.mark(position, Stage.IMAGING)
            refused = self.chance(self.met.refused)
            yield 1.0 if refused else self.image_seconds()
            self.images -= 1
            if refused:
                return False
            if not self.held() and not self.chance(self.met.broken):
                return True
            yield self.draw.random()
        return False

    def book(self) -> int:
        taken = cost(1, self.met.images_per_minute)
        self.arrival = next_arrival(self.arrival, self.clock(), taken)
        return start_of(self.arrival, self.clock(), taken)

    def image_seconds(self) -> float:
        seconds = self.draw.lognormvariate(0, self.met.image_spread) * self.met.image_median
        return self.met.speed * seconds * (3 if self.chance(self.met.straggler) else 1)

    # --- Chance and time -----------------------------------------------------------------------------

    def held(self) -> float:
        """Seconds for which the breaker holds every call back: it looks once in a while whether the outage is over."""
        begins, ends = self.met.outage
        if not begins <= self.now < (free := begins + REST * ceil((ends - begins) / REST) if begins < inf else inf):
            return 0.0
        return free - self.now

    def clock(self) -> int:
        return round(self.now * 1000)

    def ours(self, seconds: float) -> float:
        """What a step of our own takes: longer where many come at once."""
        alone = seconds * self.draw.uniform(0.5, 2)
        if not self.met.crowded:
            return alone
        free = max(self.now, heapq.heappop(self.processors)) + SHARE * alone
        heapq.heappush(self.processors, free)
        return free - self.now + (1 - SHARE) * alone

    def chance(self, rate: float) -> bool:
        return self.draw.random() < rate


@dataclass(frozen=True)
class History:
    record: BatchRecord
    units: list[Unit]
    ended_at: datetime

    def at(self, moment: datetime) -> BatchState:
        """What was stored at that moment."""
        units = [as_of(unit, moment) for unit in self.units]
        return BatchState(record=self.record, units=units, ledger=[])


def history(met: Conditions, seed: int) -> History:
    kitchen = Kitchen(met, random.Random(seed))
    kitchen.run()
    chunks = [chunk for chunk, size in enumerate(chunk_sizes(met.recipes, CHUNK)) for _ in range(size)]
    units = [_unit(position, chunks[position], marks) for position, marks in kitchen.marks.items()]
    planned = min(unit.at[Stage.PLANNED] for unit in units)
    record = BatchRecord(
        batch_id=UUID(int=seed), owner="ada", created_at=START, deadline=START + timedelta(hours=1),
        request=BatchRequest(count=met.recipes, enable_image_generation=met.illustrated),
        total=met.recipes, planned_at=planned, chunks=ceil(met.recipes / CHUNK),
    )  # fmt: skip
    return History(record, units, max(max(unit.at.values()) for unit in units))


def _unit(position: int, chunk: int, marks: dict[Stage, float]) -> Unit:
    at = {stage: START + timedelta(seconds=second) for stage, second in marks.items()}
    stage = max(at, key=lambda each: each.ordinal)
    return Unit(position=position, chunk=chunk, stage=stage, at=at)
