"""When two pictures are the same picture, and what a picture is worth after so many tries."""

from typing import Annotated

from pydantic import Field

from brigade.model import Message
from brigade.runs import turn_of

PHASH_BITS, DHASH_BITS = 64, 256
PHASH_NEAR, DHASH_NEAR = 9, 38  # 85 % of the bits agree; either alone is fooled by a shared composition


class Fingerprint(Message):
    """Perceptual hashes of a picture as strings of 0 and 1, row by row: of its frequencies and gradients."""

    phash: Annotated[str, Field(pattern=f"^[01]{{{PHASH_BITS}}}$")]
    dhash: Annotated[str, Field(pattern=f"^[01]{{{DHASH_BITS}}}$")]


def distance(one: str, other: str) -> int:
    """In how many bits two hashes of one length differ."""
    return (int(one, 2) ^ int(other, 2)).bit_count()


def is_duplicate(one: Fingerprint, other: Fingerprint) -> bool:
    return distance(one.phash, other.phash) <= PHASH_NEAR and distance(one.dhash, other.dhash) <= DHASH_NEAR


def picture_quality(attempt: int) -> int:
    """100 for the first attempt of a run, ten points less for each further one, never below 70."""
    return max(70, 100 - 10 * turn_of(attempt))
