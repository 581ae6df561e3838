"""How long a food cooks, and how the cook sees that it is done: safe core temperatures are USDA FSIS's."""

from dataclasses import dataclass

from local.simulator.dish import Dish
from local.simulator.pantry import Food


@dataclass(frozen=True)
class Doneness:
    """Minutes in a hot pan, the safe core in °C (0 where there is none to reach) and the sign to look for."""

    minutes: str
    core: int
    sign: str


BY_TRAIT = {  # the first that fits
    "ready": Doneness("2 to 3", 0, "It is done when piping hot."),
    "poultry": Doneness("9 to 11", 74, "It is done when the juices run clear and the core reaches 74 °C (165 °F)."),
    "mince": Doneness("7 to 8", 71, "It is done when no pink remains and it reaches 71 °C (160 °F)."),
    "stewing": Doneness("12 to 14", 63, "It is done when fork-tender and the core is above 63 °C (145 °F)."),
    "pork": Doneness("9 to 10", 63, "It is done when the core reaches 63 °C (145 °F), after a rest of 3 minutes."),
    "meat": Doneness("7 to 9", 63, "It is done when the core reaches 63 °C (145 °F), after a rest of 3 minutes."),
    "shellfish": Doneness("3 to 4", 63, "It is done when opaque and firm, at 63 °C (145 °F)."),
    "fish": Doneness("6 to 8", 63, "It is done when it flakes easily and the core reaches 63 °C (145 °F)."),
    "egg": Doneness("5 to 6", 71, "It is done when set and firm, at 71 °C (160 °F)."),
    "soy": Doneness("7 to 8", 0, "It is done when golden on all sides."),
    "legume": Doneness("5 to 6", 0, "It is done when piping hot."),
}
USUAL = Doneness("5 to 6", 0, "It is done when tender to the tip of a knife.")
POTS = {"soup", "stew", "curry", "chilli"}
SIMMERED = 20  # minutes that dried lentils and split peas take


def doneness(foods: list[Food]) -> Doneness:
    """What the most demanding of these foods needs; foods that are cooked together are done together."""
    return max((_of(food) for food in foods), key=lambda each: each.core, default=USUAL)


def _of(food: Food) -> Doneness:
    return next((each for trait, each in BY_TRAIT.items() if trait in food.traits), USUAL)


def cooked_apart(foods: list[Food]) -> list[str]:
    """A sentence or two for every raw food that no other step cooks."""
    return [
        f"Cook the {food.name} apart in a hot pan for {_of(food).minutes} minutes. {_of(food).sign} Add to the dish."
        for food in foods
    ]


def simmered_first(dish: Dish) -> list[str]:
    """A step where dried lentils or split peas go into a pan; into a pot they may go dry."""
    dried = [food.name for food in dish.foods if {"legume", "dry"} <= food.traits and dish.form.key not in POTS]
    return [f"Simmer the {name} in plenty of water for {SIMMERED} minutes until tender, then drain." for name in dried]
