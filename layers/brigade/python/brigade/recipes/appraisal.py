"""Appraising a draft: what it is really worth, whether it keeps what it promises, and what has to be written again."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from brigade.recipes.allergens import Allergens, allergens_of
from brigade.recipes.claims import claim_errors
from brigade.recipes.diets import Judgement, Verdict, judge
from brigade.recipes.kitchen_safety import dangers
from brigade.recipes.limits import Limits, misses, ranges_of
from brigade.recipes.plausibility import Oddity, oddities
from brigade.recipes.portions import in_words, resized, resizing
from brigade.recipes.quality import Loss, quality_of
from brigade.recipes.recipe import Draft, Nutrition, Quality, Source
from brigade.recipes.vocabulary import Diet
from brigade.recipes.worth import Worth, worth_of

SURE = 0.7  # a match less certain costs quality


@dataclass(frozen=True, slots=True)
class Standard:
    """What a recipe is held to: limits, diets and minutes as asked, and the energy planned for a serving."""

    limits: Limits
    diets: list[Diet]
    max_prep_minutes: int | None
    target_kcal: float


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The draft as it may be saved, and what it is worth.

    `refusals` nobody may pass over; `mistakes`, these among them, are for its writer, or for a person to decide on.
    """

    draft: Draft
    nutrition: Nutrition
    sources: list[Source]
    allergens: Allergens | None
    changes: list[str]
    quality: Quality
    refusals: list[str]
    mistakes: list[str]


def taken(draft: Draft, standard: Standard) -> Appraisal:
    """The draft at its word: nothing is computed, no diet is judged."""
    nutrition = draft.nutrition
    refusals = [] if nutrition.calories_kcal >= 1 else ["nutrition.calories_kcal must be above 0"]
    return Appraisal(
        draft=draft, nutrition=nutrition, sources=[], allergens=None, changes=[], refusals=refusals, mistakes=refusals,
        quality=quality_of(draft, nutrition, standard.target_kcal, [], _costs(oddities(draft))),
    )  # fmt: skip


def appraise(draft: Draft, standard: Standard) -> Appraisal:
    """The draft recomputed from its ingredients, resized where that keeps its limits, and held to its promises."""
    first = worth_of(draft)
    portion, resizes = _sized(first, standard.limits)
    worth = worth_of(portion) if resizes else first
    if _misses(worth, standard):
        portion, worth, resizes = draft, first, []
    judgements = _judged(portion, worth.nutrition, standard.diets)
    tagged, untags = _tagged(portion, judgements)
    odd = oddities(portion)
    refusals = [*misses(portion, worth.nutrition, Limits(), None), *dangers(portion)]
    changes = [*worth.mends, *resizes, *untags]
    return Appraisal(
        draft=tagged,
        nutrition=worth.nutrition,
        sources=list(worth.composition.sources),
        allergens=allergens_of(_names(portion)),
        changes=changes,
        quality=quality_of(tagged, worth.nutrition, standard.target_kcal, changes, [*_losses(worth), *_costs(odd)]),
        refusals=refusals,
        mistakes=list(dict.fromkeys([*refusals, *_mistakes(worth, judgements, standard, odd)])),
    )


def _sized(worth: Worth, limits: Limits) -> tuple[Draft, list[str]]:
    """The draft with the lines resized that bring it inside its limits, and what changed."""
    change = resizing(worth.parts, ranges_of(limits))
    if not change:
        return worth.draft, []
    try:
        return resized(worth.draft, change), in_words(worth.draft, change)
    except ValidationError:  # amounts beyond what a recipe may hold: the writer has to mend it
        return worth.draft, []


def _misses(worth: Worth, standard: Standard) -> list[str]:
    return misses(worth.draft, worth.nutrition, standard.limits, standard.max_prep_minutes)


def _mistakes(worth: Worth, judgements: dict[Diet, Judgement], standard: Standard, odd: list[Oddity]) -> Iterator[str]:
    """What the writer has to mend, in words."""
    yield from _unknowns(worth)
    yield from _misses(worth, standard)
    for diet in standard.diets:
        yield from (f"it has to be {diet}: {reason}" for reason in judgements[diet].reasons)
    yield from (oddity.reason for oddity in odd if oddity.gross)


def _names(draft: Draft) -> list[str]:
    return [line.name for line in draft.ingredients]


def _judged(draft: Draft, nutrition: Nutrition, asked: list[Diet]) -> dict[Diet, Judgement]:
    """Every diet that was asked for or is claimed."""
    return judge(draft.name, _names(draft), draft.instructions, nutrition, {*asked, *draft.dietary_tags})


def _tagged(draft: Draft, judgements: dict[Diet, Judgement]) -> tuple[Draft, list[str]]:
    """The draft with the diets that it keeps for certain, and why it loses others."""
    kept = [diet for diet in draft.dietary_tags if judgements[diet].verdict is Verdict.KEEPS]
    lost = [diet for diet in draft.dietary_tags if diet not in kept]
    return (
        draft.model_copy(update={"dietary_tags": kept}),
        [f"no longer called {diet}: {judgements[diet].reasons[0]}" for diet in lost],
    )


def _unknowns(worth: Worth) -> Iterator[str]:
    """Lines whose food or weight nobody can tell, where too much of the energy hangs on them; contradictory ones."""
    if not worth.is_known:
        names = [line.line.name for line in worth.resolved if not line.match or line.weight.grams is None]
        yield f"nobody can tell what these hold: {', '.join(names)}; name plain foods and give their grams"
    for line in worth.resolved:
        if line.weight.contradicted:
            yield f"{line.line.text}: {line.line.grams:g} g do not agree with that amount"


def _losses(worth: Worth) -> Iterator[Loss]:
    """What costs quality without being the writer's to mend."""
    if worth.is_known:
        yield from ((3, error) for error in claim_errors(worth.draft.nutrition, worth.nutrition, worth.draft.servings))
    unsure = [line.line.name for line in worth.resolved if line.match and line.match.confidence < SURE]
    if unsure:
        yield min(10, 2 * len(unsure)), f"not sure which food is meant by {', '.join(unsure[:5])}"


def _costs(odd: list[Oddity]) -> list[Loss]:
    return [(oddity.points, oddity.reason) for oddity in odd]
