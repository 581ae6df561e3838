"""Whether a recipe keeps a diet: every word of its ingredients, forbidden foods in its title and steps, its numbers.

What words cannot know (slaughter, certificates, the brand that is bought) is the kitchen's to source: an ordinary
chicken breast keeps halal and kosher. Every such decision: docs/decisions/0011-diets-from-words.md.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from itertools import chain

from brigade.model import Message
from brigade.recipes.allergens import substances_in, unassessed
from brigade.recipes.diet_numbers import NUMERIC
from brigade.recipes.diet_rules import FORBIDDEN, MEATS, OPEN
from brigade.recipes.mentions import TITLE, Mention, mentions
from brigade.recipes.nutrition import energy_of
from brigade.recipes.reading import Food, read
from brigade.recipes.recipe import Nutrition
from brigade.recipes.substances import IN_WORDS, Substance
from brigade.recipes.vocabulary import Diet


class Verdict(StrEnum):
    KEEPS = "keeps"
    BREAKS = "breaks"
    UNKNOWN = "unknown"  # a person has to decide: never to be shown as kept


class Judgement(Message):
    """`reasons` are sentences; none where the diet is kept."""

    verdict: Verdict
    reasons: list[str]


Finding = tuple[Verdict, str]


def judge(
    title: str,
    ingredients: Sequence[str],
    instructions: Sequence[str],
    nutrition: Nutrition | None,
    diets: Collection[Diet],
) -> dict[Diet, Judgement]:
    """Each diet's verdict. `ingredients` are names with their alternatives ("butter or oil"); it is kept only if
    every one keeps it, and if some do, nobody knows.

    `nutrition` is a serving's, computed and not merely claimed; None where nobody has computed it.
    """
    named = list(mentions(title, ingredients, instructions))
    return {
        diet: _verdict(
            _number_findings(diet, nutrition)
            if diet in NUMERIC
            else [*_food_findings(diet, ingredients), *_text_findings(diet, named)]
        )
        for diet in diets
    }


def _verdict(findings: list[Finding]) -> Judgement:
    for verdict in (Verdict.BREAKS, Verdict.UNKNOWN):
        if reasons := list(dict.fromkeys(reason for found, reason in findings if found == verdict)):
            return Judgement(verdict=verdict, reasons=reasons)
    return Judgement(verdict=Verdict.KEEPS, reasons=[])


def _number_findings(diet: Diet, nutrition: Nutrition | None) -> list[Finding]:
    if nutrition is None or energy_of(nutrition) <= 0:
        return [(Verdict.UNKNOWN, f"{diet} is judged on nutrition, and none is known")]
    wrong = NUMERIC[diet](nutrition)
    return [(Verdict.BREAKS, wrong)] if wrong else []


def _food_findings(diet: Diet, ingredients: Sequence[str]) -> Iterator[Finding]:
    for name in ingredients:
        options = [list(_option_findings(diet, name, foods)) for foods in read(name).options()]
        if all(_breaks(findings) for findings in options):
            yield from chain.from_iterable(options)
        else:
            yield from ((Verdict.UNKNOWN, reason) for findings in options for _, reason in findings)
    for word in unassessed(ingredients):
        yield Verdict.UNKNOWN, f"nobody knows what {word} is made of"
    if diet == Diet.KOSHER:
        yield from _meat_with_milk(ingredients)


def _option_findings(diet: Diet, name: str, foods: Sequence[Food]) -> Iterator[Finding]:
    surely = frozenset[Substance]().union(*(food.surely for food in foods))
    perhaps = frozenset[Substance]().union(*(food.perhaps for food in foods))
    yield from _holdings(diet, name, surely, perhaps)


def _breaks(findings: list[Finding]) -> bool:
    return any(verdict == Verdict.BREAKS for verdict, _ in findings)


def _text_findings(diet: Diet, named: list[Mention]) -> Iterator[Finding]:
    """A title names a dish: what that only may hold is decided by the list."""
    for mention in named:
        food = mention.food
        for verdict, reason in _holdings(diet, food.name, food.surely, food.perhaps):
            if mention.listed is None and not (verdict == Verdict.UNKNOWN and mention.where == TITLE):
                yield verdict, f"{mention.where}: {reason}"
            elif verdict == Verdict.BREAKS:
                yield Verdict.UNKNOWN, f"{mention.where} says {food.name}: is it the {mention.listed} of the list?"


def _holdings(diet: Diet, name: str, surely: frozenset[Substance], perhaps: frozenset[Substance]) -> Iterator[Finding]:
    forbidden, left_open = FORBIDDEN[diet], OPEN.get(diet, frozenset())
    for held in sorted(surely & forbidden):
        yield Verdict.BREAKS, f"{_holds(name, held, 'holds')} not {diet}"
    for held in sorted((perhaps & forbidden) - surely):
        yield Verdict.UNKNOWN, f"{_holds(name, held, 'may hold')} not {diet}"
    for held in sorted((surely | perhaps) & left_open):
        yield Verdict.UNKNOWN, f"{name}: words do not say whether its {IN_WORDS.get(held, held)} is {diet}"


def _holds(name: str, held: Substance, verb: str) -> str:
    said = IN_WORDS.get(held, str(held))
    return f"{name} is" if name == said else f"{name} {verb} {said}, which is"


def _meat_with_milk(ingredients: Sequence[str]) -> Iterator[Finding]:
    surely, perhaps = substances_in(ingredients)
    if surely & MEATS and Substance.MILK in surely:
        yield Verdict.BREAKS, "meat and milk together are not kosher"
    elif (surely | perhaps) & MEATS and Substance.MILK in surely | perhaps:
        yield Verdict.UNKNOWN, "meat and milk may meet in it, which is not kosher"
