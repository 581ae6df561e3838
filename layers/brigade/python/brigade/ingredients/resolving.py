"""A line of an ingredient list with the food it means and what it weighs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from brigade.ingredients.grams import UNKNOWN, Weight, weigh
from brigade.ingredients.line import Line
from brigade.ingredients.matching import Match, match
from brigade.ingredients.meat import as_cut, bought_whole
from brigade.ingredients.reading import read_line

GROSS = 3.0  # a weight this many times off is an error, not a matter of how it is cut
PART = 0.75  # how sure a food is that is only the first of those a name joins ("cucumber and tomatoes")
_JOINTS = re.compile(r" (?:and|plus|in|with)\b| [+&/] ")


@dataclass(frozen=True, slots=True)
class Resolved:
    """`match` is None where the food is unknown; its weight is then what the line states, if anything."""

    line: Line
    match: Match | None
    weight: Weight


def resolve(line: Line) -> Resolved:
    """The first of the line's names that is a known food, and its weight."""
    line = line if line.edible else bought_whole(line)
    for name, found in _known(line):
        return Resolved(line, found, _checked(replace(line, name=name), found))
    return Resolved(line, None, UNKNOWN if line.grams is None else Weight(line.grams, "stated"))


def _known(line: Line) -> Iterator[tuple[str, Match]]:
    """The foods the line may mean, the surest first; what comes in a can is canned."""
    said = (*line.preparation, "canned") if line.unit == "can" else line.preparation
    for name in (line.name, *line.alternatives):
        if found := match(name, said):
            yield name, as_cut(line, name, found)
    for name in _JOINTS.split(line.name)[:-1]:
        if found := match(name, said):
            yield name, replace(found, confidence=round(PART * found.confidence, 2))


def _checked(line: Line, found: Match) -> Weight:
    weight = weigh(line, found.food)
    measured = weigh(replace(line, grams=None), found.food).grams
    if not weight.grams or not measured:
        return weight
    return replace(weight, contradicted=not 1 / GROSS <= weight.grams / measured <= GROSS)


def line_of(name: str, amount: float, unit: str, grams: float | None) -> Line:
    """The line of a structured ingredient, as a model writes it: its grams count as stated, and as what is eaten.

    No amount weighs nothing: grams of 0 state none.
    """
    read = read_line(name)
    return replace(read, text=f"{amount:g} {unit} {name}", amount=amount, unit=unit, grams=grams or None, edible=True)
