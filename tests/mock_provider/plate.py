"""What the mock puts on a plate: foods it knows per 100 g (`foods.csv`, from USDA FoodData Central), weighed so that a
serving comes as near as it can to what is asked for.
"""

import csv
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

STARCHES = ["basmati rice", "quinoa", "millet", "buckwheat", "polenta", "potatoes", "sweet potato", "plantain"]
GREENS = ["zucchini", "kale", "asparagus", "cabbage", "fennel", "spinach", "broccoli"]
COLOURED = ["bell peppers", "tomatoes", "carrots", "cauliflower", "eggplant"]
PROTEINS = ["chicken breast", "turkey breast", "cod", "halibut", "egg whites", "soy protein isolate"]
OILS = ["olive oil", "avocado oil"]
LAST = "hemp seeds"  # where the diets leave none of those rich in protein
CHEESES = {"feta", "ricotta", "mozzarella", "halloumi", "paneer", "cottage cheese"}  # rennet is what a name leaves open
MEAT, FISH = {"chicken breast", "turkey breast"}, {"cod", "halibut"}
BARRED: dict[str, set[str]] = {
    "vegan": MEAT | FISH | {"egg whites"},
    "vegetarian": MEAT | FISH,
    "pescatarian": MEAT,
    "kosher": MEAT,  # it may stand beside cheese
    "low-carb": {*STARCHES},
    "keto": {*STARCHES},
    "paleo": {"soy protein isolate", "basmati rice", "quinoa", "millet", "buckwheat", "polenta"},
}

ROUNDS = 60  # of weighing, after which nothing moves


class Food(NamedTuple):
    """Grams of each in 100 g; `listed` is how a list names it, `raw` whether it must be cooked to be safe."""

    listed: str
    raw: bool
    protein: float
    carbs: float
    fat: float
    fibre: float

    @property
    def energies(self) -> tuple[float, float, float]:
        """kcal in a gram from protein, carbohydrate and fat, as if fibre gave as much as sugar."""
        return 0.04 * self.protein, 0.04 * self.carbs, 0.09 * self.fat


Plate = dict[str, tuple[Food, float]]
"""Of one serving: each food by the name it was asked for, and its grams."""


def plate_for(asked: dict[str, Any], seed: str) -> Plate:
    """What was asked for, with a starch, a food rich in protein, two vegetables and oil beside it."""
    diets, mains = set(asked.get("diets", [])), str(asked["main_ingredient"]).split(" with ")
    beside = [name for names in (STARCHES, PROTEINS, GREENS, COLOURED, OILS) for name in _one_of(names, diets, seed)]
    foods = {name: _food(name, diets) for name in dict.fromkeys([*mains, *beside])}
    grams = _weighed(foods, mains, asked["targets"])
    return {name: (food, weight) for (name, food), weight in zip(foods.items(), grams, strict=True) if weight >= 1}


def _one_of(names: list[str], diets: set[str], seed: str) -> list[str]:
    """One that the diets allow, if any is; which, depends on every word of the prompt."""
    allowed = [name for name in names if not any(name in BARRED.get(diet, ()) for diet in diets)]
    if not allowed:
        return [LAST] if names is PROTEINS else []
    chance = int.from_bytes(hashlib.sha256(f"{names[0]}/{seed}".encode()).digest()[:4])
    return [allowed[chance % len(allowed)]]


def _weighed(foods: dict[str, Food], mains: list[str], targets: dict[str, float]) -> list[float]:
    """Grams of each, none negative, that together come nearest to the targets: least squares, one food at a time."""
    wanted = [4 * targets["protein_grams"], 4 * targets["carbs_grams"], 9 * targets["fat_grams"]]
    bounds = [_bounds(name, food, mains, targets["calories_kcal"]) for name, food in foods.items()]
    grams = [least for least, _ in bounds]
    for _ in range(ROUNDS):
        for place, food in enumerate(foods.values()):
            others = _energies(foods, [*grams[:place], 0.0, *grams[place + 1 :]])
            rest = [want - other for want, other in zip(wanted, others, strict=True)]
            least, most = bounds[place]
            best = _product(rest, food.energies) / max(_product(food.energies, food.energies), 1e-9)
            grams[place] = min(max(best, least), most)
    return [round(weight, 1) for weight in grams]


def _bounds(name: str, food: Food, mains: list[str], kcal: float) -> tuple[float, float]:
    """The least and the most of a food on a plate."""
    if name in (*GREENS, *COLOURED) and name not in mains:
        return 60.0, 60.0
    most = min(250.0, 0.6 * kcal / sum(food.energies))
    return (0.5 * most / len(mains), most) if name in mains else (0.0, most)


def _energies(foods: dict[str, Food], grams: list[float]) -> list[float]:
    of_each = [
        [weight * energy for energy in food.energies] for food, weight in zip(foods.values(), grams, strict=True)
    ]
    return [sum(column) for column in zip(*of_each, strict=True)]


def _product(one: Iterable[float], other: Iterable[float]) -> float:
    return sum(first * second for first, second in zip(one, other, strict=True))


def _food(name: str, diets: set[str]) -> Food:
    """What nobody has listed is taken for a vegetable, and cooked like meat."""
    if "vegetarian" in diets and name in CHEESES:
        return _foods()[name]._replace(listed=f"vegetarian {name}")
    return _foods().get(name) or _foods()["zucchini"]._replace(listed=name, raw=True)


@cache
def _foods() -> dict[str, Food]:
    with Path(__file__).with_name("foods.csv").open() as lines:
        rows = list(csv.reader(lines))[1:]
    return {name: Food(listed, raw == "yes", *map(float, grams)) for name, listed, raw, *grams in rows}


def nutrition_of(plate: Plate) -> dict[str, float | None]:
    """Of a serving; what is not in the table is not known."""
    held = {
        part: sum(grams * getattr(food, part) / 100 for food, grams in plate.values())
        for part in ("protein", "carbs", "fat", "fibre")
    }
    kcal = 4 * held["protein"] + 4 * held["carbs"] + 9 * held["fat"] - 2 * held["fibre"]
    unknown = dict.fromkeys(("sugar_grams", "saturated_fat_grams", "sodium_mg"))
    told = {f"{part}_grams": round(grams, 1) for part, grams in held.items()}
    return {"calories_kcal": round(kcal, 1), **told, **unknown, "alcohol_grams": 0.0}
