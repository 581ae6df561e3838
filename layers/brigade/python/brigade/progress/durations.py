"""How long a step takes: learnt from what is usual and from what was seen. Times are seconds.

A share of the steps is done again, once or more (a recipe is rewritten, a picture taken anew).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp, hypot, log, sqrt
from statistics import NormalDist, median

LEAST = 0.01  # seconds, below which nothing is told apart
WEIGHT = 0.5  # steps that the usual median counts for
SPREAD_WEIGHT, AGAIN_WEIGHT = 4, 8  # steps that the usual spread and share count for
REPEATED = 1.6  # times the median, what takes longer was done again
MOST_ROUNDS = 2
OVERDUE = 0.8  # of a step, that one which is late may take yet


@dataclass(frozen=True)
class Usual:
    """A step as it is known before a batch has any: median, spread of its logarithm, how far the median may be off.

    A share of them is done `again`.
    """

    median: float
    spread: float
    doubt: float
    again: float

    def quicker(self, factor: float) -> "Usual":
        """Where one provider is quick another is, too (a simulator above all); a slow one says nothing."""
        return replace(self, median=self.median * min(1.0, factor))


WRITING = Usual(median=8.0, spread=0.2, doubt=0.4, again=0.02)  # a chunk's texts
SAVING = Usual(median=1.0, spread=0.4, doubt=0.5, again=0.25)  # its check, what is written again, and saving
PICTURE = Usual(median=11.0, spread=0.25, doubt=0.35, again=0.04)


@dataclass(frozen=True)
class Durations:
    """`again`: the share that is done again, which takes `repeat` more."""

    typical: float
    spread: float
    doubt: float
    again: float
    repeat: float

    @classmethod
    def learnt(
        cls, usual: Usual, took: Sequence[float], ages: Sequence[float], repeat: float | None = None
    ) -> "Durations":
        """From ended steps and from open ones that are later than these; what was done again says nothing of them."""
        longest = max(LEAST, usual.median + repeat / 2 if repeat else REPEATED * median([usual.median, *took]))
        ended = _logarithms(each for each in took if each < longest)
        late = median(ended or [log(usual.median)])
        seen = ended + [each for each in _logarithms(ages) if late < each < log(longest)]
        middle = (WEIGHT * log(usual.median) + len(seen) * median(seen or [0.0])) / (WEIGHT + len(seen))
        squares = sum((each - middle) ** 2 for each in ended)
        return cls(
            typical=exp(middle),
            spread=sqrt((SPREAD_WEIGHT * usual.spread**2 + squares) / (SPREAD_WEIGHT + len(ended))),
            doubt=usual.doubt * sqrt(WEIGHT / (WEIGHT + len(ended))),
            again=(AGAIN_WEIGHT * usual.again + len(took) - len(ended)) / (AGAIN_WEIGHT + len(took)),
            repeat=exp(middle) if repeat is None else repeat,
        )

    def last_of(self, ages: Iterable[float], probability: float) -> float:
        """The seconds by which all have ended that are at it so long, with about this probability."""
        so_old = {age: number for number, age in enumerate(sorted(ages), 1)}  # or younger
        rest = [self._longest_of(number, probability) - age for age, number in so_old.items()]
        return max(self.typical * OVERDUE * probability, *rest) if rest else 0.0

    def _longest_of(self, number: int, probability: float) -> float:
        """What is longest of so many steps; at the short end all may take equally long, as a simulator's do."""
        chance, doubt = self.spread * _sigmas(probability, number), self.doubt * _sigmas(probability, 1)
        off = -hypot(min(0.0, chance), doubt) if probability < 0.5 else hypot(chance, doubt)
        return self.typical * exp(off) + self.repeat * _rounds(self.again, number, probability)


def _logarithms(seconds: Iterable[float]) -> list[float]:
    return [log(max(each, LEAST)) for each in seconds]


@cache
def _sigmas(probability: float, number: int) -> float:
    """Where the largest of so many normal values lies with this probability."""
    return NormalDist().inv_cdf(probability ** (1 / number))


def _rounds(again: float, number: int, probability: float) -> int:
    """How often, with this probability, the one of so many is done again that is so most often."""
    enough = (more for more in range(MOST_ROUNDS) if (1 - again ** (more + 1)) ** number >= probability)
    return next(enough, MOST_ROUNDS)
