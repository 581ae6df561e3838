"""Targets of a serving."""

import pytest

from brigade.generation.targets import targets_for
from brigade.recipes.diet_numbers import KETO_NET_CARBS, LOW_CARB_CARBS
from brigade.recipes.vocabulary import MealType
from tests.factories import a_request

MAINS = ("salmon", "sunflower seeds", "quinoa with leeks", "dragon fruit")


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
        target = targets_for(request, meal, MAINS[seed % 4], seed)
        energy = 4 * target.protein_grams + 4 * target.carbs_grams + 9 * target.fat_grams
        assert abs(energy - target.calories_kcal) <= 10
        assert target.calories_kcal <= (limits.max_calories or 10_000)
        assert (limits.min_protein or 0) <= target.protein_grams <= (limits.max_protein or 999)
        assert target.carbs_grams <= (limits.max_carbs or 999)
        assert target.fat_grams <= (limits.max_fat or 999)


def test_a_target_asked_for_is_the_target() -> None:
    request = a_request(target_calories=512)
    assert {targets_for(request, MealType.LUNCH, "cod", seed).calories_kcal for seed in range(9)} == {512}


def test_servings_vary_where_no_target_is_asked_for() -> None:
    assert len({targets_for(a_request(), MealType.DINNER, "cod", seed).calories_kcal for seed in range(9)}) > 5


@pytest.mark.parametrize(("diet", "ceiling"), [("keto", KETO_NET_CARBS), ("low-carb", LOW_CARB_CARBS)])
def test_what_is_planned_keeps_the_ceiling_of_carbohydrate_that_is_judged(diet: str, ceiling: float) -> None:
    request = a_request(dietary_restrictions=[diet], target_calories=1500)
    assert targets_for(request, MealType.DINNER, "quinoa", 1).carbs_grams <= ceiling


def test_targets_follow_from_the_main_ingredient() -> None:
    def target(main: str) -> tuple[int, int, int]:
        found = targets_for(a_request(target_calories=425), MealType.BREAKFAST, main, 1)
        return found.protein_grams, found.carbs_grams, found.fat_grams

    seeds, turkey, oats, unknown = (target(main) for main in ("sunflower seeds", "turkey breast", "rolled oats", "yak"))
    assert turkey[0] > unknown[0] > seeds[0]
    assert turkey[0] > oats[0]
    assert seeds[2] > unknown[2]
    assert oats[1] > turkey[1]


def test_an_ingredient_that_nobody_knows_is_planned_as_it_is_wished() -> None:
    found = targets_for(a_request(target_calories=1000, fitness_goal="muscle_gain"), MealType.DINNER, "yak", 1)
    assert found.protein_grams == pytest.approx(0.9 * 0.35 * 1000 / 4, rel=0.1)
