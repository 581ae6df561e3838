"""The pantry: everyday foods with their USDA values, diet traits, household unit, shape and colour."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
NUTRIENTS = ("kcal", "protein_g", "carbs_g", "fat_g", "fibre_g", "sugar_g", "sodium_mg", "alcohol_g")

MEAT = {"meat", "fish", "shellfish"}
FORBIDDEN: dict[str, set[str]] = {
    "vegan": MEAT | {"egg", "dairy", "honey"},
    "vegetarian": MEAT | {"rennet"},
    "pescatarian": {"meat"},
    "keto": {"grain", "pulse", "sugar", "starchy", "sweet", "pseudo"},
    "paleo": {"grain", "legume", "dairy", "sugar", "seedoil", "peanut", "potato", "pseudo", "alcohol"},
    "gluten-free": {"gluten"},
    "dairy-free": {"dairy"},
    "nut-free": {"nut", "peanut", "coconut"},
    "low-carb": {"grain", "sugar", "starchy", "sweet"},
    "low-fat": set(),
    "high-protein": set(),
    "halal": {"pork", "alcohol"},
    "kosher": {"pork", "shellfish"},
}


@dataclass(frozen=True)
class Food:
    """One food; `per_gram` follows NUTRIENTS, `unit_grams` is what one `unit` weighs."""

    name: str
    fdc_id: str
    role: str
    traits: frozenset[str]
    unit: str
    unit_grams: float
    shape: str
    colour: str
    per_gram: NDArray[np.float64]

    @property
    def kcal(self) -> float:
        return float(self.per_gram[0])

    def suits(self, diets: Iterable[str]) -> bool:
        """Whether every one of the diets allows it."""
        return not any(self.traits & FORBIDDEN.get(diet, set()) for diet in diets)


def energy(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values with their energy by 4/4/9, fibre at 2 and alcohol at 7 kcal a gram, in place of kcal."""
    _, protein, carbs, fat, fibre, _, _, alcohol = values
    fibre = min(fibre, carbs)
    settled = values.copy()
    settled[0] = 4 * protein + 4 * (carbs - fibre) + 2 * fibre + 9 * fat + 7 * alcohol
    return settled


@cache
def usda() -> dict[str, dict[str, str]]:
    """USDA foods by FoodData Central id."""
    with (DATA / "usda_foods.csv").open(newline="", encoding="utf-8") as file:
        return {row["fdc_id"]: row for row in csv.DictReader(file)}


@cache
def aliases() -> dict[str, str]:
    """FoodData Central id by everyday name."""
    with (DATA / "ingredient_aliases.csv").open(newline="", encoding="utf-8") as file:
        return {row["alias"]: row["fdc_id"] for row in csv.DictReader(file)}


def values_of(fdc_id: str) -> NDArray[np.float64]:
    """Nutrients a gram, in the order of NUTRIENTS; what USDA does not report counts as none."""
    row = usda()[fdc_id]
    return energy(np.array([float(row[name] or 0) for name in NUTRIENTS]) / 100)


@cache
def pantry() -> dict[str, Food]:
    """Every food of the pantry by name."""
    with (HERE / "pantry.csv").open(newline="", encoding="utf-8") as file:
        return {row["name"]: _food(row) for row in csv.DictReader(file)}


def _food(row: dict[str, str]) -> Food:
    fdc_id = row["fdc_id"] or aliases()[row["name"]]
    pulse = ["pulse"] if row["role"] == "legume" else []
    traits = frozenset(row["traits"].split() + pulse)
    grams = float(row["unit_grams"])
    return Food(
        row["name"],
        fdc_id,
        row["role"],
        traits,
        row["unit"],
        grams,
        row["shape"],
        row["colour"],
        values_of(fdc_id),
    )
