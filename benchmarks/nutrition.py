"""Computed nutrition held against published figures: `python -m benchmarks.nutrition recipes.jsonl`.

One recipe a line: servings, ingredients (lines of text) and nutrition_per_serving with kcal. A line is resolved when
its food and its grams are known; headings ("For the sauce:") are no ingredients. Then follows how often errors that are
put into right claims are noticed, and as the last line the figures as JSON, errors as fractions of what was published.
"""

import json
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import detection
from benchmarks.of_file import Unreadable, measured
from brigade.ingredients.reading import read_line
from brigade.ingredients.resolving import Resolved, resolve
from brigade.recipes.composition import composition_of


@dataclass(frozen=True)
class Published:
    """A recipe and the kcal a serving of it is said to hold."""

    servings: float
    ingredients: list[str]
    kcal: float


@dataclass(frozen=True)
class Computed:
    recipe: Published
    lines: list[Resolved]
    kcal: float
    seconds: float

    @property
    def error(self) -> float:
        return abs(self.kcal - self.recipe.kcal) / self.recipe.kcal


def recipes_in(path: Path) -> tuple[list[Published], list[str]]:
    """The recipes, and what is wrong with each line that holds none."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} cannot be read: {error}") from None
    recipes, faults = [], []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                recipes.append(_published(line))
            except (ValueError, KeyError, TypeError) as error:
                faults.append(f"line {number} holds no recipe: {type(error).__name__} {error}")
    if not recipes:
        raise Unreadable(f"{path} holds no recipe; it needs servings, ingredients, nutrition_per_serving.kcal a line")
    return recipes, faults


def _published(line: str) -> Published:
    row = json.loads(line)
    ingredients = [text for text in row["ingredients"] if text.strip()]
    recipe = Published(float(row["servings"]), ingredients, float(row["nutrition_per_serving"]["kcal"]))
    if not (0 < recipe.servings < float("inf") and 0 < recipe.kcal < float("inf") and ingredients):
        raise ValueError("servings, kcal and ingredients must be there and above 0")
    return recipe


def computed(recipe: Published) -> Computed:
    started = time.perf_counter()
    lines = [resolve(read_line(text)) for text in recipe.ingredients]
    kcal = composition_of(lines, recipe.servings).kcal
    named = [line for line in lines if not line.line.text.rstrip().endswith(":")]
    return Computed(recipe, named, kcal, time.perf_counter() - started)


def measure(path: Path) -> dict[str, float]:
    recipes, faults = recipes_in(path)
    for fault in faults:
        print(fault)
    print(f"lines without a recipe: {len(faults)}")
    computed(recipes[0])  # reads the tables
    results = [computed(recipe) for recipe in recipes]
    for rate in detection.measure([(result.lines, result.recipe.servings) for result in results]):
        print(rate)
    errors = [result.error for result in results]
    lines = [line for result in results for line in result.lines]
    known = sum(line.match is not None and line.weight.grams is not None for line in lines)
    return {
        "recipes": len(results),
        "medianKcalError": round(statistics.median(errors), 4),
        "within20": round(sum(error <= 0.2 for error in errors) / len(errors), 4),
        "resolvedLines": round(known / max(len(lines), 1), 4),
        "msPerRecipe": round(1000 * statistics.mean(result.seconds for result in results), 3),
    }


if __name__ == "__main__":
    sys.exit(measured(measure, sys.argv[1:], "name one file of recipes: make bench-nutrition FILE=recipes.jsonl"))
