"""The limits of a request, and a serving at and beyond their edges."""

from typing import Any

import pytest

from brigade.recipes.limits import Limits, misses, ranges_of
from tests.factories import a_draft, a_nutrition

ANY = (None, None)


def missed(limits: Limits, max_prep_minutes: int | None = None, **nutrition: float) -> list[str]:
    return misses(a_draft(), a_nutrition(**nutrition), limits, max_prep_minutes)


def test_without_limits_every_range_is_open() -> None:
    assert ranges_of(Limits()) == [ANY] * 4
    assert missed(Limits()) == []


def test_each_limit_is_one_end_of_the_range_of_its_own_nutrient() -> None:
    limits = Limits(max_calories=1, min_protein=2, max_protein=3, min_carbs=4, max_carbs=5, min_fat=6, max_fat=7)
    assert ranges_of(limits) == [(None, 1), (2, 3), (4, 5), (6, 7)]


@pytest.mark.parametrize(
    ("limits", "energy"),
    [
        ({"target_calories": 400}, (340, 460)),
        ({"target_calories": 333}, (283, 383)),
        ({"target_calories": 400, "max_calories": 450}, (340, 450)),
        ({"target_calories": 400, "max_calories": 500}, (340, 460)),
    ],
)
def test_energy_may_be_fifteen_percent_off_its_target_but_never_above_its_limit(
    limits: dict[str, Any], energy: tuple[int, int]
) -> None:
    assert ranges_of(Limits(**limits))[0] == energy


@pytest.mark.parametrize(
    ("limits", "kept", "broken", "reason"),
    [
        ({"max_calories": 477}, {"calories_kcal": 477.5}, {"calories_kcal": 477.55},
         "a serving holds 477.55 kcal, at most 477 are allowed"),
        ({"min_protein": 30}, {"protein_grams": 29.5}, {"protein_grams": 29.45},
         "a serving holds 29.45 g protein, at least 30 are asked for"),
        ({"max_carbs": 40.5}, {"carbs_grams": 41}, {"carbs_grams": 41.05},
         "a serving holds 41.05 g carbohydrate, at most 40.5 are allowed"),
        ({"min_fat": 21}, {"fat_grams": 20.5}, {"fat_grams": 20.45},
         "a serving holds 20.45 g fat, at least 21 are asked for"),
    ],
)  # fmt: skip
def test_a_limit_is_missed_by_more_than_half_a_gram_or_calorie(
    limits: dict[str, Any], kept: dict[str, float], broken: dict[str, float], reason: str
) -> None:
    assert missed(Limits(**limits), **kept) == []
    assert missed(Limits(**limits), **broken) == [reason]


def test_a_serving_holds_energy_and_no_more_than_anybody_eats() -> None:
    assert missed(Limits(), calories_kcal=1) == missed(Limits(), calories_kcal=3000) == []
    assert missed(Limits(), calories_kcal=0.9) == ["a serving holds no energy"]
    assert missed(Limits(), calories_kcal=3000.1) == [
        "a serving cannot hold 3000.1 kcal: check servings and amounts"
    ]  # fmt: skip


def test_preparation_may_take_just_as_long_as_is_allowed() -> None:
    assert missed(Limits(), max_prep_minutes=15) == []
    assert missed(Limits(), max_prep_minutes=14) == ["preparation takes 15 minutes, at most 14 are allowed"]
