"""Recipes as a table for spreadsheets, in which no cell begins a formula."""

import csv
from io import StringIO

from brigade.recipes.allergens import Allergens
from brigade.recipes.views import RecipeView

COLUMNS = (
    "id", "name", "description", "meal_types", "dietary_tags", "ingredients", "instructions", "prep_time_minutes",
    "cook_time_minutes", "servings", "calories_kcal", "protein_grams", "carbs_grams", "fat_grams", "allergens",
    "quality_score", "is_approved", "image_url", "image_is_placeholder", "batch_id", "batch_position", "cost_usd",
    "created_at",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(recipes: list[RecipeView]) -> str:
    """RFC 4180, with a row of names first."""
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for recipe in recipes:
        writer.writerow([_cell(getattr(recipe, column)) for column in COLUMNS])
    return table.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, Allergens):
        return _allergens(value)
    if isinstance(value, list):
        return harmless("\n".join(map(_line, value)))
    return harmless("" if value is None else str(value))


def _allergens(found: Allergens) -> str:
    """By the EU's list: "contains milk, eggs; may contain nuts"."""
    said = {"contains": found.eu.contains, "may contain": found.eu.may_contain, "not assessed:": found.unassessed}
    return "; ".join(f"{verb} {', '.join(names)}" for verb, names in said.items() if names) or "none found"


def _line(value: object) -> str:
    amount, unit, name = (getattr(value, part, None) for part in ("amount", "unit", "name"))
    return str(value) if name is None else f"{amount:g} {unit} {name}"


def harmless(cell: str) -> str:
    """A cell that a spreadsheet takes for text: a quote before what would begin a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
