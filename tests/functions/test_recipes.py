"""Stored recipes over HTTP: found, approved, edited and taken away by their owner."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from psycopg import Connection
from pydantic.alias_generators import to_camel

from brigade.recipes.allergens import Declared
from brigade.recipes.export import harmless
from brigade.recipes.recipe import Nutrition, Source
from brigade_io.images.briefs import brief_at
from brigade_io.wiring import work_bucket
from functions.recipes.handler import handler
from tests.factories import a_nutrition
from tests.functions import larder
from tests.functions.doorway import World, a_context, an_http_event, world
from tests.unit.progress.batches import BATCH

LIST = "/api/admin/recipes"
BOB = {"principalId": "bob", "role": "admin"}
FIGURES = {to_camel(name): value for name, value in a_nutrition().model_dump().items()}


@pytest.fixture
def here(database_url: str, db: Connection[Any]) -> Iterator[World]:
    with world(DATABASE_URL=database_url) as made:
        made.planned(4)
        larder.store(db, 0, 1, 2)
        yield made


def ask(method: str, path: str, body: Any = None, **changes: Any) -> tuple[int, dict[str, Any]]:
    answer = handler(an_http_event(method, path, body, **changes), a_context())
    return answer["statusCode"], json.loads(answer["body"])


def positions(**query: str) -> list[int]:
    status, body = ask("GET", LIST, query=query)
    assert status == 200, body
    return sorted(recipe["batchPosition"] for recipe in body["recipes"])


def test_every_recipe_is_found_once_page_by_page(here: World) -> None:
    seen: list[str] = []
    after: dict[str, str] = {}
    for _ in range(3):
        _, body = ask("GET", LIST, query={"limit": "1", **after})
        seen += [recipe["id"] for recipe in body["recipes"]]
        after = {"after": body["nextAfter"] or ""}
    assert len(set(seen)) == 3
    assert body["nextAfter"] is None


def test_recipes_are_found_by_what_they_are(here: World, db: Connection[Any]) -> None:
    db.execute("update recipes set name = '100%% Lentil_Stew', dietary_tags = '[\"vegan\"]' where batch_position = 1")
    larder.picture(db, 2, "https://images/2.webp")
    assert positions(diet="vegan") == [1]
    assert positions(text="100%") == [1]
    assert positions(text="l_S") == [1]
    assert positions(text="%") == [1]
    assert positions(text="BULGUR") == [0, 1, 2]
    assert positions(meal="breakfast") == []
    assert positions(placeholder="false") == [2]
    assert positions(batchId=str(BATCH), approved="false") == [0, 1, 2]


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "201"}, {"diet": "air"}, {"unknown": "1"}, {"after": "x"}, {"text": ""}]
)
def test_a_query_that_breaks_a_rule_names_the_parameter(here: World, query: dict[str, str]) -> None:
    status, body = ask("GET", LIST, query=query)
    assert (status, list(body["details"])) == (400, list(query))
    assert body["nextStep"]


def test_recipes_are_approved_and_rejected_in_bulk(here: World) -> None:
    ids = [str(larder.id_of(position)) for position in (0, 1)]
    assert ask("POST", f"{LIST}/approval", {"recipeIds": ids, "approved": True})[1]["changed"] == 2
    assert positions(approved="true") == [0, 1]
    assert ask("POST", f"{LIST}/approval", {"recipeIds": ids[:1], "approved": False})[1]["changed"] == 1
    assert positions(approved="true") == [1]


def test_nothing_is_approved_where_one_is_not_ones_own(here: World) -> None:
    body = {"recipeIds": [str(larder.id_of(0)), str(uuid4())], "approved": True}
    assert ask("POST", f"{LIST}/approval", body)[0] == 404
    assert positions(approved="true") == []


def test_another_owners_recipes_are_not_found(here: World) -> None:
    recipe = str(larder.id_of(0))
    assert ask("GET", LIST, authorizer=BOB)[1]["recipes"] == []
    assert ask("GET", LIST, query={"batchId": str(BATCH)}, authorizer=BOB)[0] == 404
    assert ask("GET", f"{LIST}/{recipe}", authorizer=BOB)[0] == 404
    assert ask("PATCH", f"{LIST}/{recipe}", {"name": "Mine"}, authorizer=BOB)[0] == 404
    assert ask("POST", f"{LIST}/approval", {"recipeIds": [recipe], "approved": True}, authorizer=BOB)[0] == 404
    assert ask("GET", f"/api/admin/batches/{BATCH}/export", authorizer=BOB)[0] == 404


def test_an_edit_changes_what_it_names_and_nothing_else(here: World) -> None:
    path = f"{LIST}/{larder.id_of(0)}"
    _, before = ask("GET", path)
    status, after = ask("PATCH", path, {"name": "  Better Name ", "prepTimeMinutes": 5})
    assert status == 200
    assert (after["name"], after["prepTimeMinutes"]) == ("Better Name", 5)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"name", "prepTimeMinutes", "updatedAt"}
    assert ask("GET", path)[1] == after


def test_everything_within_a_recipe_is_called_in_camel_case_and_stored_as_it_was(
    here: World, db: Connection[Any]
) -> None:
    path = f"{LIST}/{larder.id_of(0)}"
    _, shown = ask("GET", path)
    assert FIGURES.keys() == shown["nutrition"].keys() == shown["claimedNutrition"].keys()
    assert shown["ingredientSources"][0]["fdcId"]
    assert shown["allergens"]["eu"].keys() == shown["allergens"]["us"].keys() == {"contains", "mayContain"}
    assert ask("PATCH", path, {"nutrition": FIGURES})[0] == 200
    query = "select nutrition, ingredient_sources -> 0, allergens -> 'eu' from recipes where batch_position = 0"
    stored = [set(each) for each in db.execute(query).fetchall()[0]]
    assert stored == [set(Nutrition.model_fields), set(Source.model_fields), set(Declared.model_fields)]


def test_new_ingredients_are_computed_anew(here: World) -> None:
    path = f"{LIST}/{larder.id_of(0)}"
    _, before = ask("GET", path)
    lines = [line | {"amount": line["amount"] / 2, "grams": line["grams"] / 2} for line in before["ingredients"]]
    status, after = ask("PATCH", path, {"ingredients": lines})
    assert status == 200
    assert after["caloriesKcal"] == pytest.approx(before["caloriesKcal"] / 2, abs=2)


def test_the_photographer_is_told_of_an_edit_and_keeps_the_files(here: World) -> None:
    path = f"{LIST}/{larder.id_of(0)}"
    for name in ("First Name", "Second Name"):
        assert ask("PATCH", path, {"name": name})[0] == 200
    brief = brief_at(work_bucket(), BATCH, larder.id_of(0))
    assert (brief.name, brief.slug) == ("Second Name", "first-name")


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"name": ""}, "name"),
        ({"isApproved": True}, "isApproved"),
        ({"prep_time_minutes": 5}, "prep_time_minutes"),
        ({"nutrition": FIGURES | {"fat_grams": 1}}, "nutrition.fat_grams"),
        ({"nutrition": FIGURES | {"sodiumMg": -1}}, "nutrition.sodiumMg"),
        ({"servings": 0}, "servings"),
        ({"mealTypes": ["brunch"]}, "mealTypes.0"),
        ({"instructions": []}, "instructions"),
    ],
)
def test_an_edit_is_held_to_the_rules_of_a_draft(here: World, edit: dict[str, Any], field: str) -> None:
    status, body = ask("PATCH", f"{LIST}/{larder.id_of(0)}", edit)
    assert (status, list(body["details"])) == (400, [field])


def test_a_batch_is_taken_away_as_json_and_csv_without_formulas(here: World, db: Connection[Any]) -> None:
    db.execute("update recipes set name = '=1+1' where batch_position = 0")
    path = f"/api/admin/batches/{BATCH}/export"
    assert len(ask("GET", path)[1]["recipes"]) == 3
    answer = handler(an_http_event("GET", path, query={"format": "csv"}), a_context())
    rows = list(csv.DictReader(StringIO(answer["body"])))
    assert [row["name"] for row in rows][:1] == ["'=1+1"]
    assert rows[1]["ingredients"].splitlines()[0] == "300 g salmon"
    assert rows[1]["allergens"].startswith("contains gluten, fish")
    assert "attachment" in str(answer["multiValueHeaders"]["Content-Disposition"])


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("soup = good") == "soup = good"
