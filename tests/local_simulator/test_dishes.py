"""Three hundred finished briefs: what a dish is called, what it stands in, and what its name says it is made of."""

import re
from functools import cache

from brigade.generation.checking import recipe_id
from brigade.generation.concept import Concept
from brigade.generation.editing import accepted
from brigade.generation.plan import plan_batch
from brigade.generation.prompts import writing_prompt
from brigade.images.brief import Brief, brief_of, take_of
from brigade.images.photograph import Light, Photograph, Props, Vessel
from brigade.recipes.recipe import Draft, Recipe
from brigade.recipes.vocabulary import MealType
from local.simulator.asked import read_ask
from local.simulator.writer import write_recipe
from tests.factories import BATCH_ID, a_request

BRIEFS = 300
BOWLS = {Vessel.SHALLOW_BOWL, Vessel.DEEP_BOWL, Vessel.GLASS_BOWL}
HOT = r"soup|broth|stew|braise|one-pot|casserole|curry|chilli(?=$| pot)|porridge"
WET = rf"{HOT}|bowl|salad|smoothie|parfait|pot|jar|dip|noodles"
DRY = r"toasts|tartines|wraps|tacos|cups|skewers|patties|fritters|pancakes|cakes|hotcakes|plate|bites|bars|traybake"
FORM = re.compile(rf"\b(?:(?P<wet>{WET})|(?P<dry>{DRY}))\b", re.IGNORECASE)


@cache
def finished() -> list[tuple[Concept, Recipe, Brief]]:
    concepts = [concept for seed in range(BRIEFS // 10) for concept in plan_batch(a_request(count=10), seed)]
    drafts = [Draft.model_validate(write_recipe(read_ask(writing_prompt(each, 0, []).text), 7, 1)) for each in concepts]
    recipes = [accepted(BATCH_ID, draft, each, "m", 0) for draft, each in zip(drafts, concepts, strict=True)]
    ids = [recipe_id(BATCH_ID, number) for number in range(BRIEFS)]
    told = [recipe.model_copy(update={"id": each}) for recipe, each in zip(recipes, ids, strict=True)]
    return [
        (each, recipe, brief_of(recipe, each.photograph, True)) for each, recipe in zip(concepts, told, strict=True)
    ]


def form_of(name: str) -> re.Match[str] | None:
    """The last word for a form before what stands beside the dish."""
    found = list(FORM.finditer(re.split(" with (?!crisp)", name, flags=re.IGNORECASE)[0]))
    return found[-1] if found else None


def oddity(name: str, photo: Photograph) -> str | None:
    form = form_of(name)
    if form and form["wet"] and photo.vessel not in BOWLS:
        return f"{name} is not in a bowl: {photo.vessel}"
    if form and form["dry"] and photo.vessel in BOWLS:
        return f"{name} is in a bowl: {photo.vessel}"
    hot = form and re.fullmatch(HOT, form[0], re.IGNORECASE)
    return f"{name} is hot and in glass" if hot and photo.vessel == Vessel.GLASS_BOWL else None


def test_every_picture_of_a_finished_dish_is_taken_in_a_vessel_that_its_name_bears() -> None:
    briefs = [brief for _, _, brief in finished()]
    assert len([brief for brief in briefs if form_of(brief.name)]) > BRIEFS * 0.6
    shots = [(brief.name, take_of(brief, attempt)) for brief in briefs for attempt in range(4)]
    assert [odd for name, photo in shots if (odd := oddity(name, photo))] == []


def test_many_writers_words_would_have_been_at_odds_with_the_plan() -> None:
    """Else the test above holds nothing."""
    odd = [brief.name for concept, _, brief in finished() if oddity(brief.name, concept.photograph)]
    assert len(odd) > BRIEFS / 10


def test_nothing_in_a_prompt_contradicts_what_else_it_says() -> None:
    for _, _, brief in finished():
        for photo in (take_of(brief, attempt) for attempt in range(4)):
            assert not (photo.vessel in BOWLS and photo.props == Props.FORK), brief.name
            assert not (brief.meal_type == MealType.DINNER and photo.light == Light.MORNING), brief.name
            assert not (brief.meal_type == MealType.BREAKFAST and photo.light == Light.GOLDEN), brief.name


def test_what_is_written_comes_near_to_what_is_planned() -> None:
    near = [
        abs(recipe.nutrition.protein_grams - concept.targets.protein_grams) <= 6 for concept, recipe, _ in finished()
    ]
    assert sum(near) >= 0.9 * BRIEFS
