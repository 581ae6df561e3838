"""Rows of recipes that pictures belong to."""

from typing import Any

from psycopg import Connection

from tests.unit.images.factories import BATCH, a_recipe_id

SAVE_RECIPE = """
insert into recipes (id, name, description, meal_types, dietary_tags, main_ingredient_tags, ingredients_json,
  instructions_text, prep_time_minutes, cook_time_minutes, servings, calories_kcal, protein_grams, carbs_grams,
  fat_grams, nutrition, claimed_nutrition, nutrition_changes, allergens, quality_score, quality_reasons, image_url,
  source_reference, batch_id, batch_position, constraints_key, concept_key, model, cost_micros)
values (%s, 'Soup', 'Hot.', '[]', '[]', '[]', '[]', 'Cook.', 1, 1, 1, 100, 1, 1, 1, '{}', '{}', '[]', '[]', 90, '[]',
  'https://images.test/placeholder.webp', 'batch', %s, %s, '', '', 'm', 0)
"""


def save_recipes(db: Connection[Any], count: int) -> None:
    for number in range(count):
        db.execute(SAVE_RECIPE, [a_recipe_id(number), BATCH, number])
