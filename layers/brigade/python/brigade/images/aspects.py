"""The shape of a picture among those that a provider makes: the one that has to be cut the least."""

from collections.abc import Iterable
from math import log

COMMON = ("1:1", "3:2", "2:3", "4:3", "3:4", "5:4", "4:5", "16:9", "9:16", "21:9")
STABILITY = ("1:1", "3:2", "2:3", "5:4", "4:5", "16:9", "9:16", "21:9", "9:21")
GEMINI = (*COMMON, "4:1", "1:4", "8:1", "1:8")
FLUX = (*COMMON, "9:21")


def nearest_aspect(size: tuple[int, int], made: Iterable[str]) -> str:
    """The aspect ratio, of those that are made, nearest to that of `size` in pixels."""
    width, height = size
    return min(made, key=lambda aspect: abs(log(ratio_of(aspect) * height / width)))


def ratio_of(aspect: str) -> float:
    """Width by height of `3:2`."""
    width, height = aspect.split(":")
    return int(width) / int(height)
