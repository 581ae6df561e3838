"""Looking for recipes, deciding about them, and what they cost."""

import json
from typing import Any
from uuid import uuid4

import pytest

from local.cli.recipe_page import allergens, page_of
from tests.cli.conftest import Brigade
from tests.cli.scripted_api import Answer, ScriptedApi, refused

BATCH, RECIPE = str(uuid4()), str(uuid4())


def a_recipe(**changes: Any) -> dict[str, Any]:
    recipe = {
        "id": RECIPE, "batchId": BATCH, "batchPosition": 1, "name": "Soup [hot]", "description": "Warm.",
        "mealTypes": ["dinner"], "dietaryTags": ["vegan"], "servings": 2, "prepTimeMinutes": 5, "cookTimeMinutes": 10,
        "caloriesKcal": 300, "proteinGrams": 12.4, "carbsGrams": 40.0, "fatGrams": 8.0, "allergens": None,
        "qualityScore": 91, "qualityReasons": ["few steps"], "imageUrl": "https://i/p.webp", "imageReason": None,
        "imageIsPlaceholder": False, "isApproved": False, "model": "m", "costUsd": 0.0005,
        "ingredients": [{"name": "water", "amount": 1.5, "unit": "cup", "grams": None}], "instructions": ["Boil it."],
    }  # fmt: skip
    return {**recipe, **changes}


def a_page(*recipes: dict[str, Any], after: str | None = None) -> Answer:
    return Answer({"recipes": list(recipes), "nextAfter": after})


# --- Looking ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["recipes"], ["recipes", "list"]])
def test_recipes_are_listed_with_a_filter_or_without(at_api: Brigade, api: ScriptedApi, command: list[str]) -> None:
    api.on("GET", "/api/admin/recipes", a_page(a_recipe(isApproved=True)))
    ended = at_api(*command)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[1].split() == [RECIPE, "Soup", "[hot]", "300", "91", "approved"]
    at_api(*command, "--diet", "vegan", "--meal", "dinner", "--text", "50 %", "--batch", BATCH, "--not-approved",
           "--placeholder", "--json")  # fmt: skip
    assert api.asked[0].query == {"limit": "50"}
    assert api.asked[1].query == {
        "limit": "50", "diet": "vegan", "meal": "dinner", "text": "50 %", "batchId": BATCH, "approved": "false",
        "placeholder": "true",
    }  # fmt: skip


def test_pages_are_asked_for_until_there_are_enough(at_api: Brigade, api: ScriptedApi) -> None:
    pages = [a_page(*[a_recipe()] * 200, after=RECIPE), a_page(*[a_recipe()] * 50, after=RECIPE)]
    api.on("GET", "/api/admin/recipes", *pages)
    ended = at_api("recipes", "--limit", "250", "--json")
    assert len(ended.out.splitlines()) == 250
    assert [asked.query for asked in api.asked] == [{"limit": "200"}, {"limit": "50", "after": RECIPE}]
    assert "more than 250" in ended.err


def test_no_recipes_is_no_table(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", "/api/admin/recipes", a_page())
    ended = at_api("recipes")
    assert (ended.code, ended.out, ended.err) == (0, "", "No such recipes.\n")


def test_a_filter_that_is_refused_is_named(at_api: Brigade, api: ScriptedApi) -> None:
    said = refused(400, "VALIDATION_ERROR", "the query breaks a rule", details={"diet": "must be one of"})
    api.on("GET", "/api/admin/recipes", said)
    ended = at_api("recipes", "--diet", "soup")
    assert (ended.code, ended.out) == (2, "")
    assert "diet: must be one of" in ended.err


def test_a_recipe_is_shown_as_a_cook_reads_it(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", f"/api/admin/recipes/{RECIPE}", Answer(a_recipe()))
    shown = at_api("recipes", "show", RECIPE).out
    assert shown.startswith("Soup [hot]\ndinner · vegan · serves 2 · 5 min to prepare · 10 min to cook\n")
    for line in ("  1.5 cup water", "  1. Boil it.", "Quality: 91; few steps", "Picture: https://i/p.webp"):
        assert line in shown.splitlines()
    assert json.loads(at_api("recipes", "show", RECIPE, "--json").out) == a_recipe()


def test_a_missing_picture_is_said_with_its_reason() -> None:
    page = page_of(a_recipe(imageIsPlaceholder=True, imageReason="Refused."))
    assert "Picture: none yet (Refused.)" in page


def test_what_is_not_assessed_is_never_passed_over() -> None:
    assert allergens(None) == "not assessed"
    found: dict[str, Any] = {"eu": {"contains": [], "mayContain": []}, "unassessed": []}
    assert allergens(found) == "none found"
    assert allergens({**found, "unassessed": ["grub"]}) == "not assessed: grub"
    both = {"contains": ["milk", "eggs"], "mayContain": ["nuts"]}
    assert allergens({"eu": both, "unassessed": []}) == "contains milk, eggs; may contain nuts"


# --- Deciding --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("command", "approved"), [("approve", True), ("reject", False)])
def test_recipes_are_decided_about_in_bulk(at_api: Brigade, api: ScriptedApi, command: str, approved: bool) -> None:
    another = str(uuid4())
    api.on("POST", "/api/admin/recipes/approval", Answer({"approved": approved, "changed": 1}))
    ended = at_api("recipes", command, RECIPE, another, RECIPE)
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.startswith("1 of 2 changed")
    assert api.asked[0].body == {"recipeIds": [RECIPE, another], "approved": approved}


def test_more_than_the_api_takes_at_once_is_refused_before_it_is_asked(at_api: Brigade, api: ScriptedApi) -> None:
    ended = at_api("recipes", "approve", *(str(uuid4()) for _ in range(201)))
    assert ended.code == 2
    assert "At most 200" in ended.err
    assert api.asked == []


def test_another_picture_is_paid_for_only_by_consent(at_api: Brigade, api: ScriptedApi) -> None:
    path = f"/api/admin/batches/{BATCH}/recipes/{RECIPE}/image"
    api.on("GET", f"/api/admin/recipes/{RECIPE}", Answer(a_recipe()))
    api.on("POST", path, Answer({"message": "Trying 1 recipe again"}, 202))
    assert at_api("recipes", "photograph", RECIPE).code == 2
    assert at_api("recipes", "photograph", RECIPE, typed="n\n").code == 2
    assert api.asked_for(path) == []
    assert at_api("recipes", "photograph", RECIPE, "--yes").code == 0
    assert len(api.asked_for(path)) == 1


# --- Cost ------------------------------------------------------------------------------------------


def costs(**changes: Any) -> Answer:
    batch = {
        "batchId": BATCH, "createdAt": "2026-11-21T15:00:00Z", "settledUsd": 0.5, "inFlightUsd": 0.25,
        "textsUsd": 0.1, "imagesUsd": 0.4, "budgetUsd": 2.0, "recipes": 2, "images": 0, "perRecipeUsd": 0.05,
        "perImageUsd": None,
    }  # fmt: skip
    day = {"day": "2026-11-21", "batches": 1, "settledUsd": 0.5, "inFlightUsd": 0.25}
    found = {"settledUsd": 0.5, "inFlightUsd": 0.25, "batches": [batch], "days": [day], "truncated": False}
    return Answer({**found, **changes})


def test_cost_is_told_by_batch(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", "/api/admin/cost", costs())
    ended = at_api("cost", "--days", "7")
    _, line, total = ended.out.splitlines()
    assert line.split() == f"{BATCH} 11-21 $0.5000 + $0.2500 in flight $2.00 $0.0500".split()
    assert total.split() == ["total", "$0.5000", "+", "$0.2500", "in", "flight"]
    assert api.asked[0].query == {"days": "7"}
    assert json.loads(at_api("cost", "--json").out)["batchId"] == BATCH


def test_cost_is_told_by_day(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", "/api/admin/cost", costs())
    _, line, total = at_api("cost", "--by", "day").out.splitlines()
    assert line.split() == ["2026-11-21", "1", "$0.5000", "$0.2500"]
    assert total.split() == ["total", "1", "$0.5000", "$0.2500"]
    assert json.loads(at_api("cost", "--by", "day", "--json").out)["day"] == "2026-11-21"


def test_what_cost_leaves_out_is_said(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", "/api/admin/cost", costs(truncated=True), costs(batches=[], days=[]))
    assert "Only your newest 1 batches" in at_api("cost", "--json").err
    assert at_api("cost").err == "No batches in 30 days.\n"
