"""What a line weighs in grams, and on what evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from brigade.ingredients.foods import Food, Portion, table
from brigade.ingredients.line import Line
from brigade.ingredients.units import CONVENTIONS, GRAMS, MASSES, MILLILITRES, unit_of
from brigade.ingredients.words import words_of

Evidence = Literal["stated", "portion", "density", "default", "unresolved"]


@dataclass(frozen=True, slots=True)
class Weight:
    """Grams of the whole line, or None; `contradicted` where stated grams are far from what amount and unit weigh."""

    grams: float | None
    evidence: Evidence
    contradicted: bool = False


UNKNOWN = Weight(None, "unresolved")
WORKED = frozenset({"pureed", "mashed", "melted", "cooked", "crumb", "sifted", "prepared", "unpacked", "thawed"})
"""What a measure may have been filled with only if the line says so; "whipped" is apart, as cream yields twice its cup."""
ASIDE = frozenset({"dried", "dry", "fresh", "raw", "ripe", "whole", "frozen", "peeled", "organic"})  # say no weight
SIZES = ("small", "medium", "large")
SIZE_FACTORS = {"small": 0.75, "medium": 1.0, "large": 1.3}
MANNERS = {"grated": "shredded", "minced": "chopped", "diced": "chopped", "cubed": "cube", "halved": "half",
           "crumbled": "crumbled", "torn": "chopped", "quartered": "chopped"}  # fmt: skip
NOT_WHOLE = frozenset(
    "slice ring strip wedge nlea serving oz cup tbsp tsp lb fl ml package can jar container stick".split()
)
WHOLE = frozenset("fruit whole each item piece unit".split())
DENSITIES = {"oil": 0.92, "spice": 0.5, "water": 1.0, "condiment": 1.05, "dairy": 1.0, "alcohol": 0.98}  # by aisle


def weigh(line: Line, food: Food) -> Weight:
    """Grams, by the first evidence there is: the line's own mass, a measure of this food, density, convention."""
    if line.grams is not None:
        return Weight(line.grams, "stated")
    if line.amount is None:
        return Weight(_unmeasured(food), "default")
    if line.unit in MASSES:
        return Weight(line.amount * GRAMS[line.unit], "stated")
    each, evidence = _each(line, food)
    return Weight(None if each is None else line.amount * each, evidence)


def _each(line: Line, food: Food) -> tuple[float | None, Evidence]:
    if line.size and line.unit == "piece" and (sized := _of_count(line, food, sized=True)):
        return sized, "portion"
    if usual := _usual(line.name, line.unit, line.size):
        return usual, "default"
    if line.unit in MILLILITRES:
        return _of_volume(line, food)
    if counted := _of_count(line, food):
        return counted, "portion"
    if general := _usual("*", line.unit, line.size) or GRAMS.get(line.unit):
        return general, "default"
    return None, "unresolved"


def _of_volume(line: Line, food: Food) -> tuple[float | None, Evidence]:
    said = {MANNERS.get(word, word) for word in words_of(" ".join((line.name, *line.preparation)))}
    measured = [(portion, unit) for portion in food.portions if (unit := _volume_of(portion))]
    if measured:
        portion, unit = max(measured, key=lambda pair: _fit(pair[0], pair[1], line.unit, said))
        evidence: Evidence = "default" if line.unit in CONVENTIONS else "portion"
        return portion.grams * MILLILITRES[line.unit] / MILLILITRES[unit], evidence
    if food.density:
        return food.density * MILLILITRES[line.unit], "density"
    density = DENSITIES.get(food.aisle or "", 0.6)
    return density * MILLILITRES[line.unit], "default"


def _volume_of(portion: Portion) -> str | None:
    measure = portion.measure.replace("fl oz", "floz")
    unit = unit_of(measure.split()[0].strip(",")) if measure.strip() else None
    return unit if unit in MILLILITRES and unit not in CONVENTIONS else None


def _fit(portion: Portion, unit: str, wanted: str, said: set[str]) -> float:
    told = {word for word in portion.words[1:] if word.isalpha()}
    near = MILLILITRES[unit] / MILLILITRES[wanted]
    unsaid = told - said
    worked = len(unsaid & WORKED) + 2 * ("whipped" in unsaid and "yield" not in unsaid)
    return 2 * len(told & said) + (1.0 if unit == wanted else 0) - 0.1 * len(unsaid) - worked - (0.3 if near > 8 else 0)


def _of_count(line: Line, food: Food, sized: bool = False) -> float | None:
    """Grams of the measure of this food that is counted; only one of the line's own size where `sized`."""
    best = max(_counted(line, food), default=None)
    return best[1] if best and (not sized or best[0] > 0.7) else None


def _counted(line: Line, food: Food) -> Iterator[tuple[float, float]]:
    """How well a portion is what is counted, and its grams."""
    named = set(words_of(line.name)) | set(words_of(food.description.split(",")[0]))
    size = next((one for one in SIZES if one in (line.size or "")), None)
    for portion in food.portions:
        words = portion.words
        if not words:
            continue
        fits = line.unit in words if line.unit != "piece" else _is_whole(words, named)
        if fits:
            wanted = size or "medium"
            sized = 1.0 if wanted in words else -1.0 if set(SIZES) & set(words) else 0.0
            yield sized + 0.5 * len(set(words[:2]) & named) - 0.02 * len(words), portion.grams


def _is_whole(words: tuple[str, ...], named: set[str]) -> bool:
    return (
        words[0] in SIZES
        or words[0] in WHOLE
        or (words[0] in named)
        or (words[-1] in named and not NOT_WHOLE & set(words))
    )


@cache
def _usual_weights() -> dict[tuple[str, str], float]:
    rows = (line.split("\t") for line in table("usual_weights.tsv"))
    return {(name, unit): float(grams) for name, unit, grams in rows}


def _usual(name: str, unit: str, size: str | None) -> float | None:
    """What one is said to weigh by convention; the last words of a name may be enough."""
    words = tuple(word for word in words_of(name) if word not in ASIDE) or (name,)
    for start in range(len(words)):
        found = _usual_weights().get((" ".join(words[start:]), unit))
        if found is not None:
            return found * SIZE_FACTORS.get((size or "").split(" ")[-1], 1.0) if unit == "piece" else found
    return None


def _unmeasured(food: Food) -> float:
    """ "Salt to taste" is a pinch of it; what else has no amount is garnish and not counted."""
    return 1.0 if food.aisle == "spice" else 0.0
