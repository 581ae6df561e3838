"""What a cook or a photographer would laugh at is in no plan: a thousand seeds of it."""

import json
from collections import Counter
from functools import cache

import pytest

from brigade.generation.concept import Concept
from brigade.generation.cookery import METHODS, go_together, styles_for
from brigade.generation.larder import MAINS, Kind, kinds_of, mains_for
from brigade.generation.plan import plan_batch
from brigade.generation.prompts import draft_schema, writing_prompt
from brigade.images.photograph import Vessel
from brigade.recipes.diet_rules import FORBIDDEN
from brigade.recipes.diets import Verdict, judge
from brigade.recipes.vocabulary import Diet, MealType
from tests.factories import a_request

SEEDS = 1000
FLAT = {Vessel.WHITE_PLATE, Vessel.BLACK_PLATE, Vessel.BLUE_PLATE, Vessel.WOODEN_BOARD}
PAN = {Vessel.SKILLET}
WET = {"tossed", "simmered", "stewed", "curried", "braised", "blended", "chilled"}
FATTY, LEAN, STARCHY = {Kind.NUT, Kind.SEED}, {Kind.POULTRY, Kind.SHELLFISH}, {Kind.GRAIN, Kind.WHEAT, Kind.FRUIT}


@cache
def planned() -> list[Concept]:
    return [concept for seed in range(SEEDS) for concept in plan_batch(a_request(count=4), seed)]


def main_of(concept: Concept) -> str:
    return concept.main_ingredient.partition(" with ")[0]


def share(concept: Concept, name: str) -> float:
    """The share of the energy that a nutrient gives."""
    return (
        (9 if name == "fat" else 4) * float(getattr(concept.targets, f"{name}_grams")) / concept.targets.calories_kcal
    )


def test_no_wet_dish_stands_on_a_plate_or_a_board_or_in_a_pan() -> None:
    wet = [concept for concept in planned() if concept.cooking_method in WET]
    assert len(wet) > SEEDS / 2
    assert Counter(concept.photograph.vessel for concept in wet if concept.photograph.vessel in FLAT | PAN) == {}


def test_nothing_that_rolls_lies_on_a_board() -> None:
    on_boards = [concept for concept in planned() if concept.photograph.vessel == Vessel.WOODEN_BOARD]
    loose = {Kind.LEGUME, Kind.GRAIN, Kind.NUT, Kind.SEED, Kind.EGG}
    assert [c for c in on_boards if kinds_of(main_of(c)) & loose and c.cooking_method != "wrapped"] == []


def test_nothing_cold_or_blended_is_served_in_a_pan() -> None:
    in_pans = {c.cooking_method for c in planned() if c.photograph.vessel == Vessel.SKILLET}
    assert not in_pans & {"blended", "chilled", "tossed", "wrapped", "simmered"}


def test_nuts_and_seeds_are_planned_as_fatty_as_they_are() -> None:
    plates = [concept for concept in planned() if kinds_of(main_of(concept)) & FATTY]
    assert len(plates) > 100
    assert min(share(c, "fat") for c in plates) >= 0.29
    assert max(share(c, "protein") for c in plates) <= 0.28


def test_lean_flesh_brings_protein_and_starch_brings_carbohydrate() -> None:
    flesh = [concept for concept in planned() if kinds_of(main_of(concept)) & LEAN]
    assert min(share(c, "protein") for c in flesh) >= 0.24
    starchy = [concept for concept in planned() if kinds_of(main_of(concept)) & STARCHY]
    assert max(share(c, "protein") for c in starchy) <= 0.25
    assert min(share(c, "carbs") for c in starchy) >= 0.40


def test_targets_still_add_up_to_their_energy() -> None:
    for concept in planned():
        parts = sum(share(concept, name) for name in ("protein", "carbs", "fat")) * concept.targets.calories_kcal
        assert parts == pytest.approx(concept.targets.calories_kcal, rel=0.05, abs=9), concept


@pytest.mark.parametrize(
    ("diet", "nutrient", "least", "most"),
    [(Diet.LOW_FAT, "fat", 0.0, 0.30), (Diet.HIGH_PROTEIN, "protein", 0.20, 1.0), (Diet.KETO, "fat", 0.5, 1.0)],
)
def test_a_diet_that_is_a_number_is_kept_by_every_target(diet: Diet, nutrient: str, least: float, most: float) -> None:
    for seed in range(SEEDS // 10):
        for concept in plan_batch(a_request(count=12, dietary_restrictions=[diet]), seed):
            assert least <= share(concept, nutrient) <= most + 0.005, concept


def test_every_prompt_states_for_how_many_it_is_and_holds_nothing_of_the_camera() -> None:
    for concept in planned()[::7]:
        told = json.loads(writing_prompt(concept, 0, []).text.partition("<concept>\n")[2].partition("\n</concept>")[0])
        assert told["servings"] in (2, 4)
        assert told["served_in"] == concept.photograph.vessel
        assert not told.keys() & {"photograph", "position"}
        assert None not in told.values()


def test_prompts_of_all_dishes_begin_alike_and_share_a_cache() -> None:
    prompts = [writing_prompt(concept, 0, []) for concept in planned()[:50]]
    assert len({(prompt.instructions, prompt.cache_key) for prompt in prompts}) == 1
    assert len(prompts[0].cache_key) <= 64


def test_no_docstring_or_title_of_ours_travels_in_the_schema() -> None:
    schema = draft_schema()
    assert "description" in schema["properties"]
    words = json.dumps(schema)
    assert '"title"' not in words
    assert [part for part in (schema, *schema["$defs"].values()) if "description" in part] == []


def test_every_main_ingredient_of_a_meal_can_be_cooked_for_it() -> None:
    assert [(meal, main) for meal in MealType for main in mains_for(meal, []) if not styles_for(meal, main)] == []


def test_a_way_of_cooking_suits_what_is_cooked() -> None:
    absurd = {
        ("blended", "salmon"), ("simmered", "walnuts"), ("pan-seared", "cucumber"), ("sauteed", "ricotta"),
        ("steamed", "kidney beans"), ("curried", "egg whites"), ("grilled", "mozzarella"), ("stir-fried", "cod"),
        ("roasted", "red lentils"), ("griddled", "rice noodles"), ("roasted", "spinach"), ("grilled", "beef chuck"),
    }  # fmt: skip
    assert not absurd & {(concept.cooking_method, main_of(concept)) for concept in planned()}


def test_dishes_stay_in_their_kitchens() -> None:
    styles = {(concept.cuisine, concept.cooking_method) for concept in planned()}
    assert not styles & {("Nordic", "curried"), ("Italian", "stir-fried"), ("French", "curried")}


def test_companions_are_named_beside_what_they_go_with() -> None:
    pairs = [
        c.main_ingredient.split(" with ") for c in plan_batch(a_request(count=1000), 3) if " with " in c.main_ingredient
    ]
    assert len(pairs) > 500
    assert all(go_together(main, beside) for main, beside in pairs)
    flesh = {
        name for kind in (Kind.RED_MEAT, Kind.PORK, Kind.POULTRY, Kind.FISH, Kind.SHELLFISH) for name in MAINS[kind]
    }
    assert [pair for pair in pairs if set(pair) <= flesh] == []
    assert [pair for pair in pairs if set(pair) & flesh and set(pair) & {*MAINS[Kind.NUT], *MAINS[Kind.FRUIT]}] == []


def test_any_word_may_be_the_main_ingredient_of_any_meal() -> None:
    for meal in MealType:
        concepts = plan_batch(a_request(count=60, main_ingredient="dragon fruit", meal_types=[meal]), 1)
        assert {concept.cooking_method for concept in concepts} <= set(METHODS[meal])


@pytest.mark.parametrize("diet", sorted(FORBIDDEN))
def test_no_main_is_planned_that_its_diet_refuses_whatever_is_written(diet: Diet) -> None:
    mains = {main for meal in MealType for main in mains_for(meal, [diet])}
    assert [main for main in mains if judge("", [main], [], None, [diet])[diet].verdict is Verdict.BREAKS] == []
