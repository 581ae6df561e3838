"""Planning: the chunks, and concepts of which no two are alike."""

from collections import Counter

import pytest

from brigade.errors import InfeasibleConstraints
from brigade.generation.cookery import METHODS, styles_for
from brigade.generation.larder import EXCLUDED, MAINS, meals_for
from brigade.generation.plan import chunk_sizes, chunked, concept_key, constraints_key, plan_batch
from brigade.recipes.vocabulary import Diet, MealType
from tests.factories import a_request


@pytest.mark.parametrize(
    ("count", "limit", "sizes"),
    [(1, 5, [1]), (5, 5, [5]), (6, 5, [3, 3]), (12, 5, [4, 4, 4]), (30, 5, [5] * 6), (7, 1, [1] * 7)],
)
def test_chunks_are_as_few_and_as_even_as_can_be(count: int, limit: int, sizes: list[int]) -> None:
    assert chunk_sizes(count, limit) == sizes


def test_chunks_hold_every_concept_once_in_order() -> None:
    concepts = plan_batch(a_request(count=13), seed=1)
    assert [concept.position for chunk in chunked(concepts, 5) for concept in chunk] == list(range(13))


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    request = a_request(count=40)
    assert plan_batch(request, seed=7) == plan_batch(request, seed=7)
    assert plan_batch(request, seed=7) != plan_batch(request, seed=8)


@pytest.mark.parametrize("count", [2, 30, 100])
@pytest.mark.parametrize(
    "constraints",
    [
        {},
        {"meal_types": ["breakfast"], "dietary_restrictions": ["vegan", "keto"]},
        {"meal_types": ["snack"], "dietary_restrictions": ["vegan", "paleo", "nut-free"]},
        {"dietary_restrictions": ["kosher", "gluten-free", "dairy-free"]},
    ],
)
def test_no_two_concepts_are_the_same_and_half_of_the_main_ingredients_differ(
    count: int, constraints: dict[str, list[str]]
) -> None:
    concepts = plan_batch(a_request(count=count, **constraints), seed=3)
    assert len({concept_key(concept) for concept in concepts}) == count
    assert len({concept.main_ingredient for concept in concepts}) >= count / 2


def test_a_thousand_recipes_still_differ() -> None:
    concepts = plan_batch(a_request(count=1000), seed=3)
    assert len({concept.main_ingredient for concept in concepts}) >= 500


def test_every_main_ingredient_keeps_every_diet_asked_for() -> None:
    for diet in Diet:
        excluded = {name for kind in EXCLUDED[diet] for name in MAINS[kind]}
        for concept in plan_batch(a_request(count=60, dietary_restrictions=[diet]), seed=5):
            assert not excluded & set(concept.main_ingredient.split(" with ")), (diet, concept.main_ingredient)


def test_a_main_ingredient_asked_for_is_in_every_concept() -> None:
    concepts = plan_batch(a_request(count=100, main_ingredient="dragon fruit", meal_types=["lunch"]), seed=2)
    assert all(concept.main_ingredient.split(" with ")[0] == "dragon fruit" for concept in concepts)
    assert len({concept_key(concept) for concept in concepts}) == 100


def test_only_the_meals_asked_for_are_planned_in_equal_parts() -> None:
    concepts = plan_batch(a_request(count=31, meal_types=["lunch", "snack"]), seed=2)
    assert Counter(concept.meal_type for concept in concepts) == {MealType.LUNCH: 16, MealType.SNACK: 15}


def test_concepts_steer_away_from_what_is_stored() -> None:
    request = a_request(count=100)
    stored = {concept_key(concept) for concept in plan_batch(request, seed=9)}
    assert not stored & {concept_key(concept) for concept in plan_batch(request, seed=9, taken=stored)}


def test_where_every_dish_is_stored_stored_ones_are_planned_again() -> None:
    request = a_request(count=5, meal_types=["lunch"], main_ingredient="tofu")
    everything = {
        f"lunch|{main}|{cuisine}|{method}".lower()
        for main in ["tofu", *(f"tofu with {name}" for names in MAINS.values() for name in names)]
        for cuisine, method in styles_for(MealType.LUNCH, "tofu")
    }
    assert len(plan_batch(request, seed=1, taken=everything)) == 5


def test_more_dishes_than_there_are_is_an_error_and_not_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brigade.generation.cookery.CUISINES", ["Thai"])
    monkeypatch.setattr("brigade.generation.larder.MAINS", {kind: names[:1] for kind, names in MAINS.items()})
    with pytest.raises(InfeasibleConstraints):
        plan_batch(a_request(count=2000, meal_types=["snack"]), seed=1)


def test_a_style_of_cooking_suits_its_ingredient() -> None:
    assert "blended" not in {method for _, method in styles_for(MealType.BREAKFAST, "salmon")}
    assert {method for _, method in styles_for(MealType.BREAKFAST, "unheard of")} == set(METHODS[MealType.BREAKFAST])


def test_the_design_reaches_ten_thousand() -> None:
    concepts = plan_batch(a_request(count=10_000), seed=1)
    assert len({concept_key(concept) for concept in concepts}) == 10_000


def test_every_meal_has_ingredients_under_every_single_diet() -> None:
    assert all(meals_for([diet]) == list(MealType) for diet in Diet)


def test_the_key_of_constraints_knows_what_is_asked_and_not_how_much_of_it() -> None:
    key = constraints_key(a_request(count=5, dietary_restrictions=["vegan", "keto"], budget_usd=3))
    assert key == constraints_key(a_request(count=50, dietary_restrictions=["keto", "vegan"], seed=4))
    assert key != constraints_key(a_request(dietary_restrictions=["vegan"]))
