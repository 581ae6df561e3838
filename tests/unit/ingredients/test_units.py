"""Units by any name, and what they hold."""

import pytest

from brigade.ingredients.units import CONVENTIONS, COUNTS, GRAMS, MILLILITRES, unit_of
from brigade.recipes.vocabulary import Unit


def test_every_unit_of_a_recipe_is_a_unit_here() -> None:
    assert {unit.value for unit in Unit} <= {*GRAMS, *MILLILITRES, *COUNTS}


def test_no_unit_is_of_two_kinds() -> None:
    assert len(GRAMS) + len(MILLILITRES) + len(COUNTS) == len({*GRAMS, *MILLILITRES, *COUNTS})


@pytest.mark.parametrize("unit", sorted({*GRAMS, *MILLILITRES, *COUNTS}))
def test_every_unit_goes_by_its_own_name(unit: str) -> None:
    assert unit_of(unit) == unit
    assert unit_of(unit.upper()) == unit


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("T", "tbsp"), ("T.", "tbsp"), ("TB", "tbsp"), ("Tbsp.", "tbsp"), ("tbs", "tbsp"), ("TABLESPOONS", "tbsp"),
        ("t", "tsp"), ("tsps", "tsp"), ("Teaspoon", "tsp"), ("C", "cup"), ("c.", "cup"), ("cups", "cup"),
        ("lbs.", "lb"), ("Pound", "lb"), ("ounces", "oz"), ("fl. oz.", "fl oz"), ("fluid ounces", "fl oz"),
        ("grammes", "g"), ("gr", "g"), ("kilos", "kg"), ("mL", "ml"), ("L", "l"), ("litres", "l"), ("liter", "l"),
        ("tins", "can"), ("pkg", "package"), ("sachets", "package"), ("rashers", "slice"), ("leaves", "leaf"),
        ("bunches", "bunch"), ("pinches", "pinch"), ("boxes", "box"), ("loaves", "loaf"), ("filets", "fillet"),
    ],
)  # fmt: skip
def test_a_unit_goes_by_many_names(word: str, unit: str) -> None:
    assert unit_of(word) == unit


@pytest.mark.parametrize("word", ["", ".", "flour", "large", "tomato", "canned", "½"])
def test_other_words_are_no_units(word: str) -> None:
    assert unit_of(word) is None


@pytest.mark.parametrize(
    ("unit", "millilitres"),
    [("tsp", 4.92892), ("tbsp", 14.7868), ("fl oz", 29.5735), ("cup", 236.588), ("pint", 473.176), ("quart", 946.353),
     ("gallon", 3785.41)],
)  # fmt: skip
def test_a_volume_is_the_us_customary_one(unit: str, millilitres: float) -> None:
    assert MILLILITRES[unit] == pytest.approx(millilitres, rel=3e-6)


def test_sixteen_ounces_are_a_pound() -> None:
    assert GRAMS["oz"] * 16 == pytest.approx(GRAMS["lb"])


def test_a_gesture_is_marked_as_a_convention_and_has_a_size() -> None:
    assert {"pinch", "handful", "knob", "splash"} <= CONVENTIONS <= {*GRAMS, *MILLILITRES}
