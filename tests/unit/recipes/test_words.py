"""Words of recipes: one name for each food, in whatever way it is written."""

from collections.abc import Iterator
from typing import Any

import pytest

from brigade.recipes.words import any_of, same_words, table

COMPARED_AS_THEY_STAND = [
    *(("likeness", part) for part in ("plain", "mains", "staples", "staple_endings", "filler")),
    ("kitchen_safety", "steps", "descriptive"), ("kitchen_safety", "steps", "beside"),
    ("plausibility", "foods"), ("plausibility", "mock"),
]  # fmt: skip


def words_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (*words_in(key), *words_in(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from words_in(inner)
    else:
        yield value


@pytest.mark.parametrize("place", COMPARED_AS_THEY_STAND)
def test_the_words_of_a_table_are_written_as_words_are_compared(place: tuple[str, ...]) -> None:
    value = table(place[0])
    for name in place[1:]:
        value = value[name]
    assert {word: same_words(word) for word in words_in(value) if same_words(word) != word} == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("King prawns, rocket", "shrimp arugula"),
        ("Aubergines & Red Onions", "eggplant onion"),
        ("Sautéed CRÈME fraîche", "sauteed cream fresh"),
        ("shepherd’s pie", "shepherd pie"),
        ("2 cups of chillies", "cup of chili"),
        ("Chopped tomatoes or passata", "canned tomato or canned tomato"),
    ],
)
def test_a_food_has_one_name(text: str, words: str) -> None:
    assert same_words(text) == words


def test_only_whole_words_are_found() -> None:
    assert any_of(["eggs"]).search(same_words("Two Egg Whites"))
    assert not any_of(["eggs"]).search(same_words("eggplants"))
