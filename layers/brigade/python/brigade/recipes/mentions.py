"""Foods that a title or a step names beside the list: there, only what a diet forbids is looked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brigade.ingredients.words import singular
from brigade.recipes.reading import Food, Reading, read

TITLE = "the title"
POINTING = frozenset({"the", "this", "that", "your", "remaining", "reserved", "rest", "half", "prepared"})
NEW = frozenset(
    {"with", "in", "into", "on", "onto", "over", "some", "a", "an", "more", "extra", "of", ".", ";", ":", "!"}
)
SUBSTITUTES = frozenset(map(singular, ("vegan", "vegetarian", "plant", "veggie", "dairy", "gluten", "egg", "meat")))
KINDS = {
    "pasta": "penne spaghetti fusilli linguine macaroni rigatoni farfalle fettuccine tagliatelle lasagne orzo shell",
    "cheese": "cheddar mozzarella parmesan feta ricotta halloumi gouda brie paneer",
    "noodles": "spaghetti vermicelli udon soba ramen",
}
KIN = {singular(kind): frozenset(map(singular, names.split())) for kind, names in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Mention:
    """`where` it stands; `listed` is a food of the list that goes by the same words, and that it may mean."""

    food: Food
    where: str
    listed: str | None


def mentions(title: str, ingredients: Sequence[str], instructions: Sequence[str]) -> Iterator[Mention]:
    """The foods of title and steps that do not plainly mean one of the list: "the milk" where almond milk is listed."""
    listed = {food.stems: food for name in ingredients for food in read(name).foods}
    for where, text in [(TITLE, title), *((f"step {index}", step) for index, step in enumerate(instructions, 1))]:
        reading = read(text)
        for food in reading.foods:
            meant = _meant(food, listed)
            plainly = meant and (where == TITLE or food.surely <= meant.surely or _points(reading, food))
            if "listed" not in food.marks and not plainly:
                yield Mention(food, where, meant.name if meant else None)


def _meant(food: Food, listed: dict[tuple[str, ...], Food]) -> Food | None:
    """The food of the list that goes by the same words: milk -> almond milk, never butter -> butter beans."""
    for stems, other in listed.items():
        if stems[-len(food.stems) :] == food.stems or stems[-1] in KIN.get(food.stems[-1], ()):
            return other
        if stems[0] in SUBSTITUTES and set(food.stems) <= set(stems):  # chicken -> vegan chicken pieces
            return other
    return None


def _points(reading: Reading, food: Food) -> bool:
    """Whether "the" stands before it and no "with" or "some" between: "the oats, milk", not "grease with butter"."""
    for word in reversed(reading.words[: food.at]):
        if word in POINTING or word in NEW:
            return word in POINTING
    return False
