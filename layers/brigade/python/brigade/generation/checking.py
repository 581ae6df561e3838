"""Checking a chunk: each draft becomes a recipe, is written again, or waits for a person."""

from collections.abc import Callable, Iterable
from uuid import UUID, uuid5

from brigade.generation.sheet import Line, Sheet
from brigade.recipes.appraisal import Appraisal, Standard, appraise, taken
from brigade.recipes.likeness import Dish, Shelf, dish_of
from brigade.recipes.recipe import Draft, Nutrition, Provenance, Recipe

RECIPES = UUID("6f0a2f57-6f2b-5c0e-9d55-7f3f7c1a9e10")  # the namespace of recipe ids


def recipe_id(batch_id: UUID, position: int) -> UUID:
    """The same batch and position always give the same id, so a repeated save changes nothing."""
    return uuid5(RECIPES, f"{batch_id}/{position}")


Named = tuple[str, Dish]  # a dish and what it is called


def check_chunk(sheet: Sheet, last_round: bool, validate: bool, stored: Iterable[Named] = ()) -> Sheet:
    """The sheet with every open line accepted, left open with its mistakes, or closed in the last round.

    `validate` off takes claims as they are. `stored` are dishes that none may be again.
    """
    others = Others([*stored, *((recipe.draft.name, dish_of(recipe.draft)) for recipe in recipes_of(sheet).values())])
    lines = []
    for line in sheet.lines:
        checked = _checked(sheet.batch_id, line, validate, others) if line.is_open else line
        if line.is_open and checked.recipe:
            others.add(checked.recipe.draft)
        lines.append(checked)
    if last_round:
        lines = [line.model_copy(update={"closed": True}) if line.is_open else line for line in lines]
    return sheet.model_copy(update={"lines": lines})


class Others:
    """Dishes that there are already, by name."""

    def __init__(self, named: Iterable[Named]) -> None:
        pairs = list(named)
        self.names = [name for name, _ in pairs]
        self.shelf = Shelf(dish for _, dish in pairs)

    def add(self, draft: Draft) -> None:
        self.names.append(draft.name)
        self.shelf.add(dish_of(draft))

    def twin(self, draft: Draft) -> list[str]:
        """The mistake of being one of them again, in words."""
        place = self.shelf.like(dish_of(draft))
        return [] if place is None else [f'it is the same dish as "{self.names[place]}": write a different one']


def hearts_of(sheet: Sheet) -> list[str]:
    """The food that weighs most in each open draft: no stored dish without one of them can be its twin."""
    return sorted({dish_of(line.draft).heart for line in sheet.open_lines if line.draft})


def _checked(batch_id: UUID, line: Line, validate: bool, others: Others) -> Line:
    if line.draft is None or line.fault:
        return line
    appraisal = appraise(line.draft, _standard(line)) if validate else taken(line.draft, _standard(line))
    mistakes = appraisal.mistakes + (others.twin(line.draft) if validate else [])
    if mistakes:
        return line.model_copy(update={"mistakes": mistakes})
    recipe = recipe_of(batch_id, line, line.draft.nutrition, appraisal)
    return line.model_copy(update={"recipe": recipe, "mistakes": []})


def _standard(line: Line) -> Standard:
    concept = line.concept
    return Standard(concept.limits, concept.diets, concept.max_prep_minutes, concept.targets.calories_kcal)


def recipe_of(batch_id: UUID, line: Line, claimed: Nutrition, appraisal: Appraisal) -> Recipe:
    """The recipe that an accepted draft becomes."""
    position = line.concept.position
    return Recipe(
        id=recipe_id(batch_id, position),
        draft=appraisal.draft,
        nutrition=appraisal.nutrition,
        claimed=claimed,
        changes=appraisal.changes,
        sources=appraisal.sources,
        allergens=appraisal.allergens,
        quality=appraisal.quality,
        provenance=Provenance(batch_id=batch_id, position=position, model=line.model, cost_micros=line.cost_micros),
    )


def recipes_of(sheet: Sheet) -> dict[int, Recipe]:
    """The accepted recipes by position."""
    return {line.concept.position: line.recipe for line in sheet.lines if line.recipe}


def losses_of(sheet: Sheet, words_of: Callable[[str, str], str], later: str | None = None) -> dict[int, str]:
    """Why each recipe that will not be saved is lost, by position; `words_of` an error's name and text.

    `later` is what kept recipes that were still open from being written again.
    """
    return {line.concept.position: _loss(line, words_of, later) for line in sheet.lines if line.recipe is None}


def _loss(line: Line, words_of: Callable[[str, str], str], later: str | None) -> str:
    if line.awaits_person:
        return (
            "It waits for a person to decide: "
            + "; ".join(line.mistakes)
            + ". Accept, mend or reject it in the review."
        )
    if later and line.is_open:
        return later
    return words_of(line.fault.error, line.fault.text) if line.fault else "It was not written."
