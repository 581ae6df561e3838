"""Seeded chance: what looks random is a function of its seed, the same on every machine and Python."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any, TypeVar

T = TypeVar("T")


def fraction(*seed: object) -> float:
    """A number in [0, 1), evenly spread over seeds."""
    digest = blake2b("\x1f".join(map(str, seed)).encode(), digest_size=7).digest()
    return int.from_bytes(digest, "big") / 2**56


def shuffled(items: Iterable[T], *seed: object) -> list[T]:
    """The items in an order that depends on the seed and on what they are, not on the order they came in."""
    return sorted(items, key=lambda item: (fraction(*seed, item), str(item)))


def chosen(items: Sequence[T], *seed: Any) -> T:
    """One of the items."""
    return items[int(fraction(*seed) * len(items))]
