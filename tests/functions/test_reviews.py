"""The review queue over HTTP: what only a person can decide."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from psycopg import Connection
from pydantic.alias_generators import to_camel

from brigade.generation.checking import recipe_id
from brigade.progress.reasons import ACCEPTED
from brigade.progress.stage import Stage
from brigade_io.images.briefs import brief_at
from brigade_io.wiring import work_bucket
from functions.reviews.handler import handler
from tests.factories import a_draft
from tests.functions import larder
from tests.functions.doorway import World, a_context, an_http_event, world
from tests.unit.progress.batches import BATCH

LIST = "/api/admin/reviews"
BOB = {"principalId": "bob", "role": "admin"}


@pytest.fixture
def here(database_url: str, db: Connection[Any]) -> Iterator[World]:
    with world(DATABASE_URL=database_url) as made:
        made.planned(2)
        larder.keep_for_review(db, 0, 1)
        made.table.advance_all(BATCH, {0: {"reason": "Waits."}, 1: {"reason": "Waits."}}, Stage.FAILED)
        yield made


def ask(method: str, path: str, body: Any = None, **changes: Any) -> tuple[int, dict[str, Any]]:
    answer = handler(an_http_event(method, path, body, **changes), a_context())
    return answer["statusCode"], json.loads(answer["body"])


def decide(position: object, verb: str, body: Any = None, **changes: Any) -> tuple[int, dict[str, Any]]:
    return ask("POST", f"/api/admin/batches/{BATCH}/reviews/{position}/{verb}", body, **changes)


def in_camel_case(value: Any) -> Any:
    if isinstance(value, list):
        return [in_camel_case(each) for each in value]
    if isinstance(value, dict):
        return {to_camel(name): in_camel_case(each) for name, each in value.items()}
    return value


def test_open_reviews_are_listed_with_their_reasons_and_limits(here: World) -> None:
    _, first = ask("GET", LIST, query={"limit": "1"})
    _, rest = ask("GET", LIST, query={"after": first["nextAfter"]})
    found = first["reviews"] + rest["reviews"]
    assert [review["position"] for review in found] == [0, 1]
    assert found[0]["reasons"] == ["a serving holds 504.5 kcal, at most 100 are allowed"]
    assert (found[0]["limits"]["maxCalories"], found[0]["draft"]["name"]) == (100, a_draft().name)
    assert found[0]["draft"] == in_camel_case(a_draft().model_dump(mode="json"))
    assert rest["nextAfter"] is None
    assert ask("GET", LIST, authorizer=BOB)[1]["reviews"] == []


def test_an_edited_and_accepted_draft_becomes_the_recipe_it_would_have_been(here: World, db: Connection[Any]) -> None:
    status, body = decide(0, "accept", {"name": "A Person's Choice"})
    assert (status, body["recipeId"]) == (200, str(recipe_id(BATCH, 0)))
    query = "select name, model, cost_micros, concept_key, constraints_key, is_approved from recipes"
    assert db.execute(query).fetchall() == [
        ("A Person's Choice", "m", 7, "dinner|chicken breast|moroccan|roasted", "key", False)
    ]
    unit = here.table.read(BATCH).units[0]
    assert (unit.stage, unit.name, unit.reason) == (Stage.PLACEHOLDER, "A Person's Choice", ACCEPTED)
    assert unit.is_saved
    assert [review["position"] for review in ask("GET", LIST)[1]["reviews"]] == [1]


def test_figures_are_sent_back_by_the_names_they_were_shown_by(here: World) -> None:
    draft = ask("GET", LIST)[1]["reviews"][0]["draft"]
    assert decide(0, "accept", {name: draft[name] for name in draft if name != "plating"})[0] == 200


def test_the_photographer_is_told_of_an_accepted_draft(here: World) -> None:
    decide(0, "accept", {"name": "A Person's Choice"})
    brief = brief_at(work_bucket(), BATCH, recipe_id(BATCH, 0))
    assert (brief.name, brief.slug, brief.variants) == ("A Person's Choice", "a-persons-choice", True)


def test_a_draft_is_decided_on_once(here: World, db: Connection[Any]) -> None:
    assert decide(0, "reject") == (200, {"batchId": str(BATCH), "position": 0, "state": "rejected", "recipeId": None})
    for verb in ("accept", "reject"):
        status, body = decide(0, verb, {})
        assert (status, body["error"]) == (409, "NOT_NOW")
    assert db.execute("select from recipes").fetchall() == []


def test_an_edit_that_breaks_a_rule_leaves_the_draft_in_the_queue(here: World) -> None:
    status, body = decide(0, "accept", {"name": ""})
    assert (status, list(body["details"])) == (400, ["name"])
    assert len(ask("GET", LIST)[1]["reviews"]) == 2


def test_another_owners_review_and_a_strange_position_are_not_found(here: World) -> None:
    assert decide(0, "accept", {}, authorizer=BOB)[0] == 404
    assert decide(0, "reject", authorizer=BOB)[0] == 404
    for position in ("9", "x", "-1", "99999999"):
        assert decide(position, "reject")[0] == 404


def test_a_recipe_that_is_being_tried_again_is_not_decided_on(here: World) -> None:
    record = here.table.record(BATCH)
    here.table.reopen(record, {0: Stage.PLANNED}, record.created_at, record.deadline, over=True)
    assert decide(0, "accept", {})[0] == 409
