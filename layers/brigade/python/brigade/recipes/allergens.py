"""The allergens of a recipe, from the words of its ingredients, under both lists of law."""

from collections.abc import Iterable, Mapping, Sequence

from brigade.model import Message
from brigade.recipes.reading import read
from brigade.recipes.substances import EU_ALLERGENS, US_ALLERGENS, Substance


class Declared(Message):
    """Names of one list of law: what is in it, and what may be."""

    contains: list[str]
    may_contain: list[str]


class Allergens(Message):
    """`unassessed` are the words that nobody knows: while there are any, an allergen not named is not ruled out."""

    eu: Declared
    us: Declared
    unassessed: list[str]


def allergens_of(ingredients: Sequence[str]) -> Allergens:
    """The EU's fourteen and the US's nine in a list of ingredient names."""
    surely, perhaps = substances_in(ingredients)
    return Allergens(
        eu=_declared(EU_ALLERGENS, surely, perhaps),
        us=_declared(US_ALLERGENS, surely, perhaps),
        unassessed=sorted(set(unassessed(ingredients))),
    )


def substances_in(ingredients: Iterable[str]) -> tuple[set[Substance], set[Substance]]:
    """What is surely and what is perhaps in them."""
    foods = [food for name in ingredients for food in read(name).foods]
    return {held for food in foods for held in food.surely}, {held for food in foods for held in food.perhaps}


def unassessed(ingredients: Iterable[str]) -> list[str]:
    """Unknown words, foods of no known composition, and names in which there is no food at all."""
    found: list[str] = []
    for name in ingredients:
        reading = read(name)
        found += reading.unknown
        found += [food.name for food in reading.foods if "unnamed" in food.marks]
        found += [] if reading.foods or reading.unknown else [name]
    return found


def _declared(law: Mapping[str, frozenset[Substance]], surely: set[Substance], perhaps: set[Substance]) -> Declared:
    contains = [name for name, held in law.items() if held & surely]
    return Declared(
        contains=contains,
        may_contain=[name for name, held in law.items() if held & perhaps and name not in contains],
    )
