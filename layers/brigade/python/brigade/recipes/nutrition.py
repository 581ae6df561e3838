"""The energy a serving must hold, given its macronutrients, and the mending of claims that do not add up."""

from typing import Any

from brigade.recipes.recipe import Nutrition

KCAL_PER_GRAM = {"protein": 4.0, "carbs": 4.0, "fat": 9.0}  # Atwater's general factors
KCAL_PER_GRAM_FIBRE = 2.0  # FAO Food and Nutrition Paper 77 (2003)
KCAL_PER_GRAM_ALCOHOL = 7.0
TOLERANCE = 0.10  # of the energy, or
TOLERANCE_KCAL = 10.0  # whichever is more: what labels round away


def energy_of(nutrition: Nutrition) -> float:
    """kcal by Atwater's factors; carbohydrate is total, so its fibre counts at its own factor."""
    return (
        KCAL_PER_GRAM["protein"] * nutrition.protein_grams
        + KCAL_PER_GRAM["carbs"] * max(nutrition.carbs_grams - nutrition.fibre_grams, 0)
        + KCAL_PER_GRAM_FIBRE * nutrition.fibre_grams
        + KCAL_PER_GRAM["fat"] * nutrition.fat_grams
        + KCAL_PER_GRAM_ALCOHOL * nutrition.alcohol_grams
    )


def mended(claim: Nutrition) -> tuple[Nutrition, list[str]]:
    """The claim made consistent, and what was changed, in words; unchanged where it already adds up."""
    fixes: dict[str, Any] = {}
    changes = []
    for part in ("fibre_grams", "sugar_grams"):
        if getattr(claim, part) > claim.carbs_grams:
            fixes[part] = claim.carbs_grams
            changes.append(f"{part.split('_')[0]} lowered from {getattr(claim, part):g} to {claim.carbs_grams:g} g: "
                           "it is part of the carbohydrate")  # fmt: skip
    whole = claim.model_copy(update=fixes)
    energy = energy_of(whole)
    if abs(whole.calories_kcal - energy) > max(TOLERANCE * energy, TOLERANCE_KCAL):
        changes.append(f"energy set from {whole.calories_kcal:g} to {energy:.0f} kcal: "
                       "what its protein, carbohydrate, fibre, fat and alcohol come to")  # fmt: skip
        whole = whole.model_copy(update={"calories_kcal": round(energy, 1)})
    return whole, changes


def scaled(nutrition: Nutrition, factor: float) -> Nutrition:
    return Nutrition(**{name: round(value * factor, 2) for name, value in nutrition})
