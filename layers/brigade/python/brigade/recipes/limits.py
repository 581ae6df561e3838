"""Keeping a request's limits: portions are resized within sane bounds first, what is still out is named."""

from typing import Annotated

from pydantic import Field, ValidationError

from brigade.model import Wire
from brigade.recipes.nutrition import scaled
from brigade.recipes.recipe import Draft, Nutrition

SMALLEST, LARGEST = 0.75, 1.33  # how far a portion may be resized
ROUNDING = 0.5  # grams or kcal that no limit is about
NEAR = 0.15  # how far the energy may be off a target that was asked for
MOST_KCAL = 3000  # what nobody eats at one sitting


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


def _ranges(nutrition: Nutrition, limits: Limits) -> dict[str, tuple[float, float | None, float | None]]:
    """Each limited quantity in words: its value, its lower and its upper limit."""
    return {
        "kcal": (nutrition.calories_kcal, *_energy_range(limits)),
        "g protein": (nutrition.protein_grams, limits.min_protein, limits.max_protein),
        "g carbohydrate": (nutrition.carbs_grams, limits.min_carbs, limits.max_carbs),
        "g fat": (nutrition.fat_grams, limits.min_fat, limits.max_fat),
    }


def _energy_range(limits: Limits) -> tuple[float | None, float | None]:
    if limits.target_calories is None:
        return None, limits.max_calories
    high = round((1 + NEAR) * limits.target_calories)
    return round((1 - NEAR) * limits.target_calories), min(high, limits.max_calories or high)


def misses(draft: Draft, nutrition: Nutrition, limits: Limits, max_prep_minutes: int | None) -> list[str]:
    """What keeps a draft from being accepted, in words the writer can use."""
    found = []
    for unit, (value, low, high) in _ranges(nutrition, limits).items():
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


def fitted(draft: Draft, nutrition: Nutrition, limits: Limits) -> tuple[Draft, Nutrition, list[str]]:
    """The draft with its portions resized where one sane factor makes the limits hold, and what changed."""
    factor = _factor(nutrition, limits)
    if factor == 1:
        return draft, nutrition, []
    try:
        resized, whole = _resized(draft, factor), scaled(nutrition, factor)
    except ValidationError:  # amounts or nutrients beyond what a recipe may hold: the writer has to mend it
        return draft, nutrition, []
    return resized, whole, [f"portions resized to {factor:.0%} to keep the limits"]


def _resized(draft: Draft, factor: float) -> Draft:
    ingredients = [
        {
            **line.model_dump(),
            "amount": round(line.amount * factor, 2),
            "grams": None if line.grams is None else round(line.grams * factor, 1),
        }
        for line in draft.ingredients
    ]
    return Draft.model_validate({**draft.model_dump(), "ingredients": ingredients})


def _factor(nutrition: Nutrition, limits: Limits) -> float:
    """The factor nearest to 1 that puts every quantity inside its limits; 1 where none does."""
    ranges = [entry for entry in _ranges(nutrition, limits).values() if entry[0] > 0]
    least = max([SMALLEST, *(low / value for value, low, _ in ranges if low is not None)])
    most = min([LARGEST, *(high / value for value, _, high in ranges if high is not None)])
    return min(max(1.0, least), most) if least <= most else 1.0
