"""Seeded chance: every draw is a function of the seed and the words, never of the order of calls."""

import hashlib
import random


def digest(*words: object) -> bytes:
    """SHA-256 over the words, unambiguous in where one ends and the next begins."""
    return hashlib.sha256("\x1f".join(str(word) for word in words).encode()).digest()


def chance(*words: object) -> random.Random:
    """A generator of its own for these words."""
    return random.Random(digest(*words))


def uniform(*words: object) -> float:
    """One draw from [0, 1) for these words."""
    return int.from_bytes(digest(*words)[:7], "big") / (1 << 56)


def prompt_hash(prompt: str) -> str:
    """Sixteen hexadecimal digits that name a prompt."""
    return hashlib.sha256(prompt.encode()).hexdigest()[:16]
