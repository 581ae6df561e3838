"""What a line weighs in grams, and on what evidence."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from brigade.ingredients.foods import Food, table
from brigade.ingredients.line import Line
from brigade.ingredients.portions import of_count, of_volume
from brigade.ingredients.units import CONVENTIONS, GRAMS, MASSES, MILLILITRES, PARTS
from brigade.ingredients.words import words_of

Evidence = Literal["stated", "portion", "density", "default", "unresolved"]
"""The line's own mass, a measure of the food, its density, a convention; "unresolved" has no grams."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Grams of the whole line, or None; `contradicted` where stated grams are far from what amount and unit weigh."""

    grams: float | None
    evidence: Evidence
    contradicted: bool = False


UNKNOWN = Weight(None, "unresolved")
PINCH = 1.0  # grams of a spice that is taken "to taste"
SIZE_FACTORS = {"small": 0.75, "large": 1.3}  # of what a medium one weighs
WEIGHTLESS = frozenset(words_of("dried dry fresh raw ripe whole frozen peeled organic"))  # words that change no weight
ANYTHING = "*"
DENSITIES = {"oil": 0.92, "spice": 0.5, "water": 1.0, "condiment": 1.05, "dairy": 1.0, "alcohol": 0.98}
"""Grams per millilitre of what an aisle holds, roughly."""
ANY_DENSITY = 0.6


def weigh(line: Line, food: Food) -> Weight:
    """Grams, by the best evidence there is."""
    if line.grams is not None:
        return Weight(line.grams, "stated")
    if line.amount is None:
        return Weight(PINCH if food.aisle == "spice" else 0.0, "default")  # garnish: not counted
    if line.unit in MASSES:
        return Weight(line.amount * GRAMS[line.unit], "stated")
    each, evidence = _each(line, food)
    return UNKNOWN if each is None else Weight(line.amount * each, evidence)


def _each(line: Line, food: Food) -> tuple[float | None, Evidence]:
    """Grams of one unit. What a name weighs by convention is nearer to it than measures of the food it stands for,
    but for those of the very size that the line names."""
    counted = of_count(line, food)
    if line.size and counted and counted.of_size:
        return counted.grams, "portion"
    if usual := _usual(line.name, line.unit, line.size) or _usual_part(line):
        return usual, "default"
    if line.unit in MILLILITRES:
        return _poured(line, food)
    if counted:
        return counted.grams, "portion"
    return _usual_weights().get((ANYTHING, line.unit)) or GRAMS.get(line.unit), "default"


def _poured(line: Line, food: Food) -> tuple[float, Evidence]:
    if measured := of_volume(line, food):
        return measured, "default" if line.unit in CONVENTIONS else "portion"
    if food.density:
        return food.density * MILLILITRES[line.unit], "density"
    if kind := _of_kind(line.name):
        return kind * MILLILITRES[line.unit] / MILLILITRES["cup"], "default"
    return DENSITIES.get(food.aisle or "", ANY_DENSITY) * MILLILITRES[line.unit], "default"


@cache
def _usual_weights() -> dict[tuple[str, str], float]:
    rows = (line.split("\t") for line in table("usual_weights.tsv"))
    return {(name, unit): float(grams) for name, unit, grams in rows}


def _usual_part(line: Line) -> float | None:
    """ "2 cod fillets" are counted by the fillet, which the name holds already."""
    named = line.unit in PARTS and words_of(line.name)[-1:] == (line.unit,)
    return _usual(line.name, "piece", line.size) if named else None


def _of_kind(name: str) -> float | None:
    """A cup of what is called so, whichever food it is: "vodka sauce" pours like any sauce."""
    return _usual(name, "cup", None) or _usual(name, "else cup", None)


def _usual(name: str, unit: str, size: str | None) -> float | None:
    """What one weighs by convention; the last words of a name may be enough, but a cup of what is cooked is another."""
    words = [word for word in words_of(name) if word not in WEIGHTLESS]
    cooked = max((at for at, word in enumerate(words) if word == "cooked"), default=-1) if "cup" in unit else -1
    endings = (" ".join(words[start:]) for start in range(len(words)) if cooked in (-1, start))
    found = next((grams for ending in endings if (grams := _usual_weights().get((ending, unit)))), None)
    if found is None or unit != "piece":
        return found
    return found * SIZE_FACTORS.get((size or "").rpartition(" ")[2], 1.0)
