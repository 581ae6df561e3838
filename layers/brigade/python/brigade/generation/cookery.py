"""What a cook would put together: ways to cook by meal, ingredient and cuisine, and what goes beside what."""

from collections.abc import Iterable, Set

from brigade.generation.larder import MEAT, SEAFOOD, Kind, kinds_of
from brigade.recipes.vocabulary import MealType

CUISINES = ["Mediterranean", "Mexican", "Thai", "Indian", "Japanese", "Korean", "Moroccan", "Greek", "Italian",
            "Vietnamese", "Turkish", "Lebanese", "Peruvian", "Nordic", "French", "Caribbean", "Ethiopian",
            "Californian"]  # fmt: skip

METHODS: dict[MealType, list[str]] = {
    MealType.BREAKFAST: ["baked", "griddled", "simmered", "sauteed", "chilled", "blended"],
    MealType.LUNCH: ["tossed", "grilled", "stir-fried", "roasted", "simmered", "steamed", "wrapped"],
    MealType.DINNER: ["roasted", "braised", "grilled", "stir-fried", "curried", "baked", "pan-seared", "stewed"],
    MealType.SNACK: ["baked", "blended", "roasted", "chilled", "tossed"],
}

FLESH = MEAT | SEAFOOD
LOOSE = {Kind.GRAIN, Kind.WHEAT, Kind.LEGUME, Kind.SEED, Kind.NUT}  # what falls through a grill
UNSUITED: dict[str, set[Kind]] = {
    "blended": set(Kind) - {Kind.FRUIT, Kind.DAIRY, Kind.NUT, Kind.SEED, Kind.LEGUME},
    "chilled": FLESH | {Kind.ROOT, Kind.EGG},
    "griddled": {Kind.SEED, Kind.NUT, Kind.LEGUME},
    "grilled": LOOSE | {Kind.EGG},
    "roasted": {Kind.GRAIN, Kind.WHEAT, Kind.EGG, Kind.DAIRY},
    "steamed": MEAT | {Kind.DAIRY, Kind.WHEAT, Kind.SEED, Kind.LEGUME, Kind.GRAIN},
    "pan-seared": LOOSE | {Kind.EGG, Kind.ROOT},
    "braised": SEAFOOD | {Kind.EGG, Kind.GRAIN, Kind.WHEAT, Kind.DAIRY},
    "stir-fried": {Kind.DAIRY, Kind.WHEAT, Kind.SEED, Kind.FISH, Kind.ROOT},
    "stewed": {Kind.EGG, Kind.DAIRY, Kind.GRAIN, Kind.WHEAT},
    "curried": {Kind.DAIRY, Kind.WHEAT, Kind.GRAIN},
    "simmered": {Kind.NUT, Kind.SEED, Kind.DAIRY},
    "sauteed": {Kind.NUT, Kind.SEED, Kind.DAIRY, Kind.GRAIN, Kind.WHEAT},
    "tossed": {Kind.SEED},
    "wrapped": {Kind.WHEAT},
}
GROUND = dict.fromkeys(
    ["lean ground beef", "ground lamb", "ground pork", "ground turkey", "bison"],
    frozenset({"tossed", "grilled", "stir-fried", "simmered", "wrapped", "curried", "baked", "sauteed", "griddled"}),
)
FIRM_CHEESE = dict.fromkeys(
    ["halloumi", "paneer"],
    frozenset({"grilled", "griddled", "sauteed", "baked", "roasted", "tossed", "wrapped", "pan-seared"}),
)
SLOW = dict.fromkeys(
    ["beef chuck", "lamb leg", "chicken thigh"], frozenset({"braised", "stewed", "curried", "roasted", "simmered"})
)
PULSES = dict.fromkeys(
    ["red lentils", "green lentils", "split peas", "white beans", "pinto beans", "kidney beans", "black beans"],
    frozenset({"simmered", "stewed", "curried", "braised", "baked", "blended", "tossed", "wrapped", "chilled"}),
)
LEAVES = dict.fromkeys(
    ["spinach", "swiss chard", "bok choy"],
    frozenset({"simmered", "sauteed", "steamed", "stir-fried", "curried", "stewed", "tossed", "baked", "wrapped"}),
)
BERRIES = dict.fromkeys(
    ["blueberries", "strawberries", "raspberries"], frozenset({"blended", "chilled", "baked", "griddled", "tossed"})
)
KEPT: dict[str, Set[str]] = {  # the only ways of foods that are unlike others of their kind
    **GROUND, **FIRM_CHEESE, **SLOW, **PULSES, **LEAVES, **BERRIES,
    "paneer": {"grilled", "griddled", "sauteed", "baked", "curried", "roasted", "tossed", "wrapped", "stir-fried"},
    "venison": {"roasted", "braised", "grilled", "pan-seared", "stewed"},
    "ham": {"baked", "roasted", "tossed", "wrapped", "simmered", "grilled"},
    "crab": {"tossed", "baked", "wrapped", "curried", "simmered", "stir-fried", "steamed"},
    "mussels": {"steamed", "simmered", "stewed", "curried", "baked"},
    "squid": {"grilled", "stir-fried", "stewed", "tossed", "pan-seared", "braised"},
    "sardines": {"grilled", "baked", "roasted", "tossed", "pan-seared", "wrapped", "sauteed"},
    "tuna": {"grilled", "pan-seared", "tossed", "wrapped", "baked", "stewed"},
    "eggs": {"baked", "simmered", "sauteed", "griddled", "curried", "stir-fried", "steamed", "wrapped"},
    "egg whites": {"baked", "sauteed", "griddled", "stir-fried", "steamed", "wrapped"},
    "greek yogurt": {"blended", "chilled"},
    "cottage cheese": {"blended", "chilled", "baked", "griddled", "tossed", "wrapped"},
    "ricotta": {"blended", "chilled", "baked", "griddled", "tossed", "wrapped"},
    "feta": {"baked", "roasted", "tossed", "wrapped", "chilled"},
    "mozzarella": {"baked", "tossed", "wrapped", "chilled"},
    "rice noodles": {"tossed", "stir-fried", "simmered"},
    "whole wheat pasta": {"tossed", "baked", "simmered"},
    "couscous": {"tossed", "simmered", "baked", "chilled", "steamed"},
    "rye bread": {"baked", "griddled", "tossed"},
    "polenta": {"baked", "griddled", "simmered", "grilled"},
    "rolled oats": {"baked", "griddled", "simmered", "chilled", "blended"},
    "pumpkin seeds": {"tossed", "blended", "chilled", "baked", "roasted"},
    "hemp seeds": {"tossed", "blended", "chilled", "baked"},
    "chia seeds": {"chilled", "blended", "baked"},
    "flaxseed": {"blended", "baked", "chilled"},
    "avocado": {"blended", "chilled", "tossed", "baked", "wrapped", "grilled"},
    "cucumber": {"chilled", "tossed", "wrapped", "stir-fried"},
    "eggplant": {"grilled", "roasted", "stewed", "curried", "baked", "stir-fried", "braised", "blended", "simmered"},
    "beets": {"roasted", "baked", "tossed", "simmered", "blended"},
    "butternut squash": {"roasted", "baked", "simmered", "curried", "stewed", "griddled", "sauteed"},
    "kale": {"simmered", "sauteed", "steamed", "stir-fried", "stewed", "tossed", "baked", "roasted", "braised"},
    "tomatoes": {"baked", "simmered", "sauteed", "chilled", "tossed", "roasted", "stewed", "grilled"},
    "artichokes": {"steamed", "roasted", "braised", "stewed", "grilled", "baked", "tossed", "simmered"},
    "apples": {"baked", "chilled", "tossed", "simmered", "griddled", "sauteed", "roasted"},
    "mango": {"blended", "chilled", "tossed"},
}  # fmt: skip

AT_HOME = {  # ways to cook that belong to some kitchens only
    "stir-fried": {"Thai", "Vietnamese", "Japanese", "Korean", "Indian", "Peruvian", "Californian"},
    "curried": {"Thai", "Indian", "Japanese", "Vietnamese", "Caribbean", "Ethiopian", "Californian"},
}
FOREIGN = {  # kinds that a kitchen hardly knows
    **dict.fromkeys(["Thai", "Vietnamese", "Japanese", "Korean"], frozenset({Kind.DAIRY})),
    **dict.fromkeys(["Moroccan", "Turkish", "Lebanese", "Ethiopian"], frozenset({Kind.PORK})),
}

SIDES = {Kind.LEGUME, Kind.WHEAT, Kind.GRAIN, Kind.ROOT, Kind.VEGETABLE}
SWEET = {Kind.NUT, Kind.SEED, Kind.FRUIT}
COMPANY: dict[Kind, set[Kind]] = {  # what may stand beside a main ingredient
    **dict.fromkeys(FLESH, SIDES),
    Kind.EGG: {Kind.VEGETABLE, Kind.ROOT, Kind.LEGUME, Kind.DAIRY},
    Kind.DAIRY: {Kind.VEGETABLE, Kind.LEGUME, Kind.WHEAT, Kind.ROOT},
    Kind.LEGUME: {Kind.VEGETABLE, Kind.GRAIN, Kind.WHEAT, Kind.ROOT},
    Kind.SOY: {Kind.VEGETABLE, Kind.GRAIN, Kind.ROOT},
    Kind.WHEAT: {Kind.VEGETABLE},
    Kind.GRAIN: {Kind.VEGETABLE},
    Kind.NUT: {Kind.FRUIT},
    Kind.SEED: {Kind.FRUIT},
    Kind.ROOT: {Kind.VEGETABLE},
    Kind.VEGETABLE: {Kind.VEGETABLE},
    Kind.FRUIT: {Kind.FRUIT},
}
SOFT = {"greek yogurt", "cottage cheese", "ricotta"}  # dairy that goes with fruit
MORNING_GRAINS = {"rolled oats", "quinoa", "buckwheat", "millet"}
COLD = {"blended", "chilled"}  # everything in the dish is, so everything must bear it


def styles_for(meal: MealType, dish: str) -> list[tuple[str, str]]:
    """Cuisine and cooking method pairs that suit a dish ("cod with leeks"); all of the meal's for an unknown word."""
    main, _, beside = dish.partition(" with ")
    kinds = kinds_of(main)
    methods = [method for method in METHODS[meal] if _bears(main, method)]
    methods = [method for method in methods if method not in COLD or not beside or _bears(beside, method)]
    return [
        (cuisine, method)
        for cuisine in CUISINES
        for method in methods
        if cuisine in AT_HOME.get(method, CUISINES) and not kinds & FOREIGN.get(cuisine, set())
    ]


def _bears(name: str, method: str) -> bool:
    return method in KEPT[name] if name in KEPT else not kinds_of(name) & UNSUITED.get(method, set())


def go_together(main: str, beside: str) -> bool:
    """Whether a cook would name the second beside the first; a word the larder does not know takes any side."""
    pair, kinds = {main, beside}, kinds_of(main)
    if pair & SOFT:
        return bool(kinds_of(next(iter(pair - SOFT), main)) & SWEET) or bool(pair & MORNING_GRAINS)
    if kinds & SWEET and beside in MORNING_GRAINS:
        return True
    wanted = set[Kind]().union(*(COMPANY[kind] for kind in kinds)) or SIDES
    return bool(kinds_of(beside) & wanted)


def paired(names: Iterable[tuple[str, str]]) -> list[str]:
    """The pairs that go together, each the way round that a cook would name it."""
    dishes = []
    for one, other in names:
        if one != other and go_together(one, other):
            dishes.append(f"{one} with {other}")
        elif one != other and go_together(other, one):
            dishes.append(f"{other} with {one}")
    return dishes
