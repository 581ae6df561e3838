"""The diets that are numbers: judged on what a serving holds.

keto          at most 20 g of carbohydrate without fibre: the strictest day, as keto is usually described, in one meal
low-carb      at most 30 g of carbohydrate, the ceiling a request's plan keeps
low-fat       at most 30 % of the energy, what US law asks of a low-fat meal (21 CFR 101.62(b)(3))
high-protein  at least 20 % of the energy (Regulation (EC) 1924/2006, annex)
"""

from collections.abc import Callable

from brigade.recipes.nutrition import KCAL_PER_GRAM, energy_of
from brigade.recipes.recipe import Nutrition
from brigade.recipes.vocabulary import Diet

KETO_NET_CARBS = 20.0
LOW_CARB_CARBS = 30.0
LOW_FAT_SHARE = 0.30
HIGH_PROTEIN_SHARE = 0.20


def _keto(nutrition: Nutrition) -> str | None:
    net = nutrition.carbs_grams - (nutrition.fibre_grams or 0.0)
    wrong = f"a serving holds {net:.0f} g carbohydrate without fibre, keto at most {KETO_NET_CARBS:g} g"
    return wrong if net > KETO_NET_CARBS else None


def _low_carb(nutrition: Nutrition) -> str | None:
    wrong = f"a serving holds {nutrition.carbs_grams:.0f} g carbohydrate, low-carb at most {LOW_CARB_CARBS:g} g"
    return wrong if nutrition.carbs_grams > LOW_CARB_CARBS else None


def _low_fat(nutrition: Nutrition) -> str | None:
    share = KCAL_PER_GRAM["fat"] * nutrition.fat_grams / energy_of(nutrition)
    return f"{share:.0%} of the energy is fat, low-fat at most {LOW_FAT_SHARE:.0%}" if share > LOW_FAT_SHARE else None


def _high_protein(nutrition: Nutrition) -> str | None:
    share = KCAL_PER_GRAM["protein"] * nutrition.protein_grams / energy_of(nutrition)
    wrong = f"{share:.0%} of the energy is protein, high-protein at least {HIGH_PROTEIN_SHARE:.0%}"
    return wrong if share < HIGH_PROTEIN_SHARE else None


NUMERIC: dict[Diet, Callable[[Nutrition], str | None]] = {
    Diet.KETO: _keto,
    Diet.LOW_CARB: _low_carb,
    Diet.LOW_FAT: _low_fat,
    Diet.HIGH_PROTEIN: _high_protein,
}
