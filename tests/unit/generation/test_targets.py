"""Targets of a serving."""

import pytest

from brigade.generation.targets import targets_for
from brigade.recipes.diet_numbers import KETO_NET_CARBS, LOW_CARB_CARBS
from brigade.recipes.vocabulary import MealType
from tests.factories import a_request


@pytest.mark.parametrize("meal", MealType)
@pytest.mark.parametrize(
    "constraints",
    [
        {},
        {"fitness_goal": "muscle_gain"},
        {"dietary_restrictions": ["keto"]},
        {"max_calories": 400, "min_protein": 30},
        {"min_protein": 20, "max_protein": 25, "max_carbs": 30},
        {"target_calories": 500, "max_fat": 10},
    ],
)
def test_targets_add_up_to_their_energy_and_keep_the_limits(meal: MealType, constraints: dict[str, object]) -> None:
    request = a_request(**constraints)
    limits = request.limits
    for seed in range(20):
        target = targets_for(request, meal, seed)
        energy = 4 * target.protein_grams + 4 * target.carbs_grams + 9 * target.fat_grams
        assert abs(energy - target.calories_kcal) <= 10
        assert target.calories_kcal <= (limits.max_calories or 10_000)
        assert (limits.min_protein or 0) <= target.protein_grams <= (limits.max_protein or 999)
        assert target.carbs_grams <= (limits.max_carbs or 999)
        assert target.fat_grams <= (limits.max_fat or 999)


def test_a_target_asked_for_is_the_target() -> None:
    assert {targets_for(a_request(target_calories=512), MealType.LUNCH, seed).calories_kcal for seed in range(9)} == {
        512
    }


def test_servings_vary_where_no_target_is_asked_for() -> None:
    assert len({targets_for(a_request(), MealType.DINNER, seed).calories_kcal for seed in range(9)}) > 5


@pytest.mark.parametrize(("diet", "ceiling"), [("keto", KETO_NET_CARBS), ("low-carb", LOW_CARB_CARBS)])
def test_what_is_planned_keeps_the_ceiling_of_carbohydrate_that_is_judged(diet: str, ceiling: float) -> None:
    request = a_request(dietary_restrictions=[diet], target_calories=1500)
    assert targets_for(request, MealType.DINNER, 1).carbs_grams <= ceiling
