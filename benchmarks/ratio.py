"""What a benchmark gives: a figure, what it is held against, and the ratio that was aimed for."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """`ours` and `peer` are in the same unit, seconds unless `what` says otherwise."""

    what: str
    ours: float
    peer: float
    against: str
    aim: float

    @property
    def value(self) -> float:
        return self.ours / self.peer

    def __str__(self) -> str:
        verdict = "meets" if self.value <= self.aim else "misses"
        figures = f"{self.ours:.4f} / {self.peer:.4f} = {self.value:.2f}"
        return f"{self.what}: {figures} against {self.against} ({verdict} {self.aim:.2f})"


def seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def p95(samples: list[float]) -> float:
    return statistics.quantiles(samples, n=20)[-1]


def in_turn(ours: Callable[[], object], peer: Callable[[], object], rounds: int) -> tuple[list[float], list[float]]:
    """Both, one after the other, so that a machine that slows down slows both; the first round warms up."""
    pairs = [(seconds(ours), seconds(peer)) for _ in range(rounds + 1)][1:]
    return [mine for mine, _ in pairs], [other for _, other in pairs]
