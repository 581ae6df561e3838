"""What may go into a dish: foods that suit its diets and its main ingredient, by the kind of slot they fill."""

from collections.abc import Iterable
from dataclasses import dataclass

from local.simulator.cuisines import Cuisine
from local.simulator.pantry import Food, pantry

NAMED: dict[str, tuple[str, ...]] = {
    "garlic": ("garlic",),
    "ginger": ("ginger",),
    "onion": ("red onion", "shallots"),
    "flatbread": ("corn tortillas", "pita bread"),
    "lettuce": ("romaine lettuce",),
    "creamy": ("coconut milk", "greek yogurt", "heavy cream", "tahini"),
    "tomato": ("canned tomatoes",),
    "stock": ("vegetable stock",),
    "paste": ("tomato paste",),
    "egg": ("eggs",),
    "lean": ("egg whites",),
    "sauce": ("greek yogurt", "tahini", "plain yogurt", "avocado"),
    "binder": ("rolled oats", "eggs", "almond flour"),
    "dried": ("dates", "raisins", "blueberries"),
    "powder": ("whey protein powder", "hemp seeds"),
    "richveg": ("avocado",),
    "rich": ("almond butter", "peanut butter", "tahini"),
    "sweet": ("maple syrup", "honey", "dates"),
    "dairy": ("greek yogurt", "plain yogurt", "cottage cheese", "ricotta", "firm tofu", "coconut milk"),
    "milk": ("milk", "almond milk", "soy milk", "coconut milk"),
    "acid": ("lemon juice", "lime juice"),
}
ROLES: dict[str, tuple[tuple[str, ...], ...]] = {
    "protein": (("protein", "legume"),),
    "protein2": (("protein",),),
    "bean": (("legume",), ("vegetable",)),
    "grain": (("grain",), ("starch",)),
    "starch": (("starch",),),
    "veg": (("vegetable",),),
    "leaf": (("leaf",),),
    "aromatic": (("aromatic",),),
    "fat": (("fat",),),
    "top": (("nut", "seed"), ("seed",)),
    "nut": (("nut",), ("seed",), ("topping",)),
    "seed": (("seed",),),
    "cheese": (("cheese",),),
    "bread": (("bread",),),
    "pasta": (("pasta",),),
    "noodle": (("noodle",),),
    "oats": (("oats",), ("seed",)),
    "flour": (("flour",),),
    "fruit": (("fruit",),),
}
REPLACED = {"grain": "cauliflower", "starch": "cauliflower"}
REQUIRED = {"bread", "flatbread", "pasta", "noodle", "egg", "flour", "oats", "fruit", "dairy", "milk"}


@dataclass(frozen=True)
class Larder:
    """Foods suit every diet and have none of the traits in `taboo`."""

    diets: list[str]
    taboo: set[str]

    def allowed(self, foods: Iterable[Food]) -> list[Food]:
        return [food for food in foods if food.suits(self.diets) and not food.traits & self.taboo]

    def named(self, names: Iterable[str]) -> list[Food]:
        return self.allowed(map(food_named, names))


def larder_for(diets: list[str], main: Food) -> Larder:
    """The main ingredient rules traits out: meat and milk do not meet under kosher; no foreign stock."""
    taboo = set()
    if "kosher" in diets:
        taboo |= {"dairy", "fish"} if "meat" in main.traits else {"meat"}
    if not main.traits & {"meat", "fish", "shellfish", "egg", "dairy"} and main.role != "protein":
        taboo |= {"pork"}
    return Larder(diets, taboo)


def candidates(kind: str, larder: Larder, cuisine: Cuisine | None = None) -> list[Food]:
    """Foods that may fill a slot of this kind, the cuisine's own first choices where it has any."""
    if kind in NAMED:
        return larder.named(NAMED[kind])
    favourites = {"veg": "vegetables", "grain": "grains", "fat": "fats"}
    if cuisine and kind in favourites:
        own = larder.named(getattr(cuisine, favourites[kind]))
        if len(own) >= (3 if kind == "veg" else 1):
            return own
    for roles in ROLES.get(kind, ()):
        if fit := larder.allowed(food for food in pantry().values() if food.role in roles):
            return fit
    return [food_named(REPLACED[kind])] if kind in REPLACED else []


def food_named(name: str) -> Food:
    return pantry()[name]
