"""The energy a serving must hold, given its macronutrients, and the mending of claims that do not add up."""

from typing import Any

from brigade.recipes.recipe import Nutrition

KCAL_PER_GRAM = {"protein": 4.0, "carbs": 4.0, "fat": 9.0}  # Atwater's general factors
KCAL_PER_GRAM_FIBRE = 2.0  # FAO Food and Nutrition Paper 77 (2003)
KCAL_PER_GRAM_ALCOHOL = 7.0
TOLERANCE = 0.10  # of the energy, or
TOLERANCE_KCAL = 10.0  # whichever is more: what labels round away

PARTS = {"fibre_grams": "carbs_grams", "sugar_grams": "carbs_grams", "saturated_fat_grams": "fat_grams"}


def energy_of(nutrition: Nutrition) -> float:
    """kcal by Atwater's factors; carbohydrate is total, so its fibre counts at its own factor."""
    fibre = nutrition.fibre_grams or 0.0
    return (
        KCAL_PER_GRAM["protein"] * nutrition.protein_grams
        + KCAL_PER_GRAM["carbs"] * max(nutrition.carbs_grams - fibre, 0)
        + KCAL_PER_GRAM_FIBRE * fibre
        + KCAL_PER_GRAM["fat"] * nutrition.fat_grams
        + KCAL_PER_GRAM_ALCOHOL * nutrition.alcohol_grams
    )


def mended(claim: Nutrition) -> tuple[Nutrition, list[str]]:
    """The claim made consistent, and what was changed, in words; unchanged where it already adds up."""
    fixes: dict[str, Any] = {}
    changes = []
    for part, whole_name in PARTS.items():
        part_grams, grams = getattr(claim, part), getattr(claim, whole_name)
        if part_grams is not None and part_grams > grams:
            fixes[part] = grams
            changes.append(f"{_words(part)} lowered from {part_grams:g} to {grams:g} g: "
                           f"it is part of the {_words(whole_name)}")  # fmt: skip
    whole = claim.model_copy(update=fixes)
    energy = energy_of(whole)
    if abs(whole.calories_kcal - energy) > max(TOLERANCE * energy, TOLERANCE_KCAL):
        changes.append(f"energy set from {whole.calories_kcal:g} to {energy:.0f} kcal: "
                       "what its protein, carbohydrate, fibre, fat and alcohol come to")  # fmt: skip
        whole = whole.model_copy(update={"calories_kcal": round(energy, 1)})
    return whole, changes


Macros = tuple[float, float, float, float]  # kcal, then grams of protein, carbohydrate and fat


def macros_of(nutrition: Nutrition) -> Macros:
    return nutrition.calories_kcal, nutrition.protein_grams, nutrition.carbs_grams, nutrition.fat_grams


def _words(field: str) -> str:
    return {"carbs_grams": "carbohydrate"}.get(field, field.removesuffix("_grams").replace("_", " "))
