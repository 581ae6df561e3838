"""The name of a food, once quantity and preparation are gone: its alternatives, its size, what it is counted by."""

import re

from brigade.ingredients.preparation import parted
from brigade.ingredients.quantity import SIZE, Quantity, quantity_at
from brigade.ingredients.units import COUNTS, PARTS, unit_of

_OR = re.compile(r" (?:and/)?or |^(?:and/)?or |(?<=[a-z])\s*/\s*(?=[a-z])")
_NO_FOOD = re.compile(
    r"(?:to|more|less|as|so|any|other|another|use|you|your|similar|until|if|equivalent|whatever|not|about)\b|$"
)
_COUNTED = re.compile(
    r"(?P<food>.*\bgarlic(?= c)|.*\bcelery(?= [rs])|.+(?= (?:sl|st|sp|he))) "
    r"(?P<unit>cloves?|ribs?|slices?|stalks?|sprigs?|heads?)"
)
_KINDS = frozenset({
    "almond", "avocado", "balsamic", "basil", "basmati", "beef", "black", "brown", "button", "canola", "cashew",
    "caster", "cherry", "chicken", "cider", "cilantro", "coconut", "confectioners'", "country-style", "cremini",
    "dark", "fish", "granulated", "grape", "greek", "green", "heavy", "icing", "jasmine", "kidney", "light", "mint",
    "oat", "olive", "parsley", "pinto", "plain", "plum", "powdered", "rapeseed", "red", "rice", "russet", "single",
    "skim", "soy", "sunflower", "sweet", "turkey", "vegetable", "wheat", "white", "whole", "wine", "yellow", "yukon",
})  # fmt: skip
_KIND_OF = frozenset({
    "beans", "berries", "bread", "breast", "breasts", "broth", "chocolate",
    "cream", "flour", "juice", "leaves", "milk", "mushrooms", "mustard", "noodles", "oil",
    "olives", "onion", "onions", "pepper", "peppers", "potatoes", "powder",
    "rice", "sauce", "squash", "stock", "sugar",
    "thighs", "tomatoes", "vinegar", "wine", "yogurt",
})  # fmt: skip


def alternatives_of(words: str) -> list[str]:
    """The foods between "or" and slashes, the first one first: "cherry or grape tomatoes" -> two tomatoes."""
    if not _OR.search(words):
        return [words]
    foods = [parted(quantity_at(part).rest)[0] for part in _OR.split(words) if not _NO_FOOD.match(part.strip())]
    named = [food for food in foods if food]
    return [_completed(food, named[-1]) for food in named]


def sized(name: str) -> tuple[str, str | None]:
    """The name without the size it begins with: "large shrimp" -> ("shrimp", "large")."""
    size = SIZE.match(name)
    return (name[size.end() :].lstrip(" ,"), size[0]) if size else (name, None)


def counted_by(name: str, quantity: Quantity) -> tuple[str, str]:
    """The name, and the unit: that of the quantity, or the word that is counted ("3 garlic cloves", "2 thighs")."""
    unit = quantity.unit
    if unit in COUNTS and not name:
        return unit, "piece"  # "6 cloves" are the spice
    if unit in PARTS and unit_of(name.rpartition(" ")[2]) != unit:
        return f"{name} {unit}", unit  # "2 breasts of chicken"
    if unit or quantity.amount is None:
        return name, unit or "piece"
    if counted := _COUNTED.fullmatch(name):
        return counted["food"], unit_of(counted["unit"]) or "piece"
    last = unit_of(name.rpartition(" ")[2])
    return name, last if last in PARTS | {"leaf"} else "piece"


def _completed(food: str, last: str) -> str:
    """ "almond" before "cashew milk" is almond milk; "butter" before "olive oil" stays butter."""
    head = last.rpartition(" ")[2]
    shares = food != last and head in _KIND_OF and food.rpartition(" ")[2] in _KINDS
    return f"{food} {head}" if shares else food
