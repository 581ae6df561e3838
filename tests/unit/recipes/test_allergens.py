"""Allergens from words, under the EU's and the US's lists."""

from brigade.recipes.allergens import allergens_of
from brigade.recipes.substances import EU_ALLERGENS, US_ALLERGENS


def test_the_lists_are_those_of_law() -> None:
    assert (len(EU_ALLERGENS), len(US_ALLERGENS)) == (14, 9)


def test_a_recipe_contains_what_any_of_its_ingredients_does() -> None:
    found = allergens_of(["soy sauce", "prawns", "sesame oil", "egg noodles", "celery", "rice"])
    assert set(found.eu.contains) == {"gluten", "soybeans", "crustaceans", "sesame", "eggs", "celery"}
    assert set(found.us.contains) == {"wheat", "soybeans", "crustacean shellfish", "sesame", "eggs"}
    assert found.unassessed == []


def test_barley_rye_and_oats_are_gluten_in_the_eu_and_no_wheat_in_the_us() -> None:
    found = allergens_of(["pearl barley", "rye flour", "gluten-free oats"])
    assert (found.eu.contains, found.us.contains) == (["gluten"], [])


def test_pine_nuts_are_nuts_in_the_us_alone_and_coconut_and_chestnut_in_neither() -> None:
    assert allergens_of(["pine nuts"]).eu.contains == []
    assert allergens_of(["pine nuts"]).us.contains == ["tree nuts"]
    assert allergens_of(["coconut milk", "chestnuts"]).us.contains == []


def test_squid_is_an_allergen_in_the_eu_alone() -> None:
    found = allergens_of(["squid"])
    assert (found.eu.contains, found.us.contains) == (["molluscs"], [])


def test_a_maybe_stands_apart_and_only_once() -> None:
    found = allergens_of(["dark chocolate", "milk"])
    assert found.eu.contains == ["milk"]
    assert found.eu.may_contain == ["soybeans"]


def test_both_sides_of_an_alternative_count() -> None:
    assert set(allergens_of(["milk or almond milk"]).eu.contains) == {"milk", "nuts"}


def test_unknown_words_are_named_and_never_taken_for_none() -> None:
    assert allergens_of(["rice with gorblax", "house sauce"]).unassessed == ["gorblax", "house", "sauce"]


def test_a_name_in_which_there_is_no_food_is_named_whole() -> None:
    assert allergens_of(["finely chopped", "2 large eggs"]).unassessed == ["finely chopped"]
