"""The recipes the model simulator writes: valid, true, within their diets, and no two alike."""

import re
from typing import Any

import pytest

from brigade.recipes.recipe import Draft
from local.simulator.asked import read_ask
from local.simulator.compose import compose
from local.simulator.pantry import FORBIDDEN, pantry
from local.simulator.writer import true_tags, write_answer, write_recipe
from tests.local_simulator.concepts import a_concept, a_prompt, a_repair

BATCH = 300


@pytest.fixture(scope="module")
def recipes() -> list[dict[str, Any]]:
    return [write_recipe(read_ask(a_prompt(a_concept(position))), 7, 1) for position in range(BATCH)]


def test_every_recipe_is_a_valid_draft(recipes: list[dict[str, Any]]) -> None:
    for recipe in recipes[:200]:
        Draft.model_validate(recipe)


def test_what_is_written_reads_like_a_sentence(recipes: list[dict[str, Any]]) -> None:
    """No space before a stop, no `a` before a vowel, no mark twice."""
    slip = re.compile(r" [.,;]|[.,;]{2}|  |\b[Aa] [AEIOaeio](?!u)")
    texts = [text for recipe in recipes for text in (recipe["description"], *recipe["instructions"])]
    assert [text for text in texts if slip.search(text)] == []


def test_the_energy_claimed_is_that_of_the_macros(recipes: list[dict[str, Any]]) -> None:
    for recipe in recipes:
        claim = recipe["nutrition"]
        energy = (
            4 * claim["protein_grams"]
            + 4 * (claim["carbs_grams"] - claim["fibre_grams"])
            + 2 * claim["fibre_grams"]
            + 9 * claim["fat_grams"]
            + 7 * claim["alcohol_grams"]
        )
        assert claim["calories_kcal"] == pytest.approx(energy, rel=0.05, abs=3)


def test_the_claim_is_what_usda_says_of_the_ingredients(recipes: list[dict[str, Any]]) -> None:
    known = pantry()
    for recipe in recipes:
        lines = [line for line in recipe["ingredients"] if line["name"] in known]
        protein = sum(known[line["name"]].per_gram[1] * line["grams"] for line in lines) / recipe["servings"]
        if len(lines) == len(recipe["ingredients"]):
            assert recipe["nutrition"]["protein_grams"] == pytest.approx(protein, rel=0.01, abs=0.2)


def test_targets_are_met_closely_and_limits_kept(recipes: list[dict[str, Any]]) -> None:
    errors = []
    for position, recipe in enumerate(recipes):
        concept, claim = a_concept(position), recipe["nutrition"]
        errors.append(abs(claim["calories_kcal"] / concept.targets.calories_kcal - 1))
        assert concept.limits.max_calories is not None
        assert claim["calories_kcal"] <= concept.limits.max_calories * 1.03
    errors.sort()
    assert errors[BATCH // 2] < 0.05
    assert errors[BATCH * 9 // 10] < 0.12


def test_no_ingredient_breaks_a_diet_asked_for_or_claimed() -> None:
    for position in range(BATCH):
        dish = compose(read_ask(a_prompt(a_concept(position))), 7, 1)
        for diet in {*dish.ask.diets, *true_tags(dish)}:
            broken = [food.name for food in dish.foods if food.traits & FORBIDDEN[diet]]
            assert not broken, f"{diet}: {broken}"


def test_meat_and_milk_do_not_meet_in_a_kosher_dish() -> None:
    for position in range(60):
        dish = compose(read_ask(a_prompt(a_concept(position, diets=["kosher"]))), 7, 1)
        traits = set().union(*(food.traits for food in dish.foods))
        assert not {"meat", "dairy"} <= traits


def test_three_hundred_concepts_get_three_hundred_names(recipes: list[dict[str, Any]]) -> None:
    assert len({recipe["name"] for recipe in recipes}) == BATCH


def test_names_differ_even_where_the_main_ingredient_is_the_same() -> None:
    asks = [
        read_ask(a_prompt(a_concept(position, main_ingredient="chicken breast", diets=[]))) for position in range(100)
    ]
    assert len({write_recipe(ask, 7, 1)["name"] for ask in asks}) == 100


def test_instructions_mention_the_ingredients_and_leave_no_gaps(recipes: list[dict[str, Any]]) -> None:
    for recipe in recipes:
        text = " ".join(recipe["instructions"])
        assert 3 <= len(recipe["instructions"]) <= 9
        assert not set("{}[]") & set(text)


def test_preparation_keeps_to_the_time_that_is_allowed(recipes: list[dict[str, Any]]) -> None:
    for position, recipe in enumerate(recipes):
        assert recipe["prep_time_minutes"] <= (a_concept(position).max_prep_minutes or 60)


def test_any_main_ingredient_gets_a_recipe() -> None:
    for words in (
        "kangaroo",
        "wild sockeye salmon",
        "jackfruit",
        "Ω",
        "black garlic",
        "octopus",
        "red lentil",
    ):
        Draft.model_validate(write_recipe(read_ask(a_prompt(a_concept(4, main_ingredient=words))), 7, 1))


def test_a_prompt_without_a_concept_still_gets_a_sensible_recipe() -> None:
    recipe = write_recipe(read_ask("Please write a vegan Thai breakfast."), 7, 1)
    Draft.model_validate(recipe)
    assert recipe["meal_types"] == ["breakfast"]
    assert "vegan" in recipe["dietary_tags"]


def test_the_same_seed_and_prompt_give_the_same_words() -> None:
    prompt = a_prompt(a_concept(3))
    first, again = (write_answer(prompt, prompt, None, 7, 1, None) for _ in range(2))
    assert first == again
    assert write_answer(prompt, prompt, None, 8, 1, None) != first
    assert write_answer(prompt, prompt, None, 7, 2, None) != first


def test_a_repair_keeps_the_dish_and_mends_the_claim() -> None:
    prompt = a_prompt(a_concept(5))
    good = write_recipe(read_ask(prompt), 7, 1)
    wrong = good | {"nutrition": good["nutrition"] | {"calories_kcal": 9.0}}
    repair = a_repair(prompt, wrong, "calories do not fit the macros")
    assert Draft.model_validate_json(write_answer(repair, repair, None, 7, 1, None).text) == Draft.model_validate(good)


def test_an_answer_is_as_long_as_a_real_one() -> None:
    tokens = sorted(write_answer(a_prompt(a_concept(n)), "p", None, 7, 1, None).tokens for n in range(100))
    assert 500 <= tokens[50] <= 720
