"""The API's description covers the routes that are deployed, and the file at the root is what the code says."""

import json
import re
from collections.abc import Iterator
from typing import Any

from brigade.recipes.recipe import Draft
from tests.infra.test_api import OPEN, ROUTES
from tools.write_openapi import FILE, described

PLACES, QUOTED = re.compile(r"\{(\w+)\}"), re.compile(r"`(\w+)`")
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, methods in described()["paths"].items()
    for method, operation in methods.items()
}


def test_every_route_is_described_and_every_description_has_its_route() -> None:
    assert set(OPERATIONS) == set(ROUTES)


def test_the_description_says_which_routes_need_no_token() -> None:
    opened = {route for route, operation in OPERATIONS.items() if operation.get("security") == []}
    assert opened == {f"POST /api/auth/{name}" for name in OPEN}


def test_no_status_is_left_to_a_default() -> None:
    assert not [route for route, operation in OPERATIONS.items() if "default" in operation["responses"]]


def test_the_file_is_what_the_code_says() -> None:
    assert json.loads(FILE.read_text()) == described()


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(described())
    components = described()["components"]
    for kind in ("schemas", "responses"):
        named = {part.split('"')[0] for part in text.split(f"#/components/{kind}/")[1:]}
        assert named <= set(components[kind])


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(set(names)) == len(names)
    assert all(name.isalpha() and name[0].islower() for name in names)


def test_every_text_has_a_length() -> None:
    bounds = {"maxLength", "enum", "const", "format"}
    texts = [each for each in walk(described()) if each.get("type") == "string"]
    assert texts
    assert not [each for each in texts if not bounds & each.keys()]


def test_every_name_is_in_camel_case() -> None:
    nodes = list(walk(described()))
    properties = [name for each in nodes if isinstance(each.get("properties"), dict) for name in each["properties"]]
    parameters = [each["name"] for each in nodes if "in" in each] + PLACES.findall(" ".join(described()["paths"]))
    assert {"caloriesKcal", "fdcId", "mayContain", "mealTypes"} <= set(properties)
    assert {"batchId", "recipeId", "Idempotency-Key"} <= set(parameters)
    assert not [name for name in properties + parameters if "_" in name]


def test_what_is_said_of_a_field_calls_it_by_the_name_it_has_here() -> None:
    quoted = [name for each in walk(described()) for name in QUOTED.findall(str(each.get("description", "")))]
    assert "claimedNutrition" in quoted
    assert not [name for name in quoted if "_" in name]


def test_what_is_stored_and_asked_of_the_model_keeps_its_own_names() -> None:
    names = {name for each in walk(Draft.model_json_schema()) for name in each.get("properties", {})}
    assert {"meal_types", "calories_kcal", "prep_time_minutes"} <= names
    assert not [name for name in names if name != name.lower()]


def test_a_password_is_as_long_to_sign_in_as_to_register() -> None:
    schemas = described()["components"]["schemas"]
    passwords = [schemas[name]["properties"]["password"] for name in ("SignIn", "Reset")]
    assert {(each["minLength"], each["maxLength"]) for each in passwords} == {(12, 128)}


def walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for each in value if isinstance(value, list) else []:
        yield from walk(each)
