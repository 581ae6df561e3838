"""Mistakes that models make: a good recipe in, the same recipe with one thing wrong out."""

import random
import re
from collections.abc import Callable
from typing import Any

from local.simulator.pantry import fdc_id_of, pantry, values_of
from local.simulator.words import per_serving

Recipe = dict[str, Any]
Mistake = Callable[[Recipe, random.Random], Recipe]

SPOON_OF_OIL = 13.5  # grams in a tablespoon
MOST_GRAMS = 5000  # of one line
FORBIDDEN_FOODS = {
    "vegan": "cheddar",
    "vegetarian": "ham",
    "pescatarian": "ham",
    "keto": "dates",
    "paleo": "cheddar",
    "gluten-free": "whole wheat bread",
    "dairy-free": "cheddar",
    "nut-free": "almonds",
    "low-carb": "dates",
    "halal": "ham",
    "kosher": "ham",
}
HIDING_FOODS = {
    "vegan": "honey",
    "vegetarian": "worcestershire sauce",
    "pescatarian": "chicken stock",
    "paleo": "soy sauce",
    "gluten-free": "soy sauce",
    "dairy-free": "whey protein powder",
    "nut-free": "almond milk",
    "halal": "mirin",
    "kosher": "oyster sauce",
}
INVENTED_FOODS = ("silverleaf kernels", "moonroot flakes", "ember thistle curd")
CORE_TEMPERATURE = re.compile(r"[^.]*\b(?:63|71|74) °C[^.]*\.")


# --- The claim -----------------------------------------------------------------------------------


def inconsistent(recipe: Recipe, _: random.Random) -> Recipe:
    """Energy claimed 1.3 times too high, so that it contradicts its own macronutrients."""
    return _claiming_more(recipe, calories_kcal=0.3 * recipe["nutrition"]["calories_kcal"])


def inflated_energy(recipe: Recipe, _: random.Random) -> Recipe:
    """Energy claimed 1.3 times too high, with the carbohydrate and fat to match: only the ingredients tell."""
    more = 0.3 * recipe["nutrition"]["calories_kcal"]
    return _claiming_more(recipe, calories_kcal=more, carbs_grams=more / 2 / 4, fat_grams=more / 2 / 9)


def understated(recipe: Recipe, _: random.Random) -> Recipe:
    """Everything claimed at 0.6 of what it is."""
    return recipe | {"nutrition": _times(recipe["nutrition"], 0.6)}


def whole_as_serving(recipe: Recipe, _: random.Random) -> Recipe:
    """What the whole recipe holds, claimed as one serving."""
    return recipe | {"nutrition": _times(recipe["nutrition"], recipe["servings"])}


def swapped_macros(recipe: Recipe, _: random.Random) -> Recipe:
    """Protein and carbohydrate claimed as one another; the energy still adds up."""
    difference = recipe["nutrition"]["carbs_grams"] - recipe["nutrition"]["protein_grams"]
    return _claiming_more(recipe, protein_grams=difference, carbs_grams=-difference)


def padded_protein(recipe: Recipe, _: random.Random) -> Recipe:
    """20 g of protein claimed that are not there, with their energy."""
    return _claiming_more(recipe, protein_grams=20, calories_kcal=80)


def forgotten_oil(recipe: Recipe, _: random.Random) -> Recipe:
    """A tablespoon of oil more on the list than in the claim."""
    oils = {food.name for food in pantry().values() if food.role == "fat"}
    lines = recipe["ingredients"]
    at = next((index for index, line in enumerate(lines) if line["name"] in oils), None)
    if at is None:
        oil = {"name": "olive oil", "amount": 1.0, "unit": "tbsp", "grams": SPOON_OF_OIL}
        return _with_line(recipe, oil, "Drizzle with the olive oil.")
    return _with_amount(recipe, at, 1 + SPOON_OF_OIL / lines[at]["grams"])


# --- The ingredients -----------------------------------------------------------------------------


def forbidden_ingredient(recipe: Recipe, _: random.Random) -> Recipe:
    """A food that a diet it is tagged with plainly forbids; the claim counts it."""
    return _breaking_a_diet(recipe, FORBIDDEN_FOODS, 40.0)


def hidden_forbidden(recipe: Recipe, _: random.Random) -> Recipe:
    """A food that breaks a diet it is tagged with by what it is made of: Worcestershire sauce holds anchovies."""
    return _breaking_a_diet(recipe, HIDING_FOODS, 8.0)


def over_limit(recipe: Recipe, _: random.Random) -> Recipe:
    """Portions far too large: honest, but beyond what was asked."""
    return enlarged(recipe, 2.2)


def unknown_food(recipe: Recipe, draw: random.Random) -> Recipe:
    """A food that does not exist, and what it would add to the claim."""
    name = draw.choice(INVENTED_FOODS)
    added = _with_line(recipe, _weighed(name, 30.0 * recipe["servings"]), f"Stir in the {name}.")
    return _claiming_more(added, calories_kcal=116, protein_grams=6, carbs_grams=14, fat_grams=4)


def absurd_amount(recipe: Recipe, _: random.Random) -> Recipe:
    """A hundred times too much salt, or of what there is least of where there is no salt."""
    lines = recipe["ingredients"]
    least = min(range(len(lines)), key=lambda index: (lines[index]["name"] != "salt", lines[index]["grams"]))
    return _with_amount(recipe, least, 100)


def wrong_grams(recipe: Recipe, _: random.Random) -> Recipe:
    """An amount in pieces, cups, spoons or millilitres that its own grams contradict by a factor of four."""
    lines = recipe["ingredients"]
    measured = [line for line in lines if line["unit"] != "g" and 4 * line["grams"] <= MOST_GRAMS]
    heaviest = max(measured, key=lambda line: float(line["grams"]))
    wrong = heaviest | {"grams": round(4 * heaviest["grams"], 1)}
    return recipe | {"ingredients": [wrong if line is heaviest else line for line in lines]}


# --- The method ----------------------------------------------------------------------------------


def undercooked(recipe: Recipe, _: random.Random) -> Recipe:
    """Meat, fish or eggs cooked to 55 °C; dried kidney beans boiled for five minutes where there are none."""
    steps = recipe["instructions"]
    rare = [CORE_TEMPERATURE.sub(" Stop while the core is at 55 °C (131 °F).", step) for step in steps]
    if rare != steps:
        return recipe | {"instructions": rare}
    beans = _weighed("dried kidney beans", 20.0 * recipe["servings"])
    added = _with_line(recipe, beans, "Add the dried kidney beans and simmer for 5 minutes.")
    return _claiming_more(added, **_worth("lentils", 20.0))  # dried pulses are much alike


MISTAKES: dict[str, Mistake] = {
    mistake.__name__: mistake
    for mistake in (
        inconsistent,
        inflated_energy,
        understated,
        whole_as_serving,
        swapped_macros,
        padded_protein,
        forgotten_oil,
        forbidden_ingredient,
        hidden_forbidden,
        over_limit,
        unknown_food,
        absurd_amount,
        wrong_grams,
        undercooked,
    )
}


# --- What they are made of -----------------------------------------------------------------------


def enlarged(recipe: Recipe, factor: float) -> Recipe:
    """The same dish in other portions; the claim grows with them."""
    lines = [_more(line, factor) for line in recipe["ingredients"]]
    return recipe | {"ingredients": lines, "nutrition": _times(recipe["nutrition"], factor)}


def _breaking_a_diet(recipe: Recipe, foods: dict[str, str], grams: float) -> Recipe:
    """The recipe with the food that breaks its first diet; one without any is called vegan. The claim counts it."""
    diet = next((diet for diet in recipe["dietary_tags"] if diet in foods), "vegan")
    tags = list(dict.fromkeys([*recipe["dietary_tags"], diet]))
    line = _weighed(foods[diet], grams * recipe["servings"])
    added = _with_line(recipe | {"dietary_tags": tags}, line, f"Stir in the {foods[diet]}.")
    return _claiming_more(added, **_worth(foods[diet], grams))


def _with_line(recipe: Recipe, line: dict[str, Any], step: str) -> Recipe:
    """The recipe with one more line and a step for it; the claim stays."""
    *steps, last = recipe["instructions"]
    return recipe | {"ingredients": [*recipe["ingredients"], line], "instructions": [*steps, step, last]}


def _with_amount(recipe: Recipe, at: int, factor: float) -> Recipe:
    """The recipe with one line multiplied; the claim stays."""
    lines = recipe["ingredients"]
    return recipe | {"ingredients": [*lines[:at], _more(lines[at], factor), *lines[at + 1 :]]}


def _more(line: dict[str, Any], factor: float) -> dict[str, Any]:
    return line | {"amount": round(line["amount"] * factor, 2), "grams": round(line["grams"] * factor, 1)}


def _weighed(name: str, grams: float) -> dict[str, Any]:
    return {"name": name, "amount": grams, "unit": "g", "grams": grams}


def _claiming_more(recipe: Recipe, **more: float) -> Recipe:
    """The recipe with so much more of each nutrient in its claim."""
    claim = recipe["nutrition"]
    return recipe | {"nutrition": claim | {name: round(claim[name] + value, 1) for name, value in more.items()}}


def _worth(name: str, grams: float) -> dict[str, float]:
    """What so many grams of a food add to a claim."""
    fdc_id = fdc_id_of(name)
    assert fdc_id, f"the alias table does not know {name}"
    return per_serving(values_of(fdc_id) * grams)


def _times(claim: dict[str, float], factor: float) -> dict[str, float]:
    return {name: round(value * factor, 1) for name, value in claim.items()}
