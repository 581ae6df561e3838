"""Checking a chunk: each draft becomes a recipe, is written again, or waits for a person."""

from uuid import UUID, uuid5

from brigade.generation.sheet import Fault, Line, Sheet
from brigade.recipes.limits import fitted, misses
from brigade.recipes.nutrition import mended
from brigade.recipes.quality import quality_of
from brigade.recipes.recipe import Provenance, Recipe

RECIPES = UUID("6f0a2f57-6f2b-5c0e-9d55-7f3f7c1a9e10")  # the namespace of recipe ids


def recipe_id(batch_id: UUID, position: int) -> UUID:
    """The same batch and position always give the same id, so a repeated save changes nothing."""
    return uuid5(RECIPES, f"{batch_id}/{position}")


def check_chunk(sheet: Sheet, last_round: bool, validate: bool) -> Sheet:
    """The sheet with every open line decided, or left open with its mistakes; unvalidated claims pass as they are."""
    lines = [_checked(sheet.batch_id, line, last_round, validate) if line.is_open else line for line in sheet.lines]
    return sheet.model_copy(update={"lines": lines})


def _checked(batch_id: UUID, line: Line, last_round: bool, validate: bool) -> Line:
    if line.draft is None:
        return _lost(line) if last_round else line
    draft, nutrition, changes = line.draft, line.draft.nutrition, list[str]()
    mistakes = list[str]()
    if validate:
        nutrition, changes = mended(draft.nutrition)
        draft, nutrition, resized = fitted(draft, nutrition, line.concept.limits)
        changes += resized
        mistakes = misses(draft, nutrition, line.concept.limits, line.concept.max_prep_minutes)
    elif draft.nutrition.calories_kcal < 1:
        mistakes = ["nutrition.calories_kcal must be above 0"]
    if mistakes:
        return line.model_copy(update={"draft": draft, "mistakes": mistakes, "review": last_round})
    source = Provenance(
        batch_id=batch_id, position=line.concept.position, model=line.model, cost_micros=line.cost_micros
    )
    recipe = Recipe(
        id=recipe_id(batch_id, source.position),
        draft=draft,
        nutrition=nutrition,
        claimed=line.draft.nutrition,
        changes=changes,
        allergens=None,
        quality=quality_of(draft, nutrition, line.concept.targets.calories_kcal, changes),
        provenance=source,
    )
    return line.model_copy(update={"recipe": recipe, "mistakes": []})


def _lost(line: Line) -> Line:
    fault = line.fault or Fault(error="AnswerInvalid", text="the writer gave no usable recipe", final=True)
    return line.model_copy(update={"fault": fault.model_copy(update={"final": True})})


def recipes_of(sheet: Sheet) -> dict[int, Recipe]:
    """The accepted recipes by position."""
    return {line.concept.position: line.recipe for line in sheet.lines if line.recipe}


def losses_of(sheet: Sheet) -> dict[int, str]:
    """Why each recipe that will not be saved is lost, by position."""
    return {line.concept.position: _loss(line) for line in sheet.lines if line.recipe is None}


def _loss(line: Line) -> str:
    if line.review:
        return "waits for a person to decide: " + "; ".join(line.mistakes)
    return line.fault.text if line.fault else "was not written"
