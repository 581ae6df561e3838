"""The quality score and its reasons."""

import pytest

from brigade.recipes.quality import quality_of
from tests.factories import a_draft, a_nutrition


def test_a_recipe_without_fault_scores_a_hundred() -> None:
    quality = quality_of(a_draft(), a_nutrition(), 480, [])
    assert (quality.score, quality.reasons) == (100, [])


def test_every_lost_point_has_its_reason() -> None:
    bare = [{"name": f"thing {name}", "amount": 1, "unit": "piece", "grams": None} for name in "abcdefghij"]
    draft = a_draft(name="Things", ingredients=bare, instructions=["Bake, serve."], description="Nice.")
    quality = quality_of(draft, a_nutrition(), 1000, ["energy set from 1 to 477 kcal"])
    assert len(quality.reasons) == 4
    assert 0 <= quality.score < 60


def test_losses_found_elsewhere_count_too() -> None:
    quality = quality_of(a_draft(), a_nutrition(), 480, [], losses=[(7, "two foods could hardly be matched")])
    assert (quality.score, quality.reasons) == (93, ["two foods could hardly be matched"])


def test_what_is_not_known_of_the_nutrition_costs_nothing() -> None:
    unknown = a_nutrition(calories_kcal=489).model_copy(
        update={"fibre_grams": None, "sugar_grams": None, "sodium_mg": None}
    )
    assert quality_of(a_draft(), unknown, 480, []).score == 100


def test_the_score_never_falls_below_zero() -> None:
    assert quality_of(a_draft(), a_nutrition(), 480, [f"change {index}" for index in range(30)]).score == 0


def test_energy_far_from_the_plan_costs_more_than_energy_near_it() -> None:
    near, far = (quality_of(a_draft(), a_nutrition(), target, []).score for target in (560, 900))
    assert far < near < 100


def test_energy_may_be_five_percent_off_what_its_nutrients_come_to() -> None:
    near, far = a_nutrition(calories_kcal=477 * 1.049), a_nutrition(calories_kcal=477 * 1.052)
    assert quality_of(a_draft(), near, 500, []).score == 100
    assert quality_of(a_draft(), far, 500, []).reasons == [
        "energy is 25 kcal off what its nutrients come to"
    ]  # fmt: skip
    assert quality_of(a_draft(), far, 500, []).score == 97


def test_a_change_costs_ten_points_and_says_all_there_is_to_say_of_the_energy() -> None:
    quality = quality_of(a_draft(), a_nutrition(calories_kcal=700), 700, ["portions resized to 80%"])
    assert (quality.score, quality.reasons) == (90, ["portions resized to 80%"])


@pytest.mark.parametrize(("target", "lost"), [(434, 0), (433, 2), (400, 7), (318, 20), (100, 20)])
def test_energy_off_the_plan_by_more_than_a_tenth_costs_two_to_twenty_points(target: float, lost: int) -> None:
    assert quality_of(a_draft(), a_nutrition(), target, []).score == 100 - lost


@pytest.mark.parametrize(("count", "lost"), [(1, 2), (2, 4), (7, 14), (8, 15)])
def test_each_line_without_grams_costs_two_points_and_all_of_them_fifteen(count: int, lost: int) -> None:
    lines = [{"name": f"thing {name}", "amount": 1, "unit": "piece", "grams": None} for name in "abcdefgh"[:count]]
    known = {"name": "salt", "amount": 1, "unit": "g", "grams": 1}
    quality = quality_of(a_draft(ingredients=[known, *lines]), a_nutrition(), 480, [])
    assert quality.score == 100 - lost
    assert quality.reasons == ["no grams for " + ", ".join(f"thing {name}" for name in "abcde"[:count])]


def test_a_description_of_less_than_forty_characters_costs_four_points() -> None:
    scores = [quality_of(a_draft(description="x" * size), a_nutrition(), 480, []).score for size in (40, 39)]
    assert scores == [100, 96]
