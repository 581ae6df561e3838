"""Checking a chunk: each draft becomes a recipe, is written again, or waits for a person."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from brigade.generation.sheet import Line, Sheet
from brigade.recipes.limits import fitted, misses
from brigade.recipes.nutrition import mended
from brigade.recipes.quality import quality_of
from brigade.recipes.recipe import Draft, Nutrition, Provenance, Recipe

RECIPES = UUID("6f0a2f57-6f2b-5c0e-9d55-7f3f7c1a9e10")  # the namespace of recipe ids


def recipe_id(batch_id: UUID, position: int) -> UUID:
    """The same batch and position always give the same id, so a repeated save changes nothing."""
    return uuid5(RECIPES, f"{batch_id}/{position}")


def check_chunk(sheet: Sheet, last_round: bool, validate: bool) -> Sheet:
    """The sheet with every open line accepted, left open with its mistakes, or closed in the last round.

    `validate` off takes claims as they are.
    """
    lines = [_checked(sheet.batch_id, line, validate) if line.is_open else line for line in sheet.lines]
    if last_round:
        lines = [line.model_copy(update={"closed": True}) if line.is_open else line for line in lines]
    return sheet.model_copy(update={"lines": lines})


def _checked(batch_id: UUID, line: Line, validate: bool) -> Line:
    if line.draft is None or line.fault:
        return line
    return _judged(batch_id, line, line.draft) if validate else _taken(batch_id, line, line.draft)


def _judged(batch_id: UUID, line: Line, draft: Draft) -> Line:
    limits, minutes = line.concept.limits, line.concept.max_prep_minutes
    nutrition, mends = mended(draft.nutrition)
    portion, worth, resizes = fitted(draft, nutrition, limits)
    if misses(portion, worth, limits, minutes):
        return line.model_copy(update={"mistakes": misses(draft, nutrition, limits, minutes)})
    return _accepted(batch_id, line, portion, worth, mends + resizes)


def _taken(batch_id: UUID, line: Line, draft: Draft) -> Line:
    if draft.nutrition.calories_kcal < 1:
        return line.model_copy(update={"mistakes": ["nutrition.calories_kcal must be above 0"]})
    return _accepted(batch_id, line, draft, draft.nutrition, [])


def _accepted(batch_id: UUID, line: Line, draft: Draft, nutrition: Nutrition, changes: list[str]) -> Line:
    position = line.concept.position
    recipe = Recipe(
        id=recipe_id(batch_id, position),
        draft=draft,
        nutrition=nutrition,
        claimed=line.draft.nutrition if line.draft else nutrition,
        changes=changes,
        allergens=None,
        quality=quality_of(draft, nutrition, line.concept.targets.calories_kcal, changes),
        provenance=Provenance(batch_id=batch_id, position=position, model=line.model, cost_micros=line.cost_micros),
    )
    return line.model_copy(update={"recipe": recipe, "mistakes": []})


def recipes_of(sheet: Sheet) -> dict[int, Recipe]:
    """The accepted recipes by position."""
    return {line.concept.position: line.recipe for line in sheet.lines if line.recipe}


def losses_of(sheet: Sheet, plain_words: Mapping[str, str]) -> dict[int, str]:
    """Why each recipe that will not be saved is lost, by position; `plain_words` by error name."""
    return {line.concept.position: _loss(line, plain_words) for line in sheet.lines if line.recipe is None}


def _loss(line: Line, plain_words: Mapping[str, str]) -> str:
    if line.awaits_person:
        return "It waits for a person to decide: " + "; ".join(line.mistakes) + "."
    return plain_words.get(line.fault.error, line.fault.text) if line.fault else "It was not written."
