"""Diets and allergens from words, held against a file of traps: `make bench-diet FILE=traps.csv`.

Columns: ingredient; vegan and vegetarian, y, n or m (nobody can tell from the word); contains, EU allergens parted by
"|"; note. Every case gives three verdicts. A verdict is

    unsafe   where fine is said and the file says n or m; or where an allergen of the file is neither contained nor
             maybe in it, though every word was known
    right    where it says what the file says: for m, that nobody can tell; for allergens, that exactly the listed ones
             are contained. A maybe for a listed one is undecided, unless the diet is m, so that the food itself is one.
             A maybe beside the listed ones is one warning more, and undecided only where the file lists none; what is
             right when each such warning counts as undecided is printed before the last line
"""

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.of_file import Unreadable, measured
from brigade.recipes.allergens import allergens_of
from brigade.recipes.diets import Verdict, judge
from brigade.recipes.substances import EU_ALLERGENS
from brigade.recipes.vocabulary import Diet

COLUMNS = ("ingredient", "vegan", "vegetarian", "contains", "note")
LETTER = {Verdict.KEEPS: "y", Verdict.BREAKS: "n", Verdict.UNKNOWN: "m"}


@dataclass(frozen=True)
class Trap:
    ingredient: str
    vegan: str
    vegetarian: str
    contains: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """One verdict on a trap."""

    said: str
    truth: str
    unsafe: bool
    right: bool
    plain: bool = True  # no warning beside it


def traps_in(path: Path) -> list[Trap]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if missing := [name for name in COLUMNS[:4] if name not in (reader.fieldnames or [])]:
                raise Unreadable(f"{path} has no column {', '.join(missing)}; it needs {', '.join(COLUMNS)}")
            return [_trap(path, reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} cannot be read: {error}") from None


def _trap(path: Path, line: int, row: dict[str, str]) -> Trap:
    cells = {name: (row[name] or "").strip() for name in COLUMNS[:4]}
    contains = frozenset(part.strip().lower() for part in cells["contains"].split("|") if part.strip())
    vegan, vegetarian = cells["vegan"].lower(), cells["vegetarian"].lower()
    if not {vegan, vegetarian} <= {"y", "n", "m"} or not contains <= set(EU_ALLERGENS) or not cells["ingredient"]:
        raise Unreadable(f"{path}, line {line}: an ingredient, y, n or m twice, and EU allergens are needed")
    return Trap(cells["ingredient"], vegan, vegetarian, contains)


def answers_to(trap: Trap) -> list[Answer]:
    verdicts = judge("", [trap.ingredient], [], None, [Diet.VEGAN, Diet.VEGETARIAN])
    return [
        _diet_answer(LETTER[verdicts[Diet.VEGAN].verdict], trap.vegan),
        _diet_answer(LETTER[verdicts[Diet.VEGETARIAN].verdict], trap.vegetarian),
        _allergen_answer(trap),
    ]


def _diet_answer(said: str, truth: str) -> Answer:
    return Answer(said, truth, unsafe=said == "y" != truth, right=said == truth)


def _allergen_answer(trap: Trap) -> Answer:
    found = allergens_of([trap.ingredient])
    sure, maybe = set(found.eu.contains), set(found.eu.may_contain)
    if "m" in (trap.vegan, trap.vegetarian):
        right = sure <= trap.contains <= sure | maybe
    else:
        right = sure == trap.contains and (not maybe or bool(trap.contains))
    return Answer(
        said=" ".join([*sorted(sure), *sorted(f"{name}?" for name in maybe), *(f"({w})" for w in found.unassessed)]),
        truth=" ".join(sorted(trap.contains)),
        unsafe=not trap.contains <= sure | maybe and not found.unassessed,
        right=right and not found.unassessed,
        plain=maybe <= trap.contains,
    )


def measure(path: Path) -> dict[str, float]:
    """Prints every verdict that is unsafe or not right, and gives the figures."""
    traps = traps_in(path)
    answers = [(trap, answer) for trap in traps for answer in answers_to(trap)]
    for trap, answer in answers:
        if not answer.right or answer.unsafe:
            mark = "UNSAFE" if answer.unsafe else "not right"
            print(f"{mark}: {trap.ingredient}: said {answer.said or 'none'}, truth {answer.truth or 'none'}")
    strictly = sum(answer.right and answer.plain for _, answer in answers) / max(len(answers), 1)
    print(f"right without a warning beside: {strictly:.4f}")
    return {
        "cases": len(traps),
        "unsafe": len({trap.ingredient for trap, answer in answers if answer.unsafe}),
        "decidedRight": round(sum(answer.right for _, answer in answers) / max(len(answers), 1), 4),
    }


if __name__ == "__main__":
    sys.exit(measured(measure, sys.argv[1:], "name one file of traps: make bench-diet FILE=traps.csv"))
