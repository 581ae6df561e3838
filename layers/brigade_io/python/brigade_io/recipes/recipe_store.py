"""Recipes in PostgreSQL. The caller owns the transaction."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from brigade.recipes.likeness import Dish, dish_of
from brigade.recipes.recipe import Recipe

SAVE = """
insert into recipes (
  id, name, description, meal_types, dietary_tags, main_ingredient_tags, ingredients_json, instructions_text,
  prep_time_minutes, cook_time_minutes, servings, calories_kcal, protein_grams, carbs_grams, fat_grams,
  nutrition, claimed_nutrition, nutrition_changes, ingredient_sources, allergens, quality_score, quality_reasons, dish,
  image_url, image_reason, source_reference, batch_id, batch_position, constraints_key, concept_key, model, cost_micros)
values (
  %(id)s, %(name)s, %(description)s, %(meal_types)s, %(dietary_tags)s, %(main_ingredient_tags)s,
  %(ingredients_json)s, %(instructions_text)s, %(prep_time_minutes)s, %(cook_time_minutes)s, %(servings)s,
  %(calories_kcal)s, %(protein_grams)s, %(carbs_grams)s, %(fat_grams)s, %(nutrition)s, %(claimed_nutrition)s,
  %(nutrition_changes)s, %(ingredient_sources)s, %(allergens)s, %(quality_score)s, %(quality_reasons)s, %(dish)s,
  %(image_url)s,
  %(image_reason)s, %(source_reference)s, %(batch_id)s, %(batch_position)s, %(constraints_key)s, %(concept_key)s,
  %(model)s, %(cost_micros)s)
on conflict (id) do nothing
"""
SHOWN = """
select id, name, description, meal_types, dietary_tags, main_ingredient_tags, ingredients_json as ingredients,
       string_to_array(instructions_text, E'\\n') as instructions, prep_time_minutes, cook_time_minutes, servings,
       calories_kcal, protein_grams, carbs_grams, fat_grams, nutrition, claimed_nutrition, nutrition_changes,
       ingredient_sources, allergens, quality_score, quality_reasons, image_url, image_is_placeholder, image_reason,
       batch_id, batch_position, model, cost_micros / 1e6 as cost_usd, is_approved, created_at, updated_at
from recipes
"""
OF_BATCH = SHOWN + "where batch_id = %s and batch_position > %s order by batch_position limit %s"
# Two dishes are alike only where each holds the food that weighs most in the other (`brigade.recipes.likeness`).
DISHES = """
select name, dish from recipes where dish -> 'foods' ?| %s and not (batch_id = %s and batch_position = any(%s))
"""
SAVED = """
select batch_position, id, case when image_is_placeholder then null else image_url end, image_reason
from recipes where batch_id = %s
"""
STANDINGS = """
select batch_position, id, name, quality_score, jsonb_array_length(nutrition_changes) > 0
from recipes where batch_id = %s and batch_position = any(%s)
"""
# A picture's own record knows better why it is what it is.
EXPLAIN = """
update recipes set image_reason = %(reason)s, updated_at = now()
 where batch_id = %(batch_id)s and batch_position = any(%(positions)s) and image_is_placeholder
   and not exists (select from recipe_images shown where shown.recipe_id = recipes.id)
"""


class Saved(NamedTuple):
    """A stored recipe: its id, its own picture if it has one, and what there is to say of its picture."""

    recipe_id: UUID
    image_url: str | None
    image_reason: str | None


class Standing(NamedTuple):
    """A stored recipe as its unit of work tells of it."""

    recipe_id: UUID
    name: str
    quality: int
    fixed: bool


class Placeholder(NamedTuple):
    """What a recipe shows before it has a picture, and why."""

    image_url: str
    image_reason: str


class RecipeStore:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db

    def save(self, recipe: Recipe, concept_key: str, constraints_key: str, placeholder: Placeholder) -> bool:
        """Save one recipe, once however often it is asked; False where one is stored under its id."""
        keys = {"concept_key": concept_key, "constraints_key": constraints_key}
        return self.db.execute(SAVE, {**row_of(recipe), **keys, **placeholder._asdict()}).rowcount == 1

    def standings(self, batch_id: UUID, positions: list[int]) -> dict[int, Standing]:
        """What is stored at these positions of a batch, whoever saved it."""
        rows: Iterable[tuple[Any, ...]] = self.db.execute(STANDINGS, [batch_id, positions])
        return {position: Standing(*standing) for position, *standing in rows}

    def concept_keys(self, constraints_key: str, most: int = 20_000) -> set[str]:
        """Concepts stored under the same constraints, the newest first, at most so many."""
        rows: Iterable[tuple[str]] = self.db.execute(
            "select concept_key from recipes where constraints_key = %s order by created_at desc limit %s",
            [constraints_key, most],
        )
        return {key for (key,) in rows}

    def dishes(self, hearts: list[str], batch_id: UUID, apart_from: list[int]) -> list[tuple[str, Dish]]:
        """Stored dishes that hold one of these foods, with their names; `apart_from` are positions of the batch."""
        rows: Iterable[tuple[str, Any]] = self.db.execute(DISHES, [hearts, batch_id, apart_from])
        return [(name, Dish.model_validate(dish)) for name, dish in rows]

    def saved(self, batch_id: UUID) -> dict[int, Saved]:
        """What is stored of a batch, by position."""
        rows: Iterable[tuple[int, UUID, str | None, str | None]] = self.db.execute(SAVED, [batch_id])
        return {position: Saved(recipe_id, url, reason) for position, recipe_id, url, reason in rows}

    def explain_placeholders(self, batch_id: UUID, positions: list[int], reason: str) -> None:
        """Say why these recipes, where they are stored, will have no picture of their own."""
        self.db.execute(EXPLAIN, {"batch_id": batch_id, "positions": positions, "reason": reason})

    def of_batch(self, batch_id: UUID, after: int = -1, limit: int = 100) -> list[dict[str, Any]]:
        """The batch's recipes behind a position, in their order."""
        with self.db.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(OF_BATCH, [batch_id, after, limit]).fetchall()


def row_of(recipe: Recipe) -> dict[str, Any]:
    """A recipe as its columns."""
    draft, nutrition, source = recipe.draft, recipe.nutrition, recipe.provenance
    lists = draft.model_dump(mode="json", include={"meal_types", "dietary_tags", "main_ingredient_tags", "ingredients"})
    return {
        "id": recipe.id, "name": draft.name, "description": draft.description,
        "meal_types": Jsonb(lists["meal_types"]), "dietary_tags": Jsonb(lists["dietary_tags"]),
        "main_ingredient_tags": Jsonb(lists["main_ingredient_tags"]), "ingredients_json": Jsonb(lists["ingredients"]),
        "instructions_text": "\n".join(" ".join(step.split()) for step in draft.instructions),
        "prep_time_minutes": draft.prep_time_minutes,
        "cook_time_minutes": draft.cook_time_minutes, "servings": draft.servings,
        "calories_kcal": max(1, round(nutrition.calories_kcal)), "protein_grams": nutrition.protein_grams,
        "carbs_grams": nutrition.carbs_grams, "fat_grams": nutrition.fat_grams,
        "nutrition": Jsonb(nutrition.model_dump()), "claimed_nutrition": Jsonb(recipe.claimed.model_dump()),
        "nutrition_changes": Jsonb(recipe.changes),
        "ingredient_sources": Jsonb([source.model_dump() for source in recipe.sources]),
        "allergens": None if recipe.allergens is None else Jsonb(recipe.allergens.model_dump()),
        "dish": Jsonb(dish_of(draft).model_dump(mode="json")),
        "quality_score": recipe.quality.score, "quality_reasons": Jsonb(recipe.quality.reasons),
        "source_reference": f"batch {source.batch_id} recipe {source.position}", "batch_id": source.batch_id,
        "batch_position": source.position, "model": source.model, "cost_micros": source.cost_micros,
    }  # fmt: skip
