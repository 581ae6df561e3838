"""Where a claim differs from what the ingredients come to.

Calibrated with `benchmarks/detection.py`: right claims are taken to be off by up to 5 % and rounded to whole figures,
and one in 25 of them is blamed; of claims off by up to 8 % more are. A tablespoon of oil that was forgotten is noticed
in six of seven recipes, though among many servings it is less than claims may be off.
"""

from brigade.recipes.nutrition import macros_of
from brigade.recipes.recipe import Nutrition

TOLERANCE = 0.05  # of what is computed, and beside it
ROUNDING = (1.0, 0.6, 0.6, 0.6)  # kcal, then grams of protein, carbohydrate and fat
OIL = (120.0, 13.6)  # a tablespoon: kcal, grams of fat
NEARER = 0.016  # of energy or fat: so much better a right claim fits with a tablespoon more only by a rare chance
NAMES = ("energy", "protein", "carbohydrate", "fat")
UNITS = ("kcal", "g", "g", "g")


def claim_errors(claimed: Nutrition, computed: Nutrition, servings: float) -> list[str]:
    """Each claimed figure that is further off than tolerance, in words; else a tablespoon of oil that was left out."""
    rows = zip(NAMES, UNITS, macros_of(claimed), macros_of(computed), ROUNDING, strict=True)
    off = [
        f"{name} was claimed as {said:.0f} {unit}, the ingredients come to {true:.0f}"
        for name, unit, said, true, rounding in rows
        if abs(said - true) > TOLERANCE * true + rounding
    ]
    return off or _forgotten_oil(claimed, computed, servings)


def _forgotten_oil(claimed: Nutrition, computed: Nutrition, servings: float) -> list[str]:
    """Too little to be seen in one figure: energy and fat are both short, and fit better with a tablespoon of oil."""
    said, true = (claimed.calories_kcal, claimed.fat_grams), (computed.calories_kcal, computed.fat_grams)
    if min(true) <= 0:
        return []
    short = [(whole - part) / whole for part, whole in zip(said, true, strict=True)]
    rest = [(whole - part - more / servings) / whole for part, whole, more in zip(said, true, OIL, strict=True)]
    nearer = max(short) - max(abs(each) for each in rest)
    if min(short) <= 0 or nearer <= NEARER:
        return []
    return ["energy and fat were claimed as if a tablespoon of oil were not in it"]
