"""Stored recipes as a person looks for them, approves and edits them. The caller owns the transaction."""

from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from brigade.errors import NotFound
from brigade.recipes.recipe import Recipe
from brigade.recipes.search import RecipeQuery
from brigade.recipes.views import RecipeView
from brigade_io.recipes.recipe_store import SHOWN, row_of

FIND = (
    SHOWN
    + """
where batch_id = any(%(batches)s)
  and (%(approved)s::boolean is null or is_approved = %(approved)s)
  and (%(placeholder)s::boolean is null or image_is_placeholder = %(placeholder)s)
  and (%(diet)s::text is null or dietary_tags ? %(diet)s)
  and (%(meal)s::text is null or meal_types ? %(meal)s)
  and (%(pattern)s::text is null or name ilike %(pattern)s or main_ingredient_tags::text ilike %(pattern)s)
  and (%(after)s::uuid is null or (created_at, id) <
       (select created_at, id from recipes where id = %(after)s::uuid and batch_id = any(%(batches)s)))
order by created_at desc, id desc limit %(limit)s
"""
)
EDIT = """
update recipes set name = %(name)s, description = %(description)s, meal_types = %(meal_types)s,
  dietary_tags = %(dietary_tags)s, main_ingredient_tags = %(main_ingredient_tags)s,
  ingredients_json = %(ingredients_json)s, instructions_text = %(instructions_text)s,
  prep_time_minutes = %(prep_time_minutes)s, cook_time_minutes = %(cook_time_minutes)s, servings = %(servings)s,
  calories_kcal = %(calories_kcal)s, protein_grams = %(protein_grams)s, carbs_grams = %(carbs_grams)s,
  fat_grams = %(fat_grams)s, nutrition = %(nutrition)s, nutrition_changes = %(nutrition_changes)s,
  ingredient_sources = %(ingredient_sources)s, allergens = %(allergens)s, dish = %(dish)s,
  quality_score = %(quality_score)s, quality_reasons = %(quality_reasons)s,
  updated_at = now()
where id = %(id)s
"""


class RecipeShelf:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db

    def find(self, batches: list[UUID], query: RecipeQuery, limit: int) -> list[dict[str, Any]]:
        """Recipes of these batches, the newest first."""
        values = {**query.model_dump(mode="json", by_alias=False), "pattern": query.pattern, "batches": batches}
        with self.db.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(FIND, {**values, "limit": limit}).fetchall()

    def get(self, recipe_id: UUID) -> RecipeView:
        """Raises NotFound."""
        with self.db.cursor(row_factory=dict_row) as cursor:
            if row := cursor.execute(SHOWN + "where id = %s", [recipe_id]).fetchone():
                return RecipeView.model_validate(row)
        raise NotFound(f"no recipe {recipe_id}")

    def batches_of(self, recipe_ids: list[UUID]) -> dict[UUID, UUID]:
        """The batch of each recipe that there is."""
        return dict(self.db.execute("select id, batch_id from recipes where id = any(%s)", [recipe_ids]).fetchall())

    def approve(self, recipe_ids: list[UUID], approved: bool) -> int:
        """How many changed."""
        change = "update recipes set is_approved = %s, updated_at = now() where id = any(%s) and is_approved <> %s"
        return self.db.execute(change, [approved, recipe_ids, approved]).rowcount

    def edit(self, recipe: Recipe) -> None:
        """Put what a person changed in the place of what was stored; whose it is, and its picture, stay."""
        self.db.execute(EDIT, row_of(recipe))
