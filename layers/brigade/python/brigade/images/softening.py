"""A prompt said more gently: words of the kitchen that a content policy may take for something else."""

import re
from functools import cache
from importlib.resources import files

Pair = tuple[re.Pattern[str], str]


def softened(prompt: str) -> str:
    """The same dish in other words; what needs none stays as it is."""
    for word, instead in _pairs():
        prompt = word.sub(instead, prompt)
    return prompt


@cache
def _pairs() -> tuple[Pair, ...]:
    lines = files("brigade.images").joinpath("softening.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((re.compile(rf"\b{word}\b", re.IGNORECASE), instead) for word, instead in rows)
