"""The quality score and its reasons."""

from brigade.recipes.quality import quality_of
from tests.factories import a_draft, a_nutrition


def test_a_recipe_without_fault_scores_a_hundred() -> None:
    quality = quality_of(a_draft(), a_nutrition(), 480, [])
    assert (quality.score, quality.reasons) == (100, [])


def test_every_lost_point_has_its_reason() -> None:
    bare = [{"name": f"thing {index}", "amount": 1, "unit": "piece", "grams": None} for index in range(20)]
    draft = a_draft(ingredients=bare, instructions=["Serve."], description="Nice.")
    quality = quality_of(draft, a_nutrition(), 1000, ["energy set from 1 to 477 kcal"])
    assert len(quality.reasons) == 6
    assert 0 <= quality.score < 50


def test_the_score_never_falls_below_zero() -> None:
    assert quality_of(a_draft(), a_nutrition(), 480, [f"change {index}" for index in range(30)]).score == 0


def test_energy_far_from_the_plan_costs_more_than_energy_near_it() -> None:
    near, far = (quality_of(a_draft(), a_nutrition(), target, []).score for target in (560, 900))
    assert far < near < 100
