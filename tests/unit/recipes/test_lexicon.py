"""The words of food: whole words, the longest phrase, any spelling, and every food of the house."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from brigade.recipes import lexicon
from brigade.recipes.allergens import unassessed
from brigade.recipes.reading import read
from brigade.recipes.substances import Substance
from brigade.recipes.vocabulary import Diet

ROOT = Path(__file__).parents[3]
TABLE = ROOT / "layers/brigade/python/brigade/recipes/lexicon.csv"


def held_in(text: str) -> set[str]:
    return {substance for food in read(text).foods for substance in food.surely | food.perhaps}


def names_in(path: str, column: str) -> list[str]:
    with (ROOT / path).open(encoding="utf-8") as lines:
        return [row[column] for row in csv.DictReader(lines)]


def cells() -> Iterator[tuple[str, list[str]]]:
    with TABLE.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            yield row["holds"], list(lexicon._spelled_out(row["phrases"]))


@pytest.mark.parametrize(
    "word",
    ["eggplant", "nutmeg", "butternut squash", "kale", "drumstick leaves", "shamrock", "goatee", "butterhead lettuce",
     "oyster mushrooms", "coconut milk", "cocoa butter", "cream of tartar", "butter beans", "water chestnuts",
     "buckwheat groats", "chestnut mushrooms", "honeydew melon", "beefsteak tomatoes", "lamb's lettuce"],
)  # fmt: skip
def test_a_word_inside_a_word_or_a_longer_phrase_does_not_count(word: str) -> None:
    assert held_in(word) <= {"grain", "legume"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("egg", "Eggs"), ("anchovy fillet", "Anchovies"), ("creme fraiche", "Crème fraîche"), ("yogurt", "yoghurts"),
     ("soy milk", "soya-milk"), ("gelatin", "GELATINE"), ("bay scallop", "scallops"), ("cookie", "cookies"),
     ("quiche", "quiches"), ("sulphur dioxide", "sulfur dioxide"), ("confectioner's glaze", "confectioners’ glaze"),
     ("E120", "E 120"), ("E-471", "e471")],
)  # fmt: skip
def test_number_case_accents_and_spelling_make_no_difference(one: str, other: str) -> None:
    assert held_in(one) == held_in(other) != set()


def test_a_modifier_changes_the_foods_beside_it_and_no_others() -> None:
    assert "milk" not in held_in("dairy-free cheddar")
    assert "milk" not in held_in("sausages (vegan)") | held_in("vegan double cream")
    assert "milk" in held_in("vegan sausages and cream")


@pytest.mark.parametrize(
    "text",
    ["butter (or vegan)", "butter, vegan if you like", "vegan sausages fried using butter", "do not skip the butter"],
)
def test_what_is_said_elsewhere_does_not_change_a_food(text: str) -> None:
    assert "milk" in held_in(text)


def test_what_is_only_imitated_is_a_maybe() -> None:
    (pieces,) = read("chicken-style pieces").foods
    assert (pieces.surely, pieces.perhaps) == (frozenset(), {"poultry"})


def test_gluten_free_oats_are_still_oats() -> None:
    assert held_in("gluten-free jumbo oats") == {"pure-oats"}


def test_free_range_takes_nothing() -> None:
    assert held_in("chicken free-range") == {"poultry"}


def test_a_substitute_may_hold_what_substitutes_are_made_of() -> None:
    assert {"soy", "wheat"} <= held_in("vegan venison")


@pytest.mark.parametrize(
    "text",
    ["no butter needed", "use oil instead of honey", "without eggs or cream", "leave out the cheese", "bacon-free"],
)
def test_what_is_left_out_is_not_in_it(text: str) -> None:
    assert not held_in(text) - {"seed-oil"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mincemeat for mince pies", {"animal", "sulphite", "alcohol"}),
        ("garlic mayonnaise made only with garlic and olive oil", set()),
        ("shortbread made only with butter", {"wheat", "milk"}),
        ("swap the oil for butter", {"milk"}),
        ("for the crust: butter", {"milk"}),
        ("100% buckwheat soba", {"grain"}),
        ("lady's fingers", set()),
        ("ladies’ fingers, topped and tailed", set()),
    ],
)
def test_words_around_a_food_say_what_is_in_it(text: str, expected: set[str]) -> None:
    assert held_in(text) == expected


def test_non_dairy_leaves_a_maybe_where_there_was_one() -> None:
    assert "milk" in held_in("non-dairy coffee creamer")


def test_what_follows_what_is_left_out_counts_again() -> None:
    assert held_in("without eggs, with butter") == {"milk"}
    assert held_in("no-bake cheesecake") >= {"milk", "egg"}


def test_traces_are_a_maybe() -> None:
    (oats, nuts) = read("oats, may contain nuts").foods
    assert (oats.surely, nuts.surely, nuts.perhaps) == ({"oats"}, frozenset(), {"nut"})


def test_every_substance_and_diet_of_the_table_is_one_we_know() -> None:
    known = {*Substance, *(f"{name}?" for name in Substance), *(f"-{name}" for name in (*Substance, *Diet))}
    assert not {word for holds, _ in cells() for word in holds.split()} - known - lexicon.MARKS


def test_no_phrase_of_the_table_is_written_twice_with_two_meanings() -> None:
    meanings: dict[tuple[str, ...], set[str]] = {}
    for holds, phrases in cells():
        for phrase in phrases:
            meanings.setdefault(tuple(lexicon.stems(phrase)), set()).add(holds)
    assert {words for words, holds in meanings.items() if len(holds) > 1 or not words} == set()


def test_every_phrase_is_written_as_texts_are_read() -> None:
    assert all(lexicon.words_of(phrase) == phrase.split() for _, phrases in cells() for phrase in phrases)


def test_every_food_of_the_simulators_pantry_is_known() -> None:
    assert unassessed(names_in("local/simulator/pantry.csv", "name")) == []


def test_of_the_aliases_few_wait_for_a_person() -> None:
    aliases = names_in("data/ingredient_aliases.csv", "alias")
    waiting = [alias for alias in aliases if unassessed([alias])]
    assert len(waiting) <= 0.03 * len(aliases), waiting


def test_the_lexicon_is_large() -> None:
    assert lexicon.phrase_count() > 15_000
