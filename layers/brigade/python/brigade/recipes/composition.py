"""What a serving holds, computed from its ingredients, and where each figure comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from brigade.ingredients.foods import Food
from brigade.ingredients.resolving import Resolved
from brigade.recipes.eaten import ALCOHOL_KEPT, DRINK, eaten
from brigade.recipes.nutrition import KCAL_PER_GRAM_ALCOHOL
from brigade.recipes.recipe import Source

REPORTED = 0.8  # of the energy has to come from foods that report a nutrient, else the sum would be a guess
KCAL_PER_UNKNOWN_GRAM = 2.0  # an unknown food is taken for an average one
PART_OF = {"fibre": "carbs", "sugar": "carbs", "saturated_fat": "fat"}
UNKNOWN_GRAMS = 50.0  # and one without a weight for a small portion of it


@dataclass(frozen=True, slots=True)
class Composition:
    """Per serving: kcal, grams, sodium in milligrams; None where too few of the foods report it.

    `energy_resolved`, 0-1, is the share of the recipe's energy that comes from foods and weights that are known.
    """

    kcal: float
    protein: float
    carbs: float
    fat: float
    fibre: float | None
    sugar: float | None
    sodium_mg: float | None
    saturated_fat: float | None
    alcohol: float
    energy_resolved: float
    sources: tuple[Source, ...]


Part = tuple[Food, float]  # a food and the grams of it that are eaten


def composition_of(resolved: Sequence[Resolved], servings: float) -> Composition:
    """The sum over the lines by USDA's figures, per serving."""
    parts = [(line.match.food, grams) for line in resolved if line.match and (grams := eaten(line)[0])]
    energy = _whole(parts, "kcal")
    alcohol = _whole(parts, "alcohol")
    kept = 1.0 if alcohol * KCAL_PER_GRAM_ALCOHOL > DRINK * energy else ALCOHOL_KEPT
    kcal = energy - (1 - kept) * alcohol * KCAL_PER_GRAM_ALCOHOL
    return Composition(
        kcal=kcal / servings,
        protein=_whole(parts, "protein") / servings,
        carbs=_whole(parts, "carbs") / servings,
        fat=_whole(parts, "fat") / servings,
        fibre=_reported(parts, "fibre", servings),
        sugar=_reported(parts, "sugar", servings),
        sodium_mg=_reported(parts, "sodium_mg", servings),
        saturated_fat=_reported(parts, "saturated_fat", servings),
        alcohol=kept * alcohol / servings,
        energy_resolved=_share(parts, energy, sum(map(_missed, resolved))),
        sources=tuple(map(_source, resolved)),
    )


def _in_food(food: Food, nutrient: str) -> float | None:
    """Per 100 g; a part of what is not there is not there either, whether or not anybody measured it."""
    value: float | None = getattr(food, nutrient)
    return 0.0 if value is None and nutrient in PART_OF and getattr(food, PART_OF[nutrient]) == 0 else value


def _whole(parts: list[Part], nutrient: str) -> float:
    return sum(grams / 100 * (_in_food(food, nutrient) or 0) for food, grams in parts)


def _reported(parts: list[Part], nutrient: str, servings: float) -> float | None:
    reporting = [part for part in parts if _in_food(part[0], nutrient) is not None]
    if _whole(reporting, "kcal") < REPORTED * _whole(parts, "kcal"):
        return None
    return _whole(reporting, nutrient) / servings


def _missed(resolved: Resolved) -> float:
    """The kcal that a line may hold that could not be resolved; nothing is lost with one that names no amount."""
    grams = resolved.weight.grams
    if (resolved.match and grams is not None) or (grams is None and resolved.line.amount is None):
        return 0.0
    density = (resolved.match.food.kcal or 0) / 100 if resolved.match else KCAL_PER_UNKNOWN_GRAM
    return density * (UNKNOWN_GRAMS if grams is None else grams)


def _share(parts: list[Part], known: float, missed: float) -> float:
    """Of water and salt, too, it is known what they hold; of nothing it is not."""
    return known / (known + missed) if known + missed else float(bool(parts))


def _source(resolved: Resolved) -> Source:
    grams, rule = eaten(resolved)
    food = resolved.match.food if resolved.match else None
    return Source(
        text=resolved.line.text, fdc_id=food.fdc_id if food else None, description=food.description if food else None,
        grams=grams, evidence=resolved.weight.evidence,
        confidence=resolved.match.confidence if resolved.match else 0.0, rule=rule,
    )  # fmt: skip
