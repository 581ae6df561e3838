"""The quality score and its reasons."""

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
