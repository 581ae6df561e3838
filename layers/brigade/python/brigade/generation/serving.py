"""How a dish is served: to how many, in which vessels, and what its main ingredient brings to a serving."""

from functools import cache

from brigade.generation.larder import Kind, kinds_of
from brigade.images.photograph import Vessel
from brigade.images.vessels import BOARD, BOWLS, HOT_BOWLS, PAN, PLATES
from brigade.ingredients.matching import match
from brigade.recipes.vocabulary import MealType

SERVINGS = {MealType.BREAKFAST: 2, MealType.LUNCH: 2, MealType.DINNER: 4, MealType.SNACK: 4}

ANY_DISH = HOT_BOWLS  # where nobody knows how wet it is
VESSELS: dict[str, frozenset[Vessel]] = {
    **dict.fromkeys(("blended", "chilled", "tossed"), BOWLS),
    **dict.fromkeys(("simmered", "braised", "stewed", "curried"), HOT_BOWLS),
    "stir-fried": PLATES | HOT_BOWLS | PAN,
    "steamed": PLATES | HOT_BOWLS,
    **dict.fromkeys(("sauteed", "griddled", "pan-seared", "baked"), PLATES | PAN),
    **dict.fromkeys(("roasted", "grilled"), PLATES | PAN | BOARD),
    "wrapped": PLATES | BOARD,
}
JUICY = {"mussels"}  # stands in a liquid however it is cooked
LYING = {Kind.RED_MEAT, Kind.PORK, Kind.POULTRY, Kind.FISH, Kind.DAIRY, Kind.ROOT, Kind.VEGETABLE}  # keeps to a board

GRAMS: dict[Kind, float] = {  # of a main ingredient as it is bought, in a serving of 600 kcal
    **dict.fromkeys((Kind.RED_MEAT, Kind.PORK, Kind.POULTRY, Kind.FISH), 160),
    Kind.SHELLFISH: 180, Kind.EGG: 130, Kind.DAIRY: 90, Kind.LEGUME: 150, Kind.SOY: 160, Kind.WHEAT: 85, Kind.GRAIN: 85,
    Kind.NUT: 45, Kind.SEED: 45, Kind.ROOT: 250, Kind.VEGETABLE: 250, Kind.FRUIT: 280,
}  # fmt: skip
OWN_GRAMS: dict[str, float] = {
    "greek yogurt": 250, "cottage cheese": 220, "ricotta": 150, "rye bread": 120, "avocado": 120, "egg whites": 200,
    "red lentils": 75, "green lentils": 75, "split peas": 75, "flaxseed": 25, "chia seeds": 40,
}  # fmt: skip
COMPANION = 0.5  # of its own serving is what a companion comes in
MOST_BESIDE = 0.6  # of a meal's usual energy that stands around the mains at most, so that a light dish stays one,
BESIDE_LEAVES = 0.45  # or around vegetables alone
MOST_SHARE = 0.65  # of a serving's energy that main ingredients give: something is always around them

Energy = tuple[float, float, float]  # kcal from protein, carbohydrate and fat


def vessels_for(method: str, main: str) -> frozenset[Vessel]:
    """The vessels that a dish may be served in."""
    name = main.partition(" with ")[0]
    if name in JUICY:
        return HOT_BOWLS
    fit = VESSELS.get(method, ANY_DISH)
    return fit if kinds_of(name) & LYING or method == "wrapped" else fit - BOARD


def brought_by(dish: str, kcal: float, portions: float = 1.0) -> Energy:
    """What the main ingredients of a dish bring to a serving of so much energy; nothing where they are unknown."""
    main, _, beside = dish.partition(" with ")
    first, second = _energy_in(main, portions * kcal), _energy_in(beside, portions * kcal)
    protein, carbs, fat = (one + COMPANION * other for one, other in zip(first, second, strict=True))
    return part_of((protein, carbs, fat), min(1.0, MOST_SHARE * kcal / max(protein + carbs + fat, 1.0)))


def most_beside(dish: str) -> float:
    """The share of a meal's usual energy that other things than its main ingredients give at most."""
    kinds = set[Kind]().union(*(kinds_of(name) for name in dish.split(" with ")))
    return BESIDE_LEAVES if kinds == {Kind.VEGETABLE} else MOST_BESIDE


def part_of(brought: Energy, part: float) -> Energy:
    protein, carbs, fat = brought
    return part * protein, part * carbs, part * fat


def _energy_in(name: str, kcal: float) -> Energy:
    return part_of(_own_serving(name.strip().lower()), kcal / 600)


@cache
def _own_serving(name: str) -> Energy:
    """What the ingredient's own serving at a meal of 600 kcal holds, by USDA's table."""
    kinds, found = kinds_of(name), match(name)
    if not kinds or found is None:
        return 0.0, 0.0, 0.0
    food, part = found.food, OWN_GRAMS.get(name, max(GRAMS[kind] for kind in kinds)) / 100
    return 4 * part * (food.protein or 0.0), 4 * part * (food.carbs or 0.0), 9 * part * (food.fat or 0.0)
