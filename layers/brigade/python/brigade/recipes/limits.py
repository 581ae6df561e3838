"""The limits a request sets, and where a serving is outside them, in words."""

from typing import Annotated

from pydantic import Field

from brigade.model import Wire
from brigade.recipes.nutrition import macros_of
from brigade.recipes.recipe import Draft, Nutrition

ROUNDING = 0.5  # grams or kcal that no limit is about
NEAR = 0.15  # how far the energy may be off a target that was asked for
MOST_KCAL = 3000  # what nobody eats at one sitting

UNITS = ("kcal", "g protein", "g carbohydrate", "g fat")

Kcal = Annotated[int, Field(gt=0, le=10_000)]
Grams = Annotated[float, Field(ge=0, le=999)]


class Limits(Wire):
    """What a recipe must keep to, per serving: kcal and grams; None where there is no limit."""

    target_calories: Kcal | None = None
    max_calories: Kcal | None = None
    min_protein: Grams | None = None
    max_protein: Grams | None = None
    min_carbs: Grams | None = None
    max_carbs: Grams | None = None
    min_fat: Grams | None = None
    max_fat: Grams | None = None


def ranges_of(limits: Limits) -> list[tuple[float | None, float | None]]:
    """The least and the most of a serving's kcal, protein, carbohydrate and fat."""
    return [
        _energy_range(limits),
        (limits.min_protein, limits.max_protein),
        (limits.min_carbs, limits.max_carbs),
        (limits.min_fat, limits.max_fat),
    ]


def _energy_range(limits: Limits) -> tuple[float | None, float | None]:
    if limits.target_calories is None:
        return None, limits.max_calories
    high = round((1 + NEAR) * limits.target_calories)
    return round((1 - NEAR) * limits.target_calories), min(high, limits.max_calories or high)


def misses(draft: Draft, nutrition: Nutrition, limits: Limits, max_prep_minutes: int | None) -> list[str]:
    """What keeps a draft from being accepted, in words the writer can use."""
    found = []
    worth = macros_of(nutrition)
    for unit, value, (low, high) in zip(UNITS, worth, ranges_of(limits), strict=True):
        if low is not None and value < low - ROUNDING:
            found.append(f"a serving holds {value:g} {unit}, at least {low:g} are asked for")
        if high is not None and value > high + ROUNDING:
            found.append(f"a serving holds {value:g} {unit}, at most {high:g} are allowed")
    if nutrition.calories_kcal < 1:
        found.append("a serving holds no energy")
    if nutrition.calories_kcal > MOST_KCAL:
        found.append(f"a serving cannot hold {nutrition.calories_kcal:g} kcal: check servings and amounts")
    if max_prep_minutes is not None and draft.prep_time_minutes > max_prep_minutes:
        found.append(f"preparation takes {draft.prep_time_minutes} minutes, at most {max_prep_minutes} are allowed")
    return found
