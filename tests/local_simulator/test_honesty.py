"""Without a fault the simulator's recipes are honest: the product's own checks find nothing, nor does USDA."""

import re
from typing import Any

import pytest

from brigade.ingredients.matching import match
from brigade.ingredients.resolving import line_of, resolve
from brigade.recipes.kitchen_safety import dangers
from brigade.recipes.likeness import Shelf, dish_of
from brigade.recipes.plausibility import oddities
from brigade.recipes.recipe import Draft
from local.simulator.asked import read_ask
from local.simulator.pantry import fdc_id_of, pantry, singular, usda
from local.simulator.writer import write_recipe
from tests.local_simulator.concepts import a_concept, a_prompt

BATCH = 300
COLUMNS = {
    "calories_kcal": "kcal",
    "protein_grams": "protein_g",
    "carbs_grams": "carbs_g",
    "fat_grams": "fat_g",
    "fibre_grams": "fibre_g",
    "sugar_grams": "sugar_g",
    "saturated_fat_grams": "sat_fat_g",
    "sodium_mg": "sodium_mg",
}


@pytest.fixture(scope="module")
def recipes() -> list[dict[str, Any]]:
    return [write_recipe(read_ask(a_prompt(a_concept(position))), 7, 1) for position in range(BATCH)]


@pytest.fixture(scope="module")
def drafts(recipes: list[dict[str, Any]]) -> list[Draft]:
    return [Draft.model_validate(recipe) for recipe in recipes]


def test_nobody_who_cooks_them_falls_ill(drafts: list[Draft]) -> None:
    assert {draft.name: dangers(draft) for draft in drafts if dangers(draft)} == {}


def test_no_cook_would_stop_at_them(drafts: list[Draft]) -> None:
    assert {draft.name: oddities(draft) for draft in drafts if oddities(draft)} == {}


def test_hardly_any_two_are_one_dish(drafts: list[Draft]) -> None:
    shelf, twins = Shelf(), 0
    for draft in drafts:
        twins += shelf.like(dish_of(draft)) is not None
        shelf.add(dish_of(draft))
    assert twins < 0.03 * BATCH


@pytest.mark.parametrize("nutrient", COLUMNS)
def test_claims_are_what_usda_says_of_the_listed_grams(recipes: list[dict[str, Any]], nutrient: str) -> None:
    known = [recipe for recipe in recipes if all(fdc_id_of(line["name"]) for line in recipe["ingredients"])]
    assert len(known) > 0.9 * BATCH
    for recipe in known:
        foods = [(usda()[fdc_id_of(line["name"]) or ""], line["grams"]) for line in recipe["ingredients"]]
        value = sum(float(food[COLUMNS[nutrient]] or 0) / 100 * grams for food, grams in foods) / recipe["servings"]
        assert recipe["nutrition"][nutrient] == pytest.approx(value, rel=0.05, abs=0.6), recipe["name"]


def test_pieces_spoons_and_cups_weigh_what_the_product_holds_them_to() -> None:
    measured = [food for food in pantry().values() if food.unit != "g"]
    assert len(measured) > 100
    for food in measured:
        weight = resolve(line_of(food.name, 1, food.unit, None)).weight.grams
        assert food.unit_grams == pytest.approx(weight, rel=0.25), food.name


def test_every_food_is_the_one_that_the_product_takes_it_for() -> None:
    for food in pantry().values():
        found = match(food.name)
        assert found is not None, food.name
        assert str(found.food.fdc_id) == food.fdc_id, food.name


def test_the_steps_use_every_ingredient(recipes: list[dict[str, Any]]) -> None:
    for recipe in recipes:
        steps = " ".join(recipe["instructions"]).lower()
        for line in recipe["ingredients"]:
            words = line["name"].split()
            assert any(re.search(rf"\b({word}|{singular(word)})\b", steps) for word in words), line["name"]


def test_titles_name_only_foods_that_are_listed(recipes: list[dict[str, Any]]) -> None:
    foods = {singular(name) for name in pantry() if " " not in name}
    for recipe in recipes:
        listed = {singular(word) for line in recipe["ingredients"] for word in line["name"].split()}
        named = {singular(word) for word in re.findall(r"[\w']+", recipe["name"].lower())} & foods
        assert named <= listed, recipe["name"]


def test_raw_meat_fish_and_eggs_are_cooked_to_a_safe_core() -> None:
    for main, core in (
        ("chicken breast", 74),
        ("ground pork", 71),
        ("beef sirloin", 63),
        ("pork tenderloin", 63),
        ("salmon", 63),
        ("eggs", 71),
    ):
        prompt = a_prompt(a_concept(9, main_ingredient=main, diets=[], meal_type="lunch"))
        assert f"{core} °C" in " ".join(write_recipe(read_ask(prompt), 7, 1)["instructions"]), main
