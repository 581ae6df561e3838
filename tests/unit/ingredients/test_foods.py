"""Foods: what USDA says of them, nothing made up, and tables that are what data/ says."""

from pathlib import Path

import pytest

from brigade.ingredients import foods
from brigade.ingredients.foods import food
from tools.build_foods import PACKAGE, compact

BUTTER, GARLIC, COATING_MIX = 173410, 169230, 167514


def test_the_tables_of_the_package_are_what_data_says() -> None:
    stale = [name for name, text in compact().items() if (PACKAGE / name).read_text(encoding="utf-8") != text]
    assert stale == []


def test_the_tables_are_small() -> None:
    assert sum(file.stat().st_size for file in Path(PACKAGE).iterdir()) < 3_000_000


def test_a_food_holds_what_usda_says_of_100_grams() -> None:
    butter = food(BUTTER)
    assert butter.description == "Butter, salted"
    assert (butter.kcal, butter.protein, butter.fat, butter.carbs) == (717, 0.85, 81.1, 0.06)
    assert butter.aisle == "dairy"


def test_what_nobody_measured_is_not_zero() -> None:
    assert food(COATING_MIX).sugar is None
    assert food(COATING_MIX).fibre is None


def test_a_food_knows_its_portions_and_density() -> None:
    butter = food(BUTTER)
    assert {portion.measure: portion.grams for portion in butter.portions}["stick"] == 113
    assert butter.density == pytest.approx(0.96, abs=0.01)


def test_a_portion_of_several_is_told_for_one() -> None:
    assert {portion.measure: portion.grams for portion in food(GARLIC).portions}["cloves"] == 3


def test_no_food_goes_by_an_unknown_id() -> None:
    with pytest.raises(KeyError):
        food(1)


def test_every_alias_means_a_food_that_is_there() -> None:
    assert [name for name, (fdc_id, _) in foods.aliases().items() if food(fdc_id).fdc_id != fdc_id] == []
