"""A line of an ingredient list, read: what it is of, how much, and what is done to it.

A small grammar and no more: a quantity, the food up to its first comma or bracket, and clauses that each add a mass,
an alternative, a state or a preparation. Whatever it is given, it answers with a line.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from brigade.ingredients.cleaning import cleaned
from brigade.ingredients.line import Line
from brigade.ingredients.measures import Measure, grams_of, measures_at
from brigade.ingredients.naming import alternatives_of, counted_by, sized
from brigade.ingredients.preparation import is_state, is_work, parted, tidy
from brigade.ingredients.quantity import SIZE, Quantity, quantity_at
from brigade.ingredients.units import CONTAINERS, MASSES, METRIC_MASSES, unit_of

_PRESSED = re.compile(
    r"(?:(?:freshly|finely|fresh|grated|squeezed) )*(?P<part>juice|zest|peel|rind)s?"
    r"(?: and (?:grated )?(?P<other>juice|zest))? (?:of|from) (?P<fruit>.+)",
    re.IGNORECASE,
)
_CITRUS = re.compile(r"(?:.* )?(?:lemon|lime|orange|grapefruit|clementine)s?")
_BREAKS = re.compile(r"([()\[\]{}])|;|[,:](?![0-9])|(?<![0-9]) -{1,3} ")
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_EMPTY = re.compile(r"(?:each|(?:in )?total|weight|see .*|note.*|)")
_OF_PART = re.compile(r" ?(?:of )?(?:fat|protein|carb|sugar|fib|salt|sodium|per\b)", re.IGNORECASE)  # "5 g fat"
_LOOSE_NUMBER = re.compile(r"(?<=[a-z]) [0-9]{1,2}$")  # "bay leaves 2" that were weighed
_SKIN_ON = re.compile(r"\bwith (?:the )?skin\b(?! removed)|\bskin[- ]on\b")
_LAST = re.compile(r"(?P<food>[a-z].*[a-z)]) (?P<amount>[0-9][0-9./ ]*) ?(?P<unit>[a-z.]+)", re.IGNORECASE)
_TRAILING = re.compile(r"(?P<food>.*[a-z]) (?P<quantity>[0-9].*)", re.IGNORECASE)


@lru_cache(4096)
def read_line(text: str) -> Line:
    """The line that `text` is; a heading ("For the sauce:") and what names no food have the name ""."""
    line, optional = cleaned(text)
    if pressed := _PRESSED.fullmatch(line):
        read = _pressed(_read(pressed["fruit"]), pressed["part"].lower(), pressed["other"])
    else:
        read = _squeezed(_read(line))
    return replace(read, text=text, optional=optional)


@dataclass(slots=True)
class _Reading:
    """What has been understood so far."""

    quantity: Quantity
    states: list[str] = field(default_factory=list)
    work: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)

    def take(self, clause: str) -> None:
        """Understands one clause: "(212g)", "or water", "unsalted", "large", "finely chopped"."""
        said = self._measured(clause.strip()).strip().lower()
        words = tidy(said)
        if said.startswith("or ") and (others := alternatives_of(said)):
            self.alternatives += others
        elif SIZE.fullmatch(words):
            self.quantity = replace(self.quantity, size=words)
        elif is_state(words) and not (words == "dried" and self.work):  # "washed, dried"
            self.states.append(words)
        elif not _EMPTY.fullmatch(words):
            self.states += ["skin-on"] if _SKIN_ON.search(words) else []
            self.work.append(words)

    def _measured(self, clause: str) -> str:
        """Takes the measures a clause begins with, and gives back what follows them."""
        measures, rest = measures_at(clause)
        if measures and not _OF_PART.match(rest):
            self._weigh(measures, "each" in rest.lower())
            return rest
        if self.quantity.amount is None and not (late := quantity_at(clause)).rest.strip(" ."):
            self.quantity = late
            return ""
        return clause

    def _weigh(self, measures: list[Measure], each: bool) -> None:
        if self.quantity.amount is None:
            self.quantity = replace(self.quantity, amount=measures[0].amount, unit=measures[0].unit)
        known, grams = self.quantity.grams, grams_of(measures)
        metric = any(measure.unit in METRIC_MASSES for measure in measures)
        if grams and (known is None or (self.quantity.unit in MASSES - METRIC_MASSES and metric)):
            times = self.quantity.amount if each or self.quantity.unit in CONTAINERS else 1
            self.quantity = replace(self.quantity, grams=grams * (times or 1))


def _read(line: str) -> Line:
    reading = _Reading(quantity_at(line))
    food, clauses = _broken(reading.quantity.rest)
    if reading.quantity.amount is None and (trailing := _TRAILING.fullmatch(food)):
        food, clauses = trailing["food"], [trailing["quantity"], *clauses]
    for clause in filter(str.strip, clauses):
        reading.take(clause)
    if reading.quantity.amount is None and (last := _LAST.fullmatch(line)) and unit_of(last["unit"]):
        return _read(f"{last['amount']} {last['unit']} {last['food']}")  # "egg, or 1/4 cup egg substitute 1 ea"
    return _line(reading, food.lower())


def _line(reading: _Reading, food: str) -> Line:
    food, work = parted(_LOOSE_NUMBER.sub("", food) if reading.quantity.amount else food)
    name, size = sized(food)
    names = alternatives_of(name)
    quantity = reading.quantity
    name, unit = counted_by(names[0] if names else "", quantity)
    return Line(
        text="",
        name=" ".join([*reading.states, name]).strip(),
        amount=quantity.amount,
        unit=unit,
        grams=quantity.grams,
        size=quantity.size or size,
        preparation=(*quantity.manner, *work, *reading.work),
        alternatives=(*names[1:], *reading.alternatives),
    )


def _broken(rest: str) -> tuple[str, list[str]]:
    """The food, and the clauses after it and in brackets; "boneless, skinless thighs" is one food."""
    food, clauses, depth, named = "", [], 0, False
    for piece in _BREAKS.split(rest):
        if piece is None:  # a comma
            named = named or not (depth or is_work(food.lower()))
        elif piece in _BRACKETS:
            depth = max(depth + _BRACKETS[piece], 0)
        elif depth or named:
            clauses.append(piece)
        else:
            food = f"{food} {piece.strip()}"
    return food, clauses


def _pressed(read: Line, part: str, other: str | None) -> Line:
    """ "Zest and juice of 1 lemon": juice is what weighs, zest is then work."""
    parts = [part, other.lower()] if other else [part]
    squeezed = "juice" if "juice" in parts else part
    return replace(read, name=f"{read.name.removesuffix('s')} {squeezed}",
                   preparation=(*(extra for extra in parts if extra != squeezed), *read.preparation))  # fmt: skip


def _squeezed(read: Line) -> Line:
    """ "1 lemon, juiced" is the juice of one."""
    if read.unit == "piece" and _CITRUS.fullmatch(read.name):
        for part in ("juice", "zest"):
            if any(part in work for work in read.preparation):
                return replace(read, name=f"{read.name.removesuffix('s')} {part}")
    return read
