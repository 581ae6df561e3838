"""What a planner may put at the centre of a plate: main ingredients by kind, and what diets and meals leave of them."""

from collections.abc import Collection
from enum import StrEnum

from brigade.recipes.vocabulary import Diet, MealType


class Kind(StrEnum):
    RED_MEAT = "red meat"
    PORK = "pork"
    POULTRY = "poultry"
    FISH = "fish"
    SHELLFISH = "shellfish"
    EGG = "egg"
    DAIRY = "dairy"
    LEGUME = "legume"
    SOY = "soy"
    WHEAT = "gluten grain"
    GRAIN = "gluten-free grain"
    NUT = "nut"
    SEED = "seed"
    ROOT = "starchy vegetable"
    VEGETABLE = "vegetable"
    FRUIT = "fruit"


MAINS: dict[Kind, list[str]] = {
    Kind.RED_MEAT: ["beef sirloin", "lean ground beef", "beef chuck", "lamb leg", "ground lamb", "bison", "venison"],
    Kind.PORK: ["pork tenderloin", "pork loin", "ground pork", "ham"],
    Kind.POULTRY: ["chicken breast", "chicken thigh", "ground turkey", "turkey breast", "duck breast"],
    Kind.FISH: ["salmon", "cod", "tuna", "trout", "mackerel", "sardines", "halibut", "tilapia", "sea bass"],
    Kind.SHELLFISH: ["shrimp", "scallops", "mussels", "crab", "squid"],
    Kind.EGG: ["eggs", "egg whites"],
    Kind.DAIRY: ["greek yogurt", "cottage cheese", "halloumi", "paneer", "feta", "ricotta", "mozzarella"],
    Kind.LEGUME: ["chickpeas", "red lentils", "green lentils", "black beans", "kidney beans", "white beans",
                  "pinto beans", "split peas", "green peas", "fava beans"],
    Kind.SOY: ["tofu", "tempeh", "edamame"],
    Kind.WHEAT: ["whole wheat pasta", "bulgur", "couscous", "pearl barley", "farro", "rye bread"],
    Kind.GRAIN: ["quinoa", "brown rice", "basmati rice", "buckwheat", "millet", "polenta", "wild rice", "rice noodles",
                 "rolled oats"],
    Kind.NUT: ["almonds", "cashews", "walnuts", "peanuts", "hazelnuts"],
    Kind.SEED: ["pumpkin seeds", "sunflower seeds", "chia seeds", "hemp seeds", "flaxseed"],
    Kind.ROOT: ["sweet potato", "potatoes", "butternut squash", "beets", "parsnips", "corn", "plantain"],
    Kind.VEGETABLE: ["cauliflower", "broccoli", "zucchini", "eggplant", "portobello mushrooms", "spinach", "kale",
                     "bell peppers", "green beans", "asparagus", "brussels sprouts", "cabbage", "fennel", "leeks",
                     "tomatoes", "celery root", "okra", "bok choy", "shiitake mushrooms", "cucumber", "artichokes",
                     "swiss chard", "carrots", "avocado"],
    Kind.FRUIT: ["bananas", "blueberries", "apples", "mango", "strawberries", "pears", "raspberries", "peaches"],
}  # fmt: skip

MEAT = {Kind.RED_MEAT, Kind.PORK, Kind.POULTRY}
SEAFOOD = {Kind.FISH, Kind.SHELLFISH}
STARCHES = {Kind.LEGUME, Kind.WHEAT, Kind.GRAIN, Kind.ROOT, Kind.FRUIT}
LIGHT = {Kind.FRUIT, Kind.ROOT, Kind.VEGETABLE, Kind.GRAIN, Kind.WHEAT}

EXCLUDED: dict[Diet, set[Kind]] = {
    Diet.VEGAN: MEAT | SEAFOOD | {Kind.EGG, Kind.DAIRY},
    Diet.VEGETARIAN: MEAT | SEAFOOD,
    Diet.PESCATARIAN: MEAT,
    Diet.KETO: STARCHES,
    Diet.LOW_CARB: STARCHES,
    Diet.PALEO: {Kind.LEGUME, Kind.SOY, Kind.DAIRY, Kind.WHEAT, Kind.GRAIN},
    Diet.GLUTEN_FREE: {Kind.WHEAT},
    Diet.DAIRY_FREE: {Kind.DAIRY},
    Diet.NUT_FREE: {Kind.NUT},
    Diet.LOW_FAT: {Kind.NUT, Kind.SEED},
    Diet.HIGH_PROTEIN: LIGHT | {Kind.NUT},
    Diet.HALAL: {Kind.PORK},
    Diet.KOSHER: {Kind.PORK, Kind.SHELLFISH},
}
EXCLUDED_BY_NAME: dict[Diet, set[str]] = {
    Diet.PALEO: {"peanuts", "corn"},
    Diet.KETO: {"carrots", "green peas"},
    Diet.GLUTEN_FREE: {"rolled oats"},
    Diet.LOW_FAT: {"avocado", "duck breast", "mackerel", "halloumi", "feta", "paneer", "ricotta", "ground lamb",
                   "ground pork", "beef chuck", "eggs"},
    Diet.HIGH_PROTEIN: {"sunflower seeds", "chia seeds", "flaxseed"},
    Diet.KOSHER: {"venison", "bison"},
}  # fmt: skip

SUITED: dict[MealType, set[Kind]] = {
    MealType.BREAKFAST: {Kind.EGG, Kind.DAIRY, Kind.WHEAT, Kind.GRAIN, Kind.FRUIT, Kind.SOY, Kind.NUT, Kind.SEED,
                         Kind.ROOT, Kind.VEGETABLE, Kind.FISH, Kind.POULTRY},
    MealType.LUNCH: set(Kind) - {Kind.FRUIT, Kind.NUT},
    MealType.DINNER: set(Kind) - {Kind.FRUIT, Kind.NUT, Kind.SEED},
    MealType.SNACK: {Kind.DAIRY, Kind.EGG, Kind.LEGUME, Kind.SOY, Kind.GRAIN, Kind.NUT, Kind.SEED, Kind.ROOT,
                     Kind.VEGETABLE, Kind.FRUIT},
}  # fmt: skip

MORNING = {  # what is eaten in the morning of kinds that mostly are not
    Kind.VEGETABLE: {"spinach", "kale", "tomatoes", "bell peppers", "portobello mushrooms", "zucchini", "avocado",
                     "asparagus", "leeks", "swiss chard", "broccoli", "cauliflower", "cabbage"},
    Kind.FISH: {"salmon", "trout", "mackerel", "sardines"},
    Kind.POULTRY: {"ground turkey", "turkey breast", "chicken breast"},
    Kind.ROOT: {"sweet potato", "potatoes", "butternut squash", "corn", "plantain"},
    Kind.GRAIN: {"quinoa", "buckwheat", "millet", "polenta", "rolled oats", "brown rice", "basmati rice"},
    Kind.WHEAT: {"bulgur", "couscous", "farro", "pearl barley", "rye bread"},
}  # fmt: skip
UNFIT: dict[MealType, set[str]] = {
    MealType.BREAKFAST: {name for kind, kept in MORNING.items() for name in MAINS[kind] if name not in kept},
    MealType.LUNCH: {"rolled oats", "greek yogurt", "sunflower seeds", "chia seeds", "flaxseed"},
    MealType.DINNER: {"rolled oats", "rye bread", "cottage cheese", "greek yogurt", "cucumber", "avocado"},
    MealType.SNACK: {"brown rice", "basmati rice", "wild rice", "rice noodles", "egg whites", "celery root", "bok choy",
                     "okra", "swiss chard", "brussels sprouts", "leeks", "spinach", "cabbage"},
}  # fmt: skip


def kinds_of(main: str) -> set[Kind]:
    """The kinds of a main ingredient; none for a word the larder does not know."""
    return {kind for kind, names in MAINS.items() if main.strip().lower() in names}


def mains_for(meal: MealType, diets: Collection[Diet]) -> list[str]:
    """Main ingredients that suit a meal and that none of the diets excludes."""
    kinds = SUITED[meal].difference(*(EXCLUDED[diet] for diet in diets))
    barred = set[str]().union(*(EXCLUDED_BY_NAME.get(diet, set()) for diet in diets))
    return [name for kind in sorted(kinds) for name in MAINS[kind] if name not in barred | UNFIT[meal]]


def meals_for(diets: Collection[Diet]) -> list[MealType]:
    """Meals that have a main ingredient under these diets."""
    return [meal for meal in MealType if mains_for(meal, diets)]


def diets_against(main: str, diets: Collection[Diet]) -> list[Diet]:
    """Diets that exclude a main ingredient of the larder; none for a word the larder does not know."""
    name = main.strip().lower()
    kinds = kinds_of(name)
    return [diet for diet in diets if kinds & EXCLUDED[diet] or name in EXCLUDED_BY_NAME.get(diet, set())]
