"""The shortest time in which a provider could have answered a batch's calls, whatever the program that asks.

A lower bound: every recipe's first text is asked at once, its corrections one after the other, its picture right
after its text; the provider's rate limits are token buckets that are full at the start. Times are seconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

from local.simulator.options import PICTURES

NO_WORK = (429, 504)  # the asker's haste, and what was never answered


@dataclass(frozen=True)
class Bucket:
    """So many calls a minute, a minute's worth of them at once at the start; None is without a limit."""

    per_minute: float | None

    def earliest(self, nth: int) -> float:
        """When the nth call (from 1) may start."""
        if self.per_minute is None:
            return 0.0
        return max(0.0, (nth - self.per_minute) * 60 / self.per_minute)


def critical_path(texts: Sequence[Sequence[float]], images: Sequence[float], *, text: Bucket, image: Bucket) -> float:
    """`texts` holds each recipe's text calls in their order, `images` every image call."""
    ready = sorted(text_ends(texts, text))
    return max([*ready, *image_ends(ready, images, image)], default=0.0)


def text_ends(texts: Sequence[Sequence[float]], bucket: Bucket) -> list[float]:
    """When each recipe's text is there: the longest are asked first, corrections take their tokens when they come."""
    waiting = [(0.0, -sum(chain), index) for index, chain in enumerate(texts) if chain]
    left = {index: list(chain) for index, chain in enumerate(texts)}
    ends, asked = dict.fromkeys(left, 0.0), 0
    waiting.sort()
    while waiting:
        ready, rest, index = heappop(waiting)
        asked += 1
        duration = left[index].pop(0)
        ends[index] = max(ready, bucket.earliest(asked)) + duration
        if left[index]:
            heappush(waiting, (ends[index], rest + duration, index))
    return [ends[index] for index in left]


def image_ends(ready: Sequence[float], images: Sequence[float], bucket: Bucket) -> list[float]:
    """When each image is there. Which image belongs to which text is not known, so the longest follow the earliest;

    images beyond one for each text were tried again, at the earliest when the first image was there.
    """
    durations = sorted(images, reverse=True)
    first, again = durations[: len(ready)], durations[len(ready) :]
    starts = [max(start, bucket.earliest(nth)) for nth, start in enumerate(ready[: len(first)], start=1)]
    ends = [start + duration for start, duration in zip(starts, first, strict=True)]
    resumed = min(ends, default=0.0)
    tries = enumerate(again, start=len(first) + 1)
    return ends + [max(resumed, bucket.earliest(nth)) + duration for nth, duration in tries]


def of_journal(journal: Iterable[Mapping[str, Any]], *, text: Bucket, image: Bucket) -> float:
    """The bound for a simulator's journal, by the latencies that its calls were designed to have."""
    calls = [call for call in journal if call["status"] not in NO_WORK]
    chains: dict[str, list[float]] = defaultdict(list)
    for call in sorted(calls, key=lambda call: float(call["at"])):
        if call["kind"] == "text":
            chains[call.get("subject") or call["prompt_hash"]].append(float(call["seconds"]))
    images = [float(call["seconds"]) for call in calls if call["kind"] in PICTURES]
    return critical_path(list(chains.values()), images, text=text, image=image)
