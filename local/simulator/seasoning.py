"""What seasons a dish: its flavour, and salt, pepper and a herb where it is savoury."""

import random

from local.simulator.dish import Dish
from local.simulator.larder import Larder, food_named
from local.simulator.pantry import Food

QUIET = {
    "acid": 7.0,
    "paste": 6.0,
    "paste_hot": 6.0,
    "salty": 7.0,
    "sweet": 5.0,
    "mustard": 4.0,
    "pepper": 0.3,
    "seed": 4.0,
    "nut": 6.0,
    "rich": 10.0,
    "fruit": 14.0,
    "garnish_veg": 12.0,
}


def seasoning(dish: Dish, draw: random.Random) -> list[tuple[Food, float]]:
    """Foods with fixed grams a serving: the flavour, and salt, pepper and a herb for savoury dishes."""
    diets, used = list(dish.ask.diets), {food.name for foods in dish.filled.values() for food in foods}
    flavour = [food_named(name) for name in dish.flavour.foods if name not in used]
    fixed = [(food, _quiet_grams(food, dish.sweet)) for food in flavour]
    dish.filled["seasoning"] = flavour or [food_named("black pepper")]
    dish.filled["flavour"] = dish.filled["seasoning"]
    if dish.sweet:
        return fixed
    names = used | {food.name for food in flavour}
    herbs = [food for food in Larder(diets, set()).named(dish.cuisine.herbs) if food.name not in names]
    herb = draw.choice(herbs or [food_named("parsley")])
    acid = next((food for food in flavour if food.role == "acid"), food_named("lemon juice"))
    extra = {
        "herb": (herb, _quiet_grams(herb, dish.sweet)),
        "salt": (food_named("salt"), 0.8),
        "pepper": (food_named("black pepper"), 0.25),
    }
    if "{acid}" in "".join(dish.form.steps) and "acid" not in dish.filled:
        extra["acid"] = (acid, 7.0)
    for kind, (food, grams) in extra.items():
        dish.filled[kind] = [food]
        if food.name not in names:
            fixed.append((food, grams))
            names.add(food.name)
    return fixed


def _quiet_grams(food: Food, sweet: bool) -> float:
    """Grams a serving of a seasoning: herbs and spices by the spoon, the rest by weight."""
    if food.role in ("herb", "spice", "flavour"):
        return food.unit_grams * (0.75 if food.role == "herb" else 0.2 if sweet else 0.4)
    return QUIET.get(food.role, 12.0)
