"""What a person changes in a recipe or a draft, and what nobody may pass over."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic.alias_generators import to_camel

from brigade.errors import InvalidRequest
from brigade.generation.editing import RecipeEdit, accepted, concept_of, draft_of, edited
from brigade.recipes.limits import Limits
from brigade.recipes.recipe import Draft
from brigade.recipes.views import RecipeView
from brigade.recipes.vocabulary import Diet
from tests.factories import BATCH_ID, a_concept, a_draft, a_nutrition


def a_view(draft: Draft, **changes: Any) -> RecipeView:
    """The draft as it is stored; what its ingredients come to is `nutrition`, what its writer said is the claim."""
    recipe = accepted(BATCH_ID, draft, a_concept(), "m", 100)
    known = {
        **draft.model_dump(exclude={"nutrition", "plating"}),
        **recipe.model_dump(include={"id", "nutrition", "allergens"}),
        "claimed_nutrition": recipe.claimed.model_dump(), "nutrition_changes": [],
        "ingredient_sources": recipe.model_dump()["sources"],
        "quality_score": 90, "quality_reasons": [], "image_url": "https://images/0.webp",
        "image_is_placeholder": False, "image_reason": None, "batch_id": BATCH_ID, "batch_position": 0, "model": "m",
        "cost_usd": 0.0001, "is_approved": False, "created_at": NOON, "updated_at": NOON,
        **recipe.nutrition.model_dump(include={"protein_grams", "carbs_grams", "fat_grams"}), "calories_kcal": 505,
    }  # fmt: skip
    return RecipeView.model_validate({**known, **changes})


NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
RAW = ["Slice the chicken.", "Mix it with the bulgur and the olive oil.", "Serve cold."]


def test_what_an_edit_names_is_changed_and_the_rest_stays() -> None:
    edit = RecipeEdit(name="Better", prep_time_minutes=0, dietary_tags=[])
    assert edited(a_draft(), edit) == a_draft(name="Better", prep_time_minutes=0, dietary_tags=[])


def test_figures_that_came_in_camel_case_are_kept_as_a_draft_keeps_them() -> None:
    figures = a_nutrition(saturated_fat_grams=None).model_dump()
    sent = {to_camel(name): value for name, value in figures.items()}
    edit = RecipeEdit.model_validate({"nutrition": sent}, by_alias=True, by_name=False)
    stored = edited(a_draft(), edit).model_dump()
    assert stored == {**a_draft().model_dump(), "nutrition": figures}


def test_what_is_null_is_left_out() -> None:
    edit = RecipeEdit.model_validate_json('{"name": null, "cookTimeMinutes": 0}')
    assert edit.changes == {"cook_time_minutes": 0}
    assert edited(a_draft(), RecipeEdit()) == a_draft()


def test_an_edit_may_name_every_field_of_a_draft_but_how_it_is_plated_and_under_the_same_rules() -> None:
    draft, edit = (json.loads(json.dumps(kind.model_json_schema(by_alias=False)).replace("NutritionView", "Nutrition"))
                   for kind in (Draft, RecipeEdit))  # fmt: skip
    own = {name: shape["anyOf"][0] for name, shape in edit["properties"].items()}
    rules = {name: {rule: value for rule, value in shape.items() if rule != "title"}
             for name, shape in draft["properties"].items() if name != "plating"}  # fmt: skip
    assert own == rules
    assert edit["$defs"].items() <= draft["$defs"].items()


def test_a_stored_recipe_is_a_draft_again_whose_claim_is_what_we_stand_for() -> None:
    view = a_view(a_draft(nutrition=a_nutrition(calories_kcal=300)))
    draft = draft_of(view)
    assert view.nutrition.model_dump(by_alias=False) == draft.nutrition.model_dump()
    assert draft.nutrition == a_draft().nutrition
    assert draft.model_copy(update={"plating": a_draft().plating}) == a_draft()


def test_a_concept_made_of_a_draft_asks_for_what_it_is() -> None:
    concept = concept_of(a_draft(), 7)
    assert (concept.position, concept.meal_type, concept.main_ingredient) == (7, "dinner", "chicken breast")
    assert (concept.diets, concept.limits, concept.max_prep_minutes) == ([Diet.HIGH_PROTEIN], Limits(), None)
    assert concept.targets.model_dump() == {
        "calories_kcal": 504, "protein_grams": 41, "carbs_grams": 46, "fat_grams": 18,
    }  # fmt: skip


def test_a_draft_without_energy_has_a_concept_too() -> None:
    nothing = a_nutrition(calories_kcal=0, protein_grams=0, carbs_grams=0, fat_grams=0)
    assert concept_of(a_draft(nutrition=nothing), 0).targets.calories_kcal == 1


def test_a_person_may_accept_what_was_not_asked_for() -> None:
    concept = a_concept(position=3, limits=Limits(max_calories=100), diets=["vegan"], max_prep_minutes=1)
    recipe = accepted(BATCH_ID, a_draft(), concept, "luna", 42)
    assert (recipe.draft, recipe.changes) == (a_draft(), [])
    assert recipe.provenance.model_dump() == {
        "batch_id": BATCH_ID, "position": 3, "model": "luna", "cost_micros": 42,
    }  # fmt: skip


def test_what_a_person_accepts_is_called_only_what_it_surely_keeps() -> None:
    recipe = accepted(BATCH_ID, a_draft(dietary_tags=["vegan", "high-protein"]), a_concept(), "m", 0)
    assert recipe.draft.dietary_tags == [Diet.HIGH_PROTEIN]


def test_the_energy_of_the_concept_is_what_a_recipe_is_scored_on() -> None:
    near, far = (a_concept(targets={**a_concept().targets.model_dump(), "calories_kcal": kcal}) for kcal in (500, 900))
    scores = [accepted(BATCH_ID, a_draft(), concept, "m", 0).quality.score for concept in (near, far)]
    assert scores == [100, 81]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"instructions": RAW}, "no step cooks the chicken breast"),
        ({"ingredients": [{"name": name, "amount": 9, "unit": "g", "grams": 9} for name in ("water", "salt")]},
         "a serving holds no energy"),
    ],
)  # fmt: skip
def test_what_makes_ill_or_holds_nothing_nobody_may_accept(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        accepted(BATCH_ID, a_draft(**changes), a_concept(), "m", 0)
    assert reason in refused.value.details["recipe"]
