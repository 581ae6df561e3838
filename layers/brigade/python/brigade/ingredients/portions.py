"""Which of USDA's measures of a food is the one that a line means, and what one of it weighs."""

from collections.abc import Iterator
from dataclasses import dataclass

from brigade.ingredients.foods import Food, Portion
from brigade.ingredients.line import Line
from brigade.ingredients.units import CONVENTIONS, MILLILITRES, unit_of
from brigade.ingredients.words import words_of

SIZES = ("small", "medium", "large")
MANNERS = {"grated": "shredded", "minced": "chopped", "diced": "chopped", "cubed": "cube", "halved": "half",
           "torn": "chopped", "quartered": "chopped"}  # fmt: skip
"""What a line and USDA call by different words."""

WORKED = frozenset(words_of("pureed mashed melted cooked crumbs sifted prepared unpacked thawed"))
"""What a measure is filled with only where the line says so."""

WHOLE = frozenset({"fruit", "whole", "each", "item", "piece", "unit", *SIZES})
PARTS = frozenset(words_of("slice ring strip wedge serving oz cup tbsp tsp lb fl ml package can jar container stick"))
FAR = 8  # a measure so many times as large as the unit says little about it


def of_volume(line: Line, food: Food) -> float | None:
    """Grams of one of the line's unit, a volume, by the measure of the food that fits best."""
    said = {MANNERS.get(word, word) for word in words_of(" ".join((line.name, *line.preparation)))}
    measures = [(portion, unit) for portion in food.portions if (unit := _volume(portion))]
    if not measures:
        return None
    portion, unit = max(measures, key=lambda measure: _fit(measure[0], measure[1], line.unit, said))
    return portion.grams * MILLILITRES[line.unit] / MILLILITRES[unit]


def _volume(portion: Portion) -> str | None:
    unit = unit_of(portion.measure.replace("fl oz", "floz").split()[0].strip(","))
    return unit if unit in MILLILITRES and unit not in CONVENTIONS else None


def _fit(portion: Portion, unit: str, wanted: str, said: set[str]) -> float:
    told = set(portion.words[1:])
    unsaid = told - said
    far = MILLILITRES[unit] > FAR * MILLILITRES[wanted]
    return 2 * len(told & said) + (unit == wanted) - 0.1 * len(unsaid) - _worked(unsaid) - 0.3 * far


def _worked(unsaid: set[str]) -> int:
    """Nobody means a measure of something worked who does not say so; "yields 2 cups whipped" is the fluid."""
    return len(unsaid & WORKED) + 2 * ("whipped" in unsaid and "yield" not in unsaid)


@dataclass(frozen=True, slots=True, order=True)
class Counted:
    """A measure of what is counted: how well it fits, whether it is of the size meant, and its grams."""

    fit: float
    of_size: bool
    grams: float


def of_count(line: Line, food: Food) -> Counted | None:
    """One of what the line counts ("piece", "clove", "slice"), of its size or else a medium one."""
    return max(_counted(line, food), default=None)


def _counted(line: Line, food: Food) -> Iterator[Counted]:
    named = {*words_of(line.name), *words_of(food.description.split(",")[0])}
    size = next((one for one in SIZES if one in (line.size or "")), "medium")
    for portion in food.portions:
        words = portion.words
        if line.unit in words or (line.unit == "piece" and _is_whole(words, named)):
            sized = (size in words) - (size not in words and not {*SIZES}.isdisjoint(words))
            yield Counted(
                fit=sized + 0.5 * len(named.intersection(words[:2])) - 0.02 * len(words),
                of_size=size in words,
                grams=portion.grams,
            )


def _is_whole(words: tuple[str, ...], named: set[str]) -> bool:
    return words[0] in WHOLE or words[0] in named or (words[-1] in named and PARTS.isdisjoint(words))
