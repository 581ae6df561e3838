"""Batches over HTTP: started once, shown to their owner, refused in one shape."""

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest

from brigade.errors import TableBusy, Transient
from brigade.progress.stage import Stage
from brigade_io import clock
from brigade_io.aws import client
from brigade_io.progress.batch_table import BatchTable
from functions.batches import starting
from functions.batches.handler import handler
from tests.functions.doorway import MACHINE, World, a_batch_id, a_context, an_http_event, create_machine, world
from tests.unit.progress.batches import BATCH, a_request, after

START = "/api/admin/generate-bmad"
LIST = "/api/admin/batches"


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        create_machine()
        yield made


def ask(method: str, path: str, body: Any = None, **changes: Any) -> tuple[int, dict[str, Any]]:
    answer = handler(an_http_event(method, path, body, **changes), a_context())
    return answer["statusCode"], json.loads(answer["body"])


def start(body: Any, key: str | None = None, **changes: Any) -> tuple[int, dict[str, Any]]:
    headers = {"Idempotency-Key": key} if key is not None else {}
    return ask("POST", START, body, **{"headers": headers, **changes})


# --- Starting ------------------------------------------------------------------------------------


def test_a_batch_is_stored_and_its_execution_started_under_its_id(here: World) -> None:
    status, body = start({"count": 3, "mealTypes": ["dinner"], "enableImageGeneration": False})
    assert status == 202
    batch_id = body.pop("batchId")
    assert body == {
        "message": "Generating 3 recipes", "count": 3, "started": True,
        "features": {"nutritionValidation": True, "imageGeneration": False, "s3Upload": True},
    }  # fmt: skip
    record = here.table.record(UUID(batch_id))
    assert (record.owner, record.total, record.request.meal_types) == ("ada", 3, ["dinner"])
    assert (record.deadline - record.created_at).total_seconds() == 3600
    assert here.executions() == [batch_id]


@pytest.mark.parametrize("key", [None, "key-1"])
def test_a_batch_whose_model_nobody_priced_is_refused_before_anything_is_written(key: str | None) -> None:
    with world(TEXT_MODEL="llama-9") as here:
        create_machine()
        status, body = start({"count": 2}, key)
        assert (status, body["error"]) == (409, "NOT_NOW")
        assert body["message"].startswith("No price is known for the model llama-9. Set TEXT_PRICE_IN and TEXT_PRICE")
        assert here.executions() == []
        assert ask("GET", LIST)[1]["batches"] == []


def test_without_a_key_every_call_is_its_own_batch(here: World) -> None:
    assert start({"count": 1})[1]["batchId"] != start({"count": 1})[1]["batchId"]
    assert len(here.executions()) == 2


def test_the_same_key_and_body_give_the_same_batch(here: World) -> None:
    answers = [start({"count": 2}, "key-1"), start(' {"count" :2}', "key-1")]
    assert answers[0] == answers[1]
    assert here.executions() == [answers[0][1]["batchId"]]


def test_the_same_key_with_another_body_is_a_conflict(here: World) -> None:
    start({"count": 2}, "key-1")
    status, body = start({"count": 3}, "key-1")
    assert (status, body["error"]) == (409, "IDEMPOTENCY_CONFLICT")
    assert len(here.executions()) == 1


def test_a_key_is_its_owners_own(here: World) -> None:
    first = start({"count": 2}, "key-1")[1]["batchId"]
    bob = {"principalId": "bob", "role": "admin"}
    assert start({"count": 3}, "key-1", authorizer=bob)[1]["batchId"] != first


def test_a_start_whose_answer_was_lost_is_repeated_without_a_second_batch(here: World) -> None:
    with patch.object(starting, "start_generation", side_effect=Transient("lost")):
        status, body = start({"count": 2}, "key-1")
    assert (status, body["error"], body["retryAfter"]) == (503, "TEMPORARILY_UNAVAILABLE", 1)
    status, body = start({"count": 2}, "key-1")
    assert status == 202
    assert here.executions() == [body["batchId"]]


def test_a_key_still_holds_when_the_kept_answer_is_gone(here: World) -> None:
    first = start({"count": 2}, "key-1")
    here.table.client.delete_table(TableName="idempotency")
    assert start({"count": 2}, "key-1") == first
    assert start({"count": 3}, "key-1")[0] == 409
    assert len(here.executions()) == 1


def test_a_batch_that_cannot_be_started_and_not_be_asked_for_again_ends_at_once(here: World) -> None:
    with patch.object(starting, "start_generation", side_effect=Transient("down")):
        assert start({"count": 2})[0] == 503
    ((batch,),) = [ask("GET", LIST)[1]["batches"]]
    assert (batch["ended"], batch["progress"]["phase"], batch["progress"]["failed"]) == (True, "error", 2)


def test_that_the_batch_cannot_be_closed_either_changes_nothing_of_the_answer(here: World) -> None:
    with (
        patch.object(starting, "start_generation", side_effect=Transient("down")),
        patch.object(BatchTable, "close", side_effect=TableBusy("throttled")),
    ):
        assert start({"count": 2})[0] == 503


@pytest.mark.parametrize("key", [None, "key-1"])
def test_a_missing_machine_is_our_own_fault_and_no_reason_to_come_back(here: World, key: str | None) -> None:
    client("stepfunctions").delete_state_machine(stateMachineArn=MACHINE)
    status, body = start({"count": 2}, key)
    assert (status, body["error"]) == (500, "INTERNAL_ERROR")
    assert "retryAfter" not in body


def test_many_at_once_with_one_key_start_one_batch(here: World) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: starting.start_once("ada", "key-1", _request(), a_context()), range(8)))
    assert len({answer.batch_id for answer in answers}) == 1
    assert here.executions() == [str(answers[0].batch_id)]


def _request() -> Any:
    return a_request(2)


# --- How many ---------------------------------------------------------------------------------------


@pytest.fixture
def noon() -> Iterator[None]:
    """The clock stands still at 20 seconds past noon."""
    with patch.object(clock, "now", return_value=datetime(2026, 11, 21, 12, 0, 20, tzinfo=UTC)):
        yield


@pytest.mark.usefixtures("noon")
def test_an_owner_starts_so_many_batches_a_minute_and_is_told_when_to_come_back(here: World) -> None:
    assert [start({"count": 1})[0] for _ in range(11)] == [202] * 10 + [429]
    answer = handler(an_http_event("POST", START, {"count": 1}), a_context())
    body = json.loads(answer["body"])
    assert (body["error"], body["retryAfter"]) == ("RATE_LIMIT_EXCEEDED", 40)
    assert answer["multiValueHeaders"]["Retry-After"] == ["40"]
    assert len(here.executions()) == 10
    assert start({"count": 1}, authorizer={"principalId": "bob", "role": "admin"})[0] == 202
    with patch.object(clock, "now", return_value=datetime(2026, 11, 21, 12, 1, tzinfo=UTC)):
        assert start({"count": 1})[0] == 202


@pytest.mark.usefixtures("noon")
def test_what_is_asked_again_with_its_key_does_not_count(here: World) -> None:
    first = start({"count": 1}, "key-0")
    for number in range(1, 10):
        start({"count": 1}, f"key-{number}")
    assert start({"count": 1}, "key-10")[0] == 429
    assert start({"count": 1}, "key-0") == first
    for item in here.table.client.scan(TableName="idempotency")["Items"]:  # the kept answers are gone
        if item["id"]["S"].startswith("batches"):
            here.table.client.delete_item(TableName="idempotency", Key={"id": item["id"]})
    assert start({"count": 1}, "key-0") == first


# --- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "error", "field"),
    [
        ({"count": 0}, "INVALID_COUNT", "count"),
        ({"count": 101}, "INVALID_COUNT", "count"),
        ({}, "INVALID_COUNT", "count"),
        ({"count": "3"}, "INVALID_COUNT", "count"),
        ({"count": 3, "mealTypes": ["brunch"]}, "VALIDATION_ERROR", "mealTypes.0"),
        ({"count": 3, "colour": "red"}, "VALIDATION_ERROR", "colour"),
        ({"count": 3, "mainIngredient": "a\u0000b"}, "VALIDATION_ERROR", "mainIngredient"),
        ({"count": 3, "minFat": 9, "maxFat": 3}, "INFEASIBLE_CONSTRAINTS", "minFat"),
        ("", "VALIDATION_ERROR", "body"),
        (None, "VALIDATION_ERROR", "body"),
        ("{", "VALIDATION_ERROR", "body"),
        ("[]", "VALIDATION_ERROR", "body"),
        ("null", "VALIDATION_ERROR", "body"),
        ("\x00", "VALIDATION_ERROR", "body"),
        ('{"count": 3, "mainIngredient": "\ud800"}', "VALIDATION_ERROR", "body"),
    ],
)
def test_a_wrong_body_is_refused_at_the_field(here: World, body: Any, error: str, field: str) -> None:
    status, answer = start(body)
    assert (status, answer["error"], answer["correlationId"]) == (400, error, "request-7")
    assert field in answer["details"]
    assert here.executions() == []


@pytest.mark.parametrize("content_type", ["text/plain", "", "application/xml; charset=utf-8"])
def test_only_json_is_taken(here: World, content_type: str) -> None:
    status, body = start({"count": 1}, headers={"Content-Type": content_type})
    assert (status, body["error"]) == (400, "VALIDATION_ERROR")


def test_a_body_that_api_gateway_encoded_is_decoded(here: World) -> None:
    encoded = base64.b64encode(b'{"count": 2}').decode()
    assert start(encoded, base64=True)[0] == 202
    assert start(base64.b64encode(b"\xff\xfe").decode(), base64=True)[0] == 400
    assert start("not base64 at all", base64=True)[0] == 400


def test_a_body_that_is_too_long_is_refused(here: World) -> None:
    status, body = start({"count": 1, "naturalLanguagePrompt": "x" * 300_000})
    assert (status, body["error"]) == (413, "PAYLOAD_TOO_LARGE")


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "schlüssel", "a\nb"])
def test_an_unusable_key_is_refused(here: World, key: str) -> None:
    status, body = start({"count": 1}, key)
    assert (status, list(body["details"])) == (400, ["Idempotency-Key"])


@pytest.mark.parametrize("authorizer", [None, {}, {"principalId": "", "role": "admin"}])
def test_nobody_is_unauthorized(here: World, authorizer: Any) -> None:
    assert ask("GET", "/api/admin/batches", authorizer=authorizer)[0] == 401


@pytest.mark.parametrize("path", [START, LIST, f"{LIST}/{BATCH}", "/api/admin/bmad-metrics"])
def test_every_route_needs_the_role_admin(here: World, path: str) -> None:
    member = {"principalId": "eve", "role": "member"}
    status, body = ask("POST" if path == START else "GET", path, {"count": 1}, authorizer=member)
    assert (status, body["error"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", "/api/admin"), ("DELETE", START), ("GET", START), ("POST", LIST)]
)
def test_an_unknown_address_is_not_found(here: World, method: str, path: str) -> None:
    status, body = ask(method, path)
    assert (status, body["error"], body["correlationId"]) == (404, "NOT_FOUND", "request-7")


def test_an_unforeseen_error_tells_nothing_of_the_inside(here: World) -> None:
    with patch.object(BatchTable, "create", side_effect=RuntimeError("secret inside")):
        status, body = start({"count": 1})
    assert (status, body["error"], body["correlationId"]) == (500, "INTERNAL_ERROR", "request-7")
    assert "secret" not in json.dumps(body)


def test_a_busy_table_asks_to_come_back(here: World) -> None:
    with patch.object(BatchTable, "create", side_effect=TableBusy("throttled")):
        answer = handler(an_http_event("POST", START, {"count": 1}), a_context())
    assert answer["statusCode"] == 503
    assert answer["multiValueHeaders"]["Retry-After"] == ["1"]


# --- Looking -------------------------------------------------------------------------------------


def test_one_batch_is_shown_with_its_recipes_and_errors(here: World) -> None:
    here.planned(4)
    here.table.advance(BATCH, 0, Stage.SAVED, name="Soup", quality=91)
    here.table.advance(BATCH, 1, Stage.FAILED, reason="Why.")
    status, body = ask("GET", f"/api/admin/batches/{BATCH}")
    assert status == 200
    assert (body["progress"]["recipesCompleted"], body["progress"]["failed"], body["ended"]) == (1, 1, False)
    assert body["recipes"][0]["name"] == "Soup"
    assert body["errors"] == [{"position": 1, "name": None, "reason": "Why."}]
    assert body["request"]["count"] == 4
    assert body["correlationId"] == str(BATCH)


def test_another_owners_batch_is_not_found_and_neither_is_a_malformed_id(here: World) -> None:
    here.planned(2, owner="bob")
    for name in (str(BATCH), str(uuid4()), "x", f"{{{BATCH}}}", str(BATCH).replace("-", ""), "..%2f"):
        assert ask("GET", f"/api/admin/batches/{name}")[0] == 404


def test_the_history_lists_the_own_batches_newest_first(here: World) -> None:
    for number in range(3):
        here.created(2, batch_id=a_batch_id(number), created_at=after(number), owner="ada" if number else "bob")
    status, body = ask("GET", "/api/admin/batches")
    assert status == 200
    assert [batch["batchId"] for batch in body["batches"]] == [str(a_batch_id(2)), str(a_batch_id(1))]
    assert len(ask("GET", "/api/admin/batches", query={"limit": "1"})[1]["batches"]) == 1


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "", "1.5", "9" * 5000, "²"])
def test_a_wrong_limit_is_refused(here: World, limit: str) -> None:
    status, body = ask("GET", "/api/admin/batches", query={"limit": limit})
    assert (status, list(body["details"])) == (400, ["limit"])


def test_the_metrics_tell_of_agents_batches_and_streams(here: World) -> None:
    from brigade_io.progress.wiring import agent_call_table

    here.planned(2)
    here.created(1, batch_id=a_batch_id(2), planned_at=None)
    here.table.close(a_batch_id(2), after(1), "TableBusy", "No.")
    agent_call_table().record("chef", batch_id="b", ms=20, error="ModelBusy", retry=True)
    agent_call_table().closed(agent_call_table().opened(BATCH), 10, 4)
    status, body = ask("GET", "/api/admin/bmad-metrics")
    assert status == 200
    assert body["agents"]["chef"] == {
        "calls": 1, "successes": 0, "failures": 1, "retries": 1, "p50Ms": 20, "p95Ms": 20,
        "truncated": False,
    }  # fmt: skip
    assert body["batches"] == {"total": 2, "active": 1, "completed": 0, "errored": 1}
    assert body["sse"] == {"openConnections": 0, "eventsSent": 4, "uptime": 1, "truncated": False}


# --- Cancelling ----------------------------------------------------------------------------------


def test_a_batch_is_cancelled_once_however_often_it_is_asked(here: World) -> None:
    here.planned(2)
    answers = [ask("POST", f"{LIST}/{BATCH}/cancel") for _ in range(2)]
    assert [(status, body["accepted"]) for status, body in answers] == [(202, True)] * 2
    first = here.table.record(BATCH).cancelled_at
    ask("POST", f"{LIST}/{BATCH}/cancel")
    assert first is not None
    assert here.table.record(BATCH).cancelled_at == first
    assert ask("GET", f"{LIST}/{BATCH}")[1]["cancelledAt"] is not None


def test_an_ended_batch_says_that_there_is_nothing_to_cancel(here: World) -> None:
    here.planned(1)
    here.table.advance(BATCH, 0, Stage.FAILED, reason="No.")
    status, body = ask("POST", f"{LIST}/{BATCH}/cancel")
    assert (status, body["accepted"]) == (200, False)
    assert here.table.record(BATCH).cancelled_at is None


def test_another_owners_batch_cannot_be_cancelled(here: World) -> None:
    here.planned(1, owner="bob")
    assert ask("POST", f"{LIST}/{BATCH}/cancel")[0] == 404
    assert here.table.record(BATCH).cancelled_at is None


def test_failures_say_what_happened_what_to_do_and_where_to_look(here: World) -> None:
    here.planned(2)
    here.table.advance(BATCH, 0, Stage.FAILED, reason="The writer declined. Change the wording.")
    status, body = ask("GET", f"{LIST}/{BATCH}/errors")
    assert (status, body["correlationId"]) == (200, str(BATCH))
    (failure,) = body["failures"]
    assert (failure["whatHappened"], failure["whatToDo"]) == ("The writer declined.", "Change the wording.")
    assert failure["consoleUrl"].endswith(f"execution:generate_batch:{BATCH}")
