"""A stored recipe as the API shows it, and the shapes within it, whose own names are for what is stored."""

from datetime import datetime
from typing import Any
from uuid import UUID

from brigade.model import Wire
from brigade.recipes.allergens import Allergens, Declared
from brigade.recipes.recipe import Ingredient, Nutrition, Source


class NutritionView(Nutrition, Wire):
    __doc__ = Nutrition.__doc__


class SourceView(Source, Wire):
    __doc__ = Source.__doc__


class DeclaredView(Declared, Wire):
    __doc__ = Declared.__doc__


class AllergensView(Allergens, Wire):
    __doc__ = Allergens.__doc__

    eu: DeclaredView
    us: DeclaredView


class RecipeView(Wire):
    """`nutrition` is what we stand for per serving, `claimed_nutrition` what the model said."""

    id: UUID
    name: str
    description: str
    meal_types: list[str]
    dietary_tags: list[str]
    main_ingredient_tags: list[str]
    ingredients: list[Ingredient]
    instructions: list[str]
    prep_time_minutes: int
    cook_time_minutes: int
    servings: int
    calories_kcal: int
    protein_grams: float
    carbs_grams: float
    fat_grams: float
    nutrition: NutritionView
    claimed_nutrition: NutritionView
    nutrition_changes: list[str]
    ingredient_sources: list[SourceView]
    allergens: AllergensView | None
    quality_score: int
    quality_reasons: list[str]
    image_url: str
    image_is_placeholder: bool
    image_reason: str | None
    batch_id: UUID
    batch_position: int
    model: str
    cost_usd: float
    is_approved: bool
    created_at: datetime
    updated_at: datetime


class RecipePage(Wire):
    """Recipes of a batch in their order; `next_after` asks for the rest, None where there is none."""

    batch_id: UUID
    recipes: list[RecipeView]
    next_after: int | None


def page_of(batch_id: UUID, rows: list[dict[str, Any]], limit: int) -> RecipePage:
    """`rows` are as many as were asked for, and one more where the batch has more."""
    recipes = [RecipeView.model_validate(row) for row in rows[:limit]]
    return RecipePage(
        batch_id=batch_id, recipes=recipes, next_after=recipes[-1].batch_position if len(rows) > limit else None
    )
