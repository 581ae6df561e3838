"""Where a claim differs from what the ingredients come to.

Calibrated with `benchmarks/detection.py`: right claims are taken to be off by up to 5 % and rounded to whole figures,
and none of them is blamed; of claims off by up to 8 % about one in seven is. A tablespoon of oil that was forgotten is
noticed in six of seven recipes of up to four servings; among more servings it is often less than claims may be off.
"""

from brigade.recipes.nutrition import macros_of
from brigade.recipes.recipe import Nutrition

TOLERANCE = 0.05  # of what is computed, and beside it
ROUNDING = (1.0, 0.6, 0.6, 0.6)  # kcal, then grams of protein, carbohydrate and fat
NAMES = ("energy", "protein", "carbohydrate", "fat")
UNITS = ("kcal", "g", "g", "g")


def claim_errors(claimed: Nutrition, computed: Nutrition) -> list[str]:
    """Each claimed figure that is further off than tolerance, in words."""
    rows = zip(NAMES, UNITS, macros_of(claimed), macros_of(computed), ROUNDING, strict=True)
    return [
        f"{name} was claimed as {said:.0f} {unit}, the ingredients come to {true:.0f}"
        for name, unit, said, true, rounding in rows
        if abs(said - true) > TOLERANCE * true + rounding
    ]
