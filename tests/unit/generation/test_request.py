"""What an admin may ask for."""

import json
from typing import Any

import pytest

from brigade.errors import InfeasibleConstraints, InvalidCount, InvalidRequest
from brigade.generation.request import BatchRequest, parse_request
from brigade.recipes.vocabulary import Diet


def parsed(**body: Any) -> BatchRequest:
    return parse_request(json.dumps({"count": 5, **body}), max_count=100)


def refusal(kind: type[InvalidRequest], **body: Any) -> dict[str, str]:
    with pytest.raises(kind) as caught:
        parsed(**body)
    assert type(caught.value) is kind
    return caught.value.details


def test_a_request_needs_no_more_than_a_count() -> None:
    request = parse_request('{"count": 30}', max_count=100)
    assert (request.count, request.enable_image_generation, request.enable_s3_upload) == (30, True, True)


def test_every_field_of_the_specification_is_understood() -> None:
    request = parsed(
        mealTypes=["lunch"], dietaryRestrictions=["gluten-free"], targetCalories=500, maxCalories=600,
        mainIngredient="salmon", fitnessGoal="muscle_gain", naturalLanguagePrompt="quick ones", maxPrepTime=20,
        minProtein=30, maxProtein=60, minCarbs=10, maxCarbs=50, minFat=5, maxFat=30, enableImageGeneration=False,
        enableS3Upload=False, enableNutritionValidation=False, budgetUsd=1.5, seed=7,
    )  # fmt: skip
    assert request.dietary_restrictions == [Diet.GLUTEN_FREE]
    assert request.limits.max_fat == 30
    assert request.budget_micros == 1_500_000


@pytest.mark.parametrize("count", [0, -1, 101, 2.5, "3", True, None, 10**12])
def test_a_count_that_is_no_whole_number_from_1_to_the_ceiling_is_refused(count: object) -> None:
    assert "count" in refusal(InvalidCount, count=count)


def test_no_batch_holds_more_than_the_design_reaches_whatever_the_settings_say() -> None:
    assert parse_request('{"count": 10000}', max_count=20_000).count == 10_000
    with pytest.raises(InvalidCount):
        parse_request('{"count": 10001}', max_count=20_000)


def test_a_budget_is_counted_in_whole_micros() -> None:
    assert parsed().budget_micros is None
    assert str(parsed(budgetUsd=8.2).budget_micros) == "8200000"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("surprise", 1), ("mealTypes", ["brunch"]), ("mealTypes", "lunch"), ("dietaryRestrictions", ["carnivore"]),
        ("maxCalories", 0), ("targetCalories", -5), ("mainIngredient", "x" * 101), ("mainIngredient", "  "),
        ("mainIngredient", "a\x00b"), ("fitnessGoal", "bulk"), ("naturalLanguagePrompt", "x" * 2001),
        ("maxPrepTime", 0), ("minProtein", -1), ("maxFat", "10"), ("enableS3Upload", "yes"), ("budgetUsd", 0),
        ("budgetUsd", 10_000.5), ("seed", 2**31), ("seed", -1), ("maxPrepTime", 1441), ("count_", 3),
        ("meal_types", ["lunch"]),
    ],
)  # fmt: skip
def test_a_field_that_breaks_its_rule_is_named(field: str, value: object) -> None:
    (named,) = refusal(InvalidRequest, **{field: value})
    assert named.split(".")[0] == field


@pytest.mark.parametrize("body", ["", "nope", "[]", "null", '{"count": 5', '"count"', b"\xff\xfe", "\x00"])
def test_a_body_that_is_no_json_object_is_refused(body: str | bytes) -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_request(body, max_count=100)
    assert caught.value.details.keys() == {"body"}


@pytest.mark.parametrize(
    ("constraints", "fields"),
    [
        ({"minProtein": 50, "maxProtein": 40}, {"minProtein", "maxProtein"}),
        ({"minCarbs": 50, "maxCarbs": 49}, {"minCarbs", "maxCarbs"}),
        ({"minFat": 9, "maxFat": 8}, {"minFat", "maxFat"}),
        ({"minProtein": 60, "minFat": 30, "maxCalories": 500}, {"minProtein", "minFat", "maxCalories"}),
        ({"targetCalories": 700, "maxCalories": 600}, {"targetCalories", "maxCalories"}),
        ({"minFat": 60, "targetCalories": 400}, {"minFat", "targetCalories"}),
        ({"targetCalories": 2000, "maxProtein": 10, "maxCarbs": 10, "maxFat": 5},
         {"targetCalories", "maxProtein", "maxCarbs", "maxFat"}),
        ({"dietaryRestrictions": ["keto"], "minCarbs": 60}, {"dietaryRestrictions", "minCarbs"}),
        ({"dietaryRestrictions": ["keto", "low-fat"]}, {"dietaryRestrictions"}),
        ({"mainIngredient": "Chicken breast", "dietaryRestrictions": ["vegan"]},
         {"mainIngredient", "dietaryRestrictions"}),
        ({"minCarbs": 76, "maxCalories": 300}, {"minCarbs", "maxCalories"}),
        ({"minFat": 51, "maxCalories": 458}, {"minFat", "maxCalories"}),
        ({"minProtein": 110.5, "targetCalories": 400}, {"minProtein", "targetCalories"}),
        ({"targetCalories": 501, "maxProtein": 60, "maxCarbs": 30, "maxFat": 10},
         {"targetCalories", "maxProtein", "maxCarbs", "maxFat"}),
        ({"mealTypes": ["dinner"], "dietaryRestrictions": ["vegan", "paleo", "high-protein"]},
         {"mealTypes", "dietaryRestrictions"}),
        ({"dietaryRestrictions": ["vegan", "paleo", "high-protein", "low-fat"]}, {"mealTypes", "dietaryRestrictions"}),
    ],
)  # fmt: skip
def test_constraints_that_no_recipe_can_meet_are_refused_with_their_fields(
    constraints: dict[str, Any], fields: set[str]
) -> None:
    assert refusal(InfeasibleConstraints, **constraints).keys() == fields


@pytest.mark.parametrize(
    "constraints",
    [
        {"minProtein": 40, "maxProtein": 40},
        {"minProtein": 50, "minCarbs": 25, "minFat": 0, "maxCalories": 300},
        {"minFat": 50, "maxCalories": 450},
        {"minProtein": 110, "targetCalories": 400},
        {"targetCalories": 500, "maxProtein": 60, "maxCarbs": 30, "maxFat": 10},
        {"dietaryRestrictions": ["keto"], "minCarbs": 25},
        {"dietaryRestrictions": ["low-carb"], "minCarbs": 30},
        {"dietaryRestrictions": ["low-fat"]},
        {"dietaryRestrictions": ["vegan", "paleo", "high-protein"]},
        {"dietaryRestrictions": ["vegan", "paleo", "high-protein"], "mealTypes": ["lunch"]},
        {"budgetUsd": 10_000, "seed": 2**31 - 1, "maxPrepTime": 1440, "naturalLanguagePrompt": "x" * 2000},
        {"targetCalories": 600, "maxCalories": 600},
        {"dietaryRestrictions": ["vegan", "keto"]},
        {"mainIngredient": "tofu", "dietaryRestrictions": ["vegan"]},
    ],
)
def test_constraints_at_their_very_edge_are_accepted(constraints: dict[str, Any]) -> None:
    assert parsed(**constraints).count == 5
