"""Measures of mass and volume as a line gives them, one beside the other: "400 g / 14 oz"."""

import re
from dataclasses import dataclass, replace

from brigade.ingredients.amounts import amount_at
from brigade.ingredients.units import GRAMS, MASSES, METRIC_MASSES, MILLILITRES, unit_of

_UNIT = re.compile(r"[- ]{0,2}((?:fl(?:uid|\.)? ?(?:oz|ounces?)|[a-z]+)\b\.?)(?![-\w'])", re.IGNORECASE)
_ALSO = re.compile(r"\s*(?:[/=]|or(?= [0-9]))\s*")


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount of mass or volume: "2 tbsp"."""

    amount: float
    unit: str

    @property
    def grams(self) -> float | None:
        """Its mass, if it is one."""
        return self.amount * GRAMS[self.unit] if self.unit in MASSES else None

    def plus(self, other: "Measure") -> "Measure":
        """The sum in this one's unit; itself where a mass would be added to a volume."""
        for sizes in (GRAMS, MILLILITRES):
            if self.unit in sizes and other.unit in sizes:
                return replace(self, amount=self.amount + other.amount * sizes[other.unit] / sizes[self.unit])
        return self


def unit_at(text: str) -> tuple[str | None, str]:
    """The unit at the beginning, and what follows it; (None, the text) where the first word is none."""
    if (word := _UNIT.match(text)) and (unit := unit_of(word[1])):
        return unit, text[word.end() :]
    return None, text


def measures_at(text: str) -> tuple[list[Measure], str]:
    """One quantity in one or more units, and what follows: "400 g / 14 oz tin" -> ([400 g, 14 oz], " tin")."""
    if counted := amount_at(text):
        unit, rest = unit_at(counted[1])
        if unit and (unit in MASSES or unit in MILLILITRES):
            others, rest = also_at(rest)
            return [Measure(counted[0], unit), *others], rest
    return [], text


def also_at(rest: str) -> tuple[list[Measure], str]:
    """The same again in other units, after a slash: "/ 14 oz"."""
    also = _ALSO.match(rest)
    measures, after = measures_at(rest[also.end() :]) if also else ([], rest)
    return (measures, after) if measures else ([], rest)


def grams_of(measures: list[Measure]) -> float | None:
    """The mass among them; the metric one first, since packs and scales say that."""
    masses = sorted((measure for measure in measures if measure.grams), key=lambda mass: mass.unit not in METRIC_MASSES)
    return masses[0].grams if masses else None
