"""Where a claim differs from what the ingredients come to.

Calibrated with `benchmarks/detection.py`: right claims are taken to be off by up to 5 % and rounded to whole figures, and
with these tolerances none of them is blamed; nor is one in ten when they are off by 8 %. What a tablespoon of oil brings
to one of four servings is noticed.
"""

from brigade.recipes.nutrition import macros_of
from brigade.recipes.recipe import Nutrition

TOLERANCE = 0.06  # of what is computed, and beside it
ROUNDING = (5.0, 0.8, 1.0, 0.8)  # kcal, then grams of protein, carbohydrate and fat
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
