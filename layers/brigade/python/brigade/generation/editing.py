"""What a person changes in a recipe or a draft, checked as whatever the writer writes, but for the request's limits."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from brigade.errors import InvalidRequest
from brigade.generation.checking import recipe_of
from brigade.generation.concept import Concept, Targets
from brigade.generation.serving import ANY_DISH
from brigade.generation.sheet import Line
from brigade.images.shoot import Subject, photographs
from brigade.model import Wire
from brigade.recipes.appraisal import Standard, appraise
from brigade.recipes.limits import Limits
from brigade.recipes.recipe import Draft, Ingredient, Name, Paragraph, Recipe, Word
from brigade.recipes.views import NutritionView, RecipeView
from brigade.recipes.vocabulary import Diet, MealType

PLATING = {"garnish": "as served", "colours": ["natural"], "texture": "as cooked"}  # stored with the picture's brief


class RecipeEdit(Wire):
    """The fields to change; what is left out stays."""

    name: Name | None = None
    description: Paragraph | None = None
    meal_types: Annotated[list[MealType], Field(min_length=1, max_length=4)] | None = None
    dietary_tags: Annotated[list[Diet], Field(max_length=13)] | None = None
    main_ingredient_tags: Annotated[list[Word], Field(min_length=1, max_length=6)] | None = None
    ingredients: Annotated[list[Ingredient], Field(min_length=2, max_length=40)] | None = None
    instructions: Annotated[list[Paragraph], Field(min_length=1, max_length=30)] | None = None
    prep_time_minutes: int | None = Field(default=None, ge=0, le=1440)
    cook_time_minutes: int | None = Field(default=None, ge=0, le=2880)
    servings: int | None = Field(default=None, ge=1, le=24)
    nutrition: NutritionView | None = None

    @property
    def changes(self) -> dict[str, Any]:
        known = self.model_dump(mode="json", by_alias=False)
        return {name: value for name, value in known.items() if value is not None}


def edited(draft: Draft, edit: RecipeEdit) -> Draft:
    """The draft with what was changed, which keeps a draft's rules as each of its fields does."""
    return Draft.model_validate({**draft.model_dump(mode="json"), **edit.changes})


def draft_of(view: RecipeView) -> Draft:
    """A stored recipe as a draft; what we stand for is its claim."""
    known = view.model_dump(mode="json", by_alias=False, include=set(Draft.model_fields))
    return Draft.model_validate({**known, "plating": PLATING})


def concept_of(draft: Draft, position: int) -> Concept:
    """The concept that a draft is sure to meet, where its own is not known."""
    claim = draft.nutrition
    return Concept(
        position=position, meal_type=draft.meal_types[0], cuisine="", main_ingredient=draft.main_ingredient_tags[0],
        cooking_method="", diets=draft.dietary_tags, limits=Limits(), max_prep_minutes=None, fitness_goal=None,
        targets=Targets(
            calories_kcal=max(1, round(claim.calories_kcal)), protein_grams=round(claim.protein_grams),
            carbs_grams=round(claim.carbs_grams), fat_grams=round(claim.fat_grams),
        ),
        photograph=photographs([Subject(ANY_DISH, draft.meal_types[0])], position)[0],
    )  # fmt: skip


def accepted(batch_id: UUID, draft: Draft, concept: Concept, model: str, cost_micros: int) -> Recipe:
    """The recipe that a person takes this draft for, whatever was asked for; it is called only what it surely keeps.

    Raises InvalidRequest with what nobody may pass over.
    """
    appraisal = appraise(draft, Standard(Limits(), [], None, concept.targets.calories_kcal))
    if appraisal.refusals:
        raise InvalidRequest("the recipe breaks a rule", {"recipe": "; ".join(appraisal.refusals)})
    line = Line(concept=concept, draft=draft, model=model, cost_micros=cost_micros)
    return recipe_of(batch_id, line, draft.nutrition, appraisal)
