"""Energy from nutrients, and the mending of claims."""

import pytest

from brigade.recipes.nutrition import energy_of, mended
from tests.factories import a_nutrition


def test_energy_counts_fibre_at_two_and_alcohol_at_seven() -> None:
    plain = a_nutrition(protein_grams=10, carbs_grams=10, fat_grams=10, fibre_grams=0)
    assert energy_of(plain) == 170
    assert energy_of(plain.model_copy(update={"fibre_grams": 4.0})) == 162
    assert energy_of(plain.model_copy(update={"alcohol_grams": 10.0})) == 240


@pytest.mark.parametrize("kcal", [430, 477, 520])
def test_a_claim_within_ten_percent_stands(kcal: float) -> None:
    claim = a_nutrition(calories_kcal=kcal)
    assert mended(claim) == (claim, [])


@pytest.mark.parametrize("kcal", [0, 420, 530, 5000])
def test_a_claim_further_off_is_set_to_what_it_comes_to(kcal: float) -> None:
    nutrition, changes = mended(a_nutrition(calories_kcal=kcal))
    assert nutrition.calories_kcal == pytest.approx(477)
    assert len(changes) == 1


def test_small_servings_may_be_ten_kcal_off() -> None:
    assert mended(a_nutrition(calories_kcal=49, protein_grams=10, carbs_grams=0, fat_grams=0, fibre_grams=0,
                              sugar_grams=0, saturated_fat_grams=0))[1] == []  # fmt: skip


def test_a_part_cannot_be_more_than_the_whole() -> None:
    nutrition, changes = mended(a_nutrition(carbs_grams=5, fibre_grams=9, sugar_grams=12, calories_kcal=340))
    assert (nutrition.fibre_grams, nutrition.sugar_grams) == (5, 5)
    assert changes == [f"{part} lowered from {grams} to 5 g: it is part of the carbohydrate"
                       for part, grams in (("fibre", 9), ("sugar", 12))]  # fmt: skip
    fatty, told = mended(a_nutrition(saturated_fat_grams=30))
    assert (fatty.saturated_fat_grams, told) == (21, ["saturated fat lowered from 30 to 21 g: it is part of the fat"])


def test_energy_that_is_set_is_rounded_to_a_tenth() -> None:
    nutrition, _ = mended(a_nutrition(calories_kcal=900, protein_grams=35.04))
    assert nutrition.calories_kcal == 477.2
