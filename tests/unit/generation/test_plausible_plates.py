"""What a plate is planned to hold can come from what it is named after: a thousand seeds, by portions of our own."""

import pytest

from brigade.generation.concept import Concept
from brigade.generation.larder import Kind, kinds_of
from brigade.generation.plan import plan_batch
from brigade.generation.request import BatchRequest
from brigade.ingredients.matching import match
from brigade.recipes.vocabulary import MealType
from tests.factories import a_request

SEEDS = 1000
MEALS = list(MealType)
GENEROUS: dict[Kind, float] = {  # grams as bought that a hungry person eats at a dinner
    **dict.fromkeys((Kind.RED_MEAT, Kind.PORK, Kind.POULTRY, Kind.FISH), 230), Kind.SHELLFISH: 250, Kind.EGG: 200,
    Kind.DAIRY: 130, **dict.fromkeys((Kind.LEGUME, Kind.SOY), 240), **dict.fromkeys((Kind.WHEAT, Kind.GRAIN), 120),
    **dict.fromkeys((Kind.NUT, Kind.SEED), 60), **dict.fromkeys((Kind.ROOT, Kind.VEGETABLE, Kind.FRUIT), 350),
}  # fmt: skip
OWN = {
    "greek yogurt": 330, "cottage cheese": 300, "ricotta": 220, "egg whites": 280, "red lentils": 110,
    "green lentils": 110, "split peas": 110, "avocado": 170, "rye bread": 160, "flaxseed": 35, "chia seeds": 50,
}  # fmt: skip
USUAL = {MealType.BREAKFAST: 420, MealType.LUNCH: 550, MealType.DINNER: 620, MealType.SNACK: 240}
HUNGRIER = {"muscle_gain": 1.15, "endurance": 1.1}
UNNAMED = 0.16  # of its energy that rice, bread, oil and a little cheese give as protein,
CHOSEN = 0.20  # and what a cook chose for its protein
NOTHING = (0.0, 0.0)


def planned(seeds: int, **constraints: object) -> list[Concept]:
    """A dish of each seed, the meals in turn."""
    requests = [a_request(count=1, meal_types=[meal], **constraints) for meal in MEALS]
    return [concept for seed in range(seeds) for concept in plan_batch(requests[seed % 4], seed)]


def held_by(name: str, concept: Concept) -> tuple[float, float]:
    """kcal and protein's kcal of a generous portion, by USDA."""
    found = match(name)
    assert found, name
    grams = OWN.get(name, max(GENEROUS[kind] for kind in kinds_of(name)))
    part = max(0.6, min(1.0, concept.targets.calories_kcal / 400)) if concept.meal_type == MealType.SNACK else 1.0
    return part * grams / 100 * (found.food.kcal or 0), part * grams / 100 * 4 * (found.food.protein or 0)


def oddities(concept: Concept, request: BatchRequest) -> list[str]:
    """What a cook would shake his head at."""
    kcal, protein = concept.targets.calories_kcal, 4 * concept.targets.protein_grams
    main, _, beside = concept.main_ingredient.partition(" with ")
    own, other = held_by(main, concept), held_by(beside, concept) if beside else NOTHING
    energy, brought = own[0] + 0.7 * other[0], own[1] + 0.7 * other[1]
    part = min(1.0, kcal / energy)
    wanted = request.fitness_goal in ("muscle_gain", "weight_loss") or request.min_protein
    share = CHOSEN if wanted or {"high-protein", "low-carb"} & set(concept.diets) else UNNAMED
    most = max(share * kcal, part * brought + share * (kcal - part * energy))
    heaviest = energy + 0.75 * USUAL[concept.meal_type] * HUNGRIER.get(request.fitness_goal or "", 1.0)
    return [
        *(["more protein than its ingredients hold"] if protein > most + 12 else []),
        *(["less protein than its main ingredient holds"] if protein < 0.35 * part * own[1] - 8 else []),
        *(["too heavy for what is in it"] if kcal > heaviest and not request.target_calories else []),
    ]


def odd_ones(concepts: list[Concept], request: BatchRequest) -> list[tuple[object, ...]]:
    found = [(concept, oddities(concept, request)) for concept in concepts]
    return [(each.meal_type, each.main_ingredient, each.targets, odd) for each, odd in found if odd]


@pytest.mark.parametrize(
    "constraints",
    [
        {"fitness_goal": "muscle_gain"},
        {"fitness_goal": "weight_loss"},
        {"dietary_restrictions": ["vegetarian"]},
        {"dietary_restrictions": ["vegan"]},
        {"dietary_restrictions": ["high-protein"]},
        {"dietary_restrictions": ["low-fat"]},
        {"dietary_restrictions": ["keto"]},
        {"dietary_restrictions": ["paleo"]},
        {"target_calories": 500},
    ],
    ids=str,
)
def test_no_wish_makes_a_plate_hold_what_its_ingredients_do_not(constraints: dict[str, object]) -> None:
    assert odd_ones(planned(SEEDS // 10, **constraints), a_request(**constraints)) == []


def test_no_plate_claims_what_its_ingredients_do_not_hold() -> None:
    concepts = planned(SEEDS)
    assert len({concept.main_ingredient for concept in concepts}) > 100
    assert odd_ones(concepts, a_request()) == []


def test_dishes_with_a_companion_are_no_richer_than_both_of_them() -> None:
    pairs = [c for c in plan_batch(a_request(count=SEEDS), 5) if " with " in c.main_ingredient]
    assert len(pairs) > SEEDS / 2
    assert odd_ones(pairs, a_request()) == []


def test_a_dinner_of_leaves_is_light() -> None:
    leaves = [
        concept.targets
        for concept in plan_batch(a_request(count=SEEDS, meal_types=["dinner"]), 1)
        if all(kinds_of(name) == {Kind.VEGETABLE} for name in concept.main_ingredient.split(" with "))
    ]
    assert len(leaves) > 20
    assert max(target.calories_kcal for target in leaves) < 600
    assert sum(target.calories_kcal for target in leaves) / len(leaves) < 480
    assert max(target.protein_grams for target in leaves) <= 26


def test_protein_that_is_asked_for_is_planned_from_ingredients_that_hold_it() -> None:
    request = a_request(count=40, meal_types=["dinner"], min_protein=30, max_calories=600)
    for seed in range(10):
        for concept in plan_batch(request, seed):
            assert oddities(concept, request) == [], concept
            assert concept.targets.protein_grams >= 30


def test_where_no_ingredient_bears_what_is_asked_for_dishes_are_planned_all_the_same() -> None:
    request = a_request(count=30, meal_types=["snack"], dietary_restrictions=["vegan"], min_protein=45)
    assert len({concept.main_ingredient for concept in plan_batch(request, 1)}) > 10
