"""Words of recipes as they are compared: whole words, either number, one spelling for each food."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from brigade.ingredients.words import plain, singular


@cache
def table(name: str) -> Any:
    """A table of this room by its file's name: `<name>.toml`."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


def stems(text: str) -> list[str]:
    """The words of a text, plain and singular: "Roma Tomatoes (large)" -> roma, tomato, large."""
    return [singular(word) for word in re.findall(r"[^\W\d_]+", plain(text))]


@lru_cache(4096)
def same_words(text: str) -> str:
    """The stems of a text in one spelling, spaced: "King prawns, rocket" -> "shrimp arugula"."""
    return _spellings().sub(lambda found: f" {_canonical()[found[1]]}", f" {_spaced(text)} ").strip()


def _spaced(text: str) -> str:
    return " ".join(stems(text))


@cache
def _canonical() -> dict[str, str]:
    rows = table("spellings").items()
    return {_spaced(other): _spaced(name) for name, others in rows for other in (name, *others)}


@cache
def _spellings() -> re.Pattern[str]:
    return re.compile(rf" ({_longest_first(_canonical())})(?= )")


def _longest_first(terms: Iterable[str]) -> str:
    return "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))


def any_of(terms: Iterable[str]) -> re.Pattern[str]:
    """A pattern for these words in `same_words`; whole words only: "egg" is not in "eggplant"."""
    return _any_of(tuple(terms))


@lru_cache(4096)
def _any_of(terms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^ ])(?:{_longest_first(same_words(term) for term in terms)})(?![^ ])")
