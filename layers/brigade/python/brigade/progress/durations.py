"""How long a step takes: a lognormal distribution, learnt from what is usual and from what was seen.

A share of the steps is done again, once or twice (a recipe is rewritten, a picture taken anew). Times are seconds.
"""

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import erfc, exp, log, pi, prod, sqrt

SHORT, LONG = 0.04, 0.96  # quantiles of a range
SIGMAS = 1.65  # that so much is from the middle of a normal distribution, nearly
LEAST = 0.01  # seconds, below which nothing is told apart
SPREAD_WEIGHT, AGAIN_WEIGHT = 4, 8  # steps that the usual spread and share count for
ROUNDS, HALVINGS = 4, 20


@dataclass(frozen=True)
class Usual:
    """A step as it is known before a batch has any: median, spread of its logarithm, how far the median may be off.

    A share of them is done `again`, and takes so many `times` as long.
    """

    median: float
    spread: float
    doubt: float
    again: float
    times: float

    def quicker(self, factor: float) -> "Usual":
        """Where one provider is quick another is, too (a simulator above all); a slow one says nothing."""
        return replace(self, median=self.median * min(1.0, factor))


WRITING = Usual(median=8.0, spread=0.3, doubt=0.45, again=0.05, times=1.8)  # a chunk's texts
SAVING = Usual(median=1.0, spread=0.4, doubt=0.5, again=0.25, times=7)  # its check, what is written again, and saving
PICTURE = Usual(median=12.0, spread=0.3, doubt=0.4, again=0.06, times=2.1)


@dataclass(frozen=True)
class Durations:
    """`tail`: for none, one and two repetitions, how likely they are and what they add to the logarithm."""

    median: float
    spread: float
    doubt: float
    tail: tuple[tuple[float, float], ...]

    @classmethod
    def learnt(cls, usual: Usual, took: Sequence[float], ages: Sequence[float]) -> "Durations":
        """From ended steps and open ones, by expectation maximisation: an open one that is late tells something too.

        What was done again counts for the share of such, not for the median.
        """
        ended, opened = _logarithms(took), _logarithms(ages)
        before = (usual.spread / usual.doubt) ** 2
        middle, spread, weight = statistics.median([log(usual.median), *ended]), usual.spread, before
        for _ in range(ROUNDS):
            most = middle + log(usual.times) / 2
            seen = [(each, 1.0) for each in ended if each < most]
            seen += [_expected(each, middle, spread) for each in opened if middle - 2 * spread < each < most]
            told = sum(share for _, share in seen)
            weight = before + told
            middle = (before * log(usual.median) + sum(each * share for each, share in seen)) / weight
            squares = sum(share * (each - middle) ** 2 for each, share in seen)
            spread = sqrt((SPREAD_WEIGHT * usual.spread**2 + squares) / (SPREAD_WEIGHT + told))
        repeated = sum(each > middle + log(usual.times) / 2 for each in ended)
        again = (AGAIN_WEIGHT * usual.again + repeated) / (AGAIN_WEIGHT + len(ended))
        return cls(exp(middle), spread, spread / sqrt(weight), _tail(again, usual.times))

    def times(self, factor: float) -> "Durations":
        return replace(self, median=self.median * factor)

    def last_of(self, ages: Iterable[float], probability: float) -> float:
        """The seconds by which all have ended that are at it so long, with this probability; by bisection."""
        groups = Counter(round(age, 1) for age in ages)
        open_ones = [(age, number, max(self._lasts(age), 1e-300)) for age, number in groups.items()]
        low, high = 0.0, 20 * (self.median + max(groups))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            ended = prod((1 - self._lasts(age + middle) / so_far) ** number for age, number, so_far in open_ones)
            low, high = (middle, high) if ended < probability else (low, middle)
        return high

    def _lasts(self, seconds: float) -> float:
        """The probability that a step takes longer."""
        if seconds <= 0:
            return 1.0
        off, scale = log(seconds / self.median), 1 / self.spread / sqrt(2)
        return sum(share * erfc((off - more) * scale) for share, more in self.tail) / 2


def _logarithms(seconds: Iterable[float]) -> list[float]:
    return [log(max(each, LEAST)) for each in seconds]


def _tail(again: float, times: float) -> tuple[tuple[float, float], ...]:
    return ((1 - again, 0.0), (again * (1 - again), log(times)), (again**2, log(2 * times - 1)))


def _expected(age: float, middle: float, spread: float) -> tuple[float, float]:
    """Where a step ends that is open for so long, and how much that tells; all as logarithms."""
    off = min((age - middle) / spread, 3.0)
    beyond = erfc(off / sqrt(2)) / 2
    return middle + spread * exp(-(off**2) / 2) / sqrt(2 * pi) / beyond, 1 - beyond
