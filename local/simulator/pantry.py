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
NUTRIENTS = ("kcal", "protein_g", "carbs_g", "fat_g", "fibre_g", "sugar_g", "sat_fat_g", "sodium_mg", "alcohol_g")

# Words that the table of everyday names spells in one way only.
SPELLINGS = {"chilli": "chili", "evoo": "olive oil", "mayo": "mayonnaise", "parmigiano": "parmesan"}
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

    @property
    def raw(self) -> bool:
        """Whether it must be cooked to be safe."""
        flesh = bool(self.traits & (MEAT | {"egg"})) and self.role in ("protein", "garnish_meat")
        return flesh and "ready" not in self.traits

    def suits(self, diets: Iterable[str]) -> bool:
        """Whether every one of the diets allows it."""
        return not any(self.traits & FORBIDDEN.get(diet, set()) for diet in diets)


@cache
def usda() -> dict[str, dict[str, str]]:
    """USDA foods by FoodData Central id."""
    with (DATA / "usda_foods.csv").open(newline="", encoding="utf-8") as file:
        return {row["fdc_id"]: row for row in csv.DictReader(file)}


@cache
def aliases() -> dict[str, str]:
    """FoodData Central id by everyday name, each word in the singular."""
    with (DATA / "ingredient_aliases.csv").open(newline="", encoding="utf-8") as file:
        return {_plain(row["alias"]): row["fdc_id"] for row in csv.DictReader(file)}


def fdc_id_of(name: str) -> str | None:
    """The food an everyday name means, in either number."""
    return aliases().get(_plain(name))


def _plain(name: str) -> str:
    words = (singular(word) for word in name.lower().split())
    return " ".join(SPELLINGS.get(word, word) for word in words)


def singular(word: str) -> str:
    """The form a compound uses: black beans -> black bean."""
    if word.endswith("peas"):
        return word[:-1]
    if word.endswith(("toes", "goes", "ches", "shes")):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "as")) else word


def values_of(fdc_id: str) -> NDArray[np.float64]:
    """Nutrients a gram, in the order of NUTRIENTS; what USDA does not report counts as none.

    The energy lies midway between USDA's own, by factors of each food, and that of its macronutrients: a recipe's claim
    stays within 5 % of either, whichever a reader computes.
    """
    row = usda()[fdc_id]
    values = np.array([float(row[name] or 0) for name in NUTRIENTS]) / 100
    values[0] = (values[0] + energy_of(values)) / 2
    return values


def energy_of(values: NDArray[np.float64]) -> float:
    """kcal by 4/4/9, fibre at 2 and alcohol at 7 kcal a gram."""
    _, protein, carbs, fat, fibre, _, _, _, alcohol = values
    return float(4 * (protein + carbs) - 2 * min(fibre, carbs) + 9 * fat + 7 * alcohol)


@cache
def pantry() -> dict[str, Food]:
    """Every food of the pantry by name."""
    with (HERE / "pantry.csv").open(newline="", encoding="utf-8") as file:
        return {row["name"]: _food(row) for row in csv.DictReader(file)}


def _food(row: dict[str, str]) -> Food:
    fdc_id = aliases()[_plain(row["name"])]
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
