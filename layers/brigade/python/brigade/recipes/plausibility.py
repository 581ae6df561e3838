"""Plausibility: amounts, times and words of a draft that do not fit together, each with what it costs."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from brigade.recipes.recipe import Draft, Ingredient
from brigade.recipes.steps import sentences
from brigade.recipes.vocabulary import Diet
from brigade.recipes.weights import grams_of
from brigade.recipes.words import any_of, same_words, stems, table

SMALLEST, LARGEST, ABSURD = 30, 1500, 2500  # grams of a whole serving
FEWEST_STEPS, MOST_STEPS = 3, 20
MATTERS = 0.08  # the share of a recipe's mass that steps cannot pass over
UNHEATED = 10  # minutes of cooking that need a step with heat
MANY = 3  # at most as many complaints of one sort
SIDE = re.compile(
    r"\b(?:serve|serving|optional|if you like|if desired|or|instead|like|such as|size|leftover)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Oddity:
    """What does not fit, the points of quality it costs, and whether the writer has to mend it."""

    points: int
    reason: str
    gross: bool = False


def oddities(draft: Draft) -> list[Oddity]:
    """Everything about the draft that a cook would stop at; empty for an ordinary recipe."""
    return [
        *_portions(draft),
        *_serving(draft),
        *_duplicates(draft),
        *_steps(draft),
        *_times(draft),
        *_unused(draft),
        *_unlisted(draft),
        *_title(draft),
    ]


# --- Amounts -------------------------------------------------------------------------------------


@cache
def _rows() -> list[tuple[str, re.Pattern[str], float, float]]:
    return [(row["food"], any_of(row["words"]), *row["most"]) for row in _table()["portion"]]


@cache
def _table() -> Any:
    return table("plausibility")


@cache
def _known(section: str, name: str = "words") -> re.Pattern[str]:
    return any_of(_table()[section][name])


def _portions(draft: Draft) -> Iterator[Oddity]:
    if _known("passing").search(same_words(" ".join([draft.name, *draft.instructions]))):
        return
    for line in draft.ingredients:
        grams = (grams_of(line) or 0) / draft.servings
        if (row := _row_of(line)) and grams > row[2]:
            gross = grams > row[3]
            yield Oddity(20 if gross else 5, f"{grams:.0f} g of {line.name} in a serving: nobody eats that much", gross)


def _row_of(line: Ingredient) -> tuple[str, re.Pattern[str], float, float] | None:
    """The first row that fits, unless the rest of the name makes it another food: chicken *stock*."""
    words = same_words(line.name)
    for row in _rows():
        if found := row[1].search(words):
            return None if _known("other").search(words.replace(found[0], "")) else row
    return None


def _serving(draft: Draft) -> Iterator[Oddity]:
    weights = [grams_of(line) for line in draft.ingredients]
    grams = sum(weight for weight in weights if weight) / draft.servings
    if grams > LARGEST:
        yield Oddity(10, f"a serving weighs {grams:.0f} g: check servings and amounts", grams > ABSURD)
    if None not in weights and grams < SMALLEST:
        yield Oddity(10, f"a serving weighs only {grams:.0f} g: check servings and amounts", grams < SMALLEST / 3)


def _duplicates(draft: Draft) -> Iterator[Oddity]:
    counts = Counter(" ".join(stems(line.name)) for line in draft.ingredients)
    for name in [name for name, count in counts.items() if name and count > 1][:MANY]:
        yield Oddity(2, f"{name} is listed more than once")


# --- Steps and times -----------------------------------------------------------------------------


def _steps(draft: Draft) -> Iterator[Oddity]:
    count = len(draft.instructions)
    if count < FEWEST_STEPS:
        yield Oddity(8, "fewer than three steps")
    if count > MOST_STEPS:
        yield Oddity(3, f"{count} steps are more than anybody follows")
    if len({same_words(step) for step in draft.instructions}) < count:
        yield Oddity(5, "a step is there twice")


def _times(draft: Draft) -> Iterator[Oddity]:
    steps = sentences(draft)
    cook, whole = draft.cook_time_minutes, draft.prep_time_minutes + draft.cook_time_minutes
    longest = max([minutes for step in steps for hot, minutes in step.spans if hot], default=0.0)
    if longest > cook + max(5, cook / 2):
        gross = longest > 2 * whole + 10
        yield Oddity(6, f"a step cooks for {longest:.0f} minutes, the cooking time is given as {cook}", gross)
    if cook >= UNHEATED and not any(step.heats for step in steps):
        yield Oddity(4, f"{cook} minutes of cooking are given, and no step cooks")


# --- Names ---------------------------------------------------------------------------------------


def _unused(draft: Draft) -> Iterator[Oddity]:
    """Lines the steps pass over. What steps say of many at once ("the vegetables") excuses all but a main part."""
    steps = same_words(" ".join(draft.instructions))
    if _known("together", "all").search(steps):
        return
    unused = [line for line in draft.ingredients if not _named(line, steps)]
    if len(unused) > len(draft.ingredients) / 2:
        yield Oddity(8, "the steps leave out most of the ingredients")
    elif not _known("together", "many").search(steps):
        whole = sum(grams_of(line) or 0 for line in draft.ingredients)
        for line in [line for line in unused if (grams_of(line) or 0) > MATTERS * whole][:MANY]:
            yield Oddity(3, f"no step uses the {line.name}")


def _named(line: Ingredient, steps: str) -> bool:
    """Whether the steps say any word of the line's name, or what it is kind of: "pasta" for penne."""
    words = same_words(line.name).split()
    kinds = [food for food, kept in _table()["foods"].items() if set(words) & set(kept)]
    return not words or bool(any_of([*words, *kinds]).search(steps))


def _unlisted(draft: Draft) -> Iterator[Oddity]:
    """Foods the steps call for that no line holds; sides, alternatives and comparisons are passed over."""
    steps = [step.words for step in sentences(draft) if not SIDE.search(step.written)]
    listed = _listed(draft)
    missing = [food for step in steps for food in _foods_in(step) if _promised(food, step, listed, draft)]
    for food in list(dict.fromkeys(missing))[:MANY]:
        yield Oddity(4, f"the steps use {food}, which is not in the list")


def _title(draft: Draft) -> Iterator[Oddity]:
    title, listed = same_words(draft.name), _listed(draft)
    for food in [food for food in _foods_in(title) if _promised(food, title, listed, draft)][:MANY]:
        yield Oddity(12, f"the title promises {food}, which is not in the list", food in _table()["mock"]["meat"])


def _listed(draft: Draft) -> str:
    return same_words(" , ".join(line.name for line in draft.ingredients))


def _foods_in(words: str) -> list[str]:
    """The foods of the table that a text names, each once."""
    return list(dict.fromkeys(any_of(_table()["foods"]).findall(words)))


def _promised(food: str, words: str, listed: str, draft: Draft) -> bool:
    """Whether words name a food that the list does not keep, and mean the food itself: not "vegan chicken"."""
    if any_of([food, *_table()["foods"][food]]).search(listed):
        return False
    mock = _table()["mock"]
    if food in mock["meat"] and {Diet.VEGAN, Diet.VEGETARIAN} & set(draft.dietary_tags):
        return False
    before, after = ("|".join(mock[side]) for side in ("before", "after"))
    return not re.search(rf"\b(?:{before}) (?:\w+ )?{food}\b|\b{food} (?:{after})\b", words)
