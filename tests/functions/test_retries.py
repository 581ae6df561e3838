"""Trying again over HTTP: only what failed, or only pictures, and never twice at once."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest

from brigade.errors import Transient
from brigade.generation.checking import recipe_id
from brigade.progress.closing import is_over, standing
from brigade.progress.events import final_id, has_final
from brigade.progress.stage import Stage
from brigade_io import clock
from brigade_io.aws import client
from functions.retries import opening
from functions.retries.handler import handler
from tests.functions.doorway import MACHINE, World, a_context, an_http_event, create_machine, world
from tests.unit.progress.batches import BATCH

ILLUSTRATE = MACHINE.replace("generate_batch", "illustrate_recipes")
RETRY = f"/api/admin/batches/{BATCH}/retry"
BOB = {"principalId": "bob", "role": "admin"}


@pytest.fixture
def here() -> Iterator[World]:
    with world(ILLUSTRATE_RECIPES_MACHINE=ILLUSTRATE) as made:
        create_machine()
        create_machine("illustrate_recipes")
        yield made


def ask(method: str, path: str, body: Any = None, **changes: Any) -> tuple[int, dict[str, Any]]:
    answer = handler(an_http_event(method, path, body, **changes), a_context())
    return answer["statusCode"], json.loads(answer["body"])


def ended(here: World) -> None:
    """Of four recipes one is done, one has a placeholder, one failed, one was cancelled."""
    here.planned(4)
    for position in (0, 1):
        here.table.advance(BATCH, position, Stage.SAVED, name="Soup", recipe_id=recipe_id(BATCH, position))
    here.table.advance(BATCH, 0, Stage.DONE, image_url="https://images/0.webp")
    here.table.advance(BATCH, 1, Stage.PLACEHOLDER, reason="Refused.")
    here.table.advance(BATCH, 2, Stage.FAILED, reason="No.")
    here.table.advance(BATCH, 3, Stage.CANCELLED, reason="No.")


def stages(here: World) -> list[tuple[Stage, int]]:
    return [(unit.stage, unit.attempt) for unit in here.table.read(BATCH).units]


def inputs(machine: str) -> dict[str, Any]:
    steps = client("stepfunctions")
    found = [steps.describe_execution(executionArn=each["executionArn"])
             for each in steps.list_executions(stateMachineArn=machine)["executions"]]  # fmt: skip
    return {each["name"]: json.loads(each["input"]) for each in found}


def test_the_preview_says_what_would_run_and_changes_nothing(here: World) -> None:
    ended(here)
    before = here.table.read(BATCH)
    status, body = ask("GET", RETRY, query={"what": "failed"})
    assert status == 200
    assert [recipe["position"] for recipe in body["recipes"]] == [2, 3]
    assert (body["texts"], body["images"], body["whyNot"]) == (2, 2, None)
    assert 0 < body["estimatedCostUsd"] < 0.1
    assert body["estimatedSeconds"] > 0
    assert ask("GET", RETRY, query={"what": "images"})[1]["texts"] == 0
    assert here.table.read(BATCH) == before


def test_only_what_failed_is_opened_and_the_stream_serves_again(here: World) -> None:
    ended(here)
    told = standing(here.table.read(BATCH), clock.now())
    status, body = ask("POST", RETRY, {"what": "failed"})
    assert (status, body["run"], body["recipes"]) == (202, 1, [2, 3])
    assert stages(here) == [(Stage.DONE, 0), (Stage.PLACEHOLDER, 0), (Stage.PLANNED, 1), (Stage.PLANNED, 1)]
    assert inputs(MACHINE) == {f"{BATCH}-r1": {"batch_id": str(BATCH), "run": 1}}
    assert not has_final(here.table.read(BATCH), clock.now(), final_id(told))
    here.table.advance_all(BATCH, {2: {"attempt": 1}, 3: {"attempt": 1}}, Stage.FAILED)
    again = standing(here.table.read(BATCH), clock.now())
    assert is_over(again)
    assert final_id(again) > final_id(told)


def test_only_pictures_are_asked_for_chunk_by_chunk_with_attempts_of_their_own(here: World) -> None:
    ended(here)
    assert ask("POST", RETRY, {"what": "images"})[1]["recipes"] == [1]
    assert stages(here)[1] == (Stage.SAVED, 1)
    (recipe,) = inputs(ILLUSTRATE)[f"{BATCH}-0-r1"]["recipes"]
    assert (recipe["recipe_id"], recipe["attempt"]) == (str(recipe_id(BATCH, 1)), 10)
    assert inputs(MACHINE) == {}


def test_a_late_write_of_the_earlier_run_changes_nothing(here: World) -> None:
    ended(here)
    ask("POST", RETRY, {"what": "images"})
    assert not here.table.advance(BATCH, 1, Stage.PLACEHOLDER, attempt=0, reason="Late.")
    assert stages(here)[1] == (Stage.SAVED, 1)


def test_a_batch_is_retried_once_at_a_time(here: World) -> None:
    ended(here)
    ask("POST", RETRY, {"what": "failed"})
    status, body = ask("POST", RETRY, {"what": "failed"})
    assert (status, body["error"]) == (409, "NOT_NOW")
    assert len(inputs(MACHINE)) == 1


def test_of_two_at_the_same_moment_one_is_refused(here: World) -> None:
    ended(here)
    seen = here.table.record(BATCH)
    ask("POST", RETRY, {"what": "failed"})
    with pytest.raises(Exception, match="another retry"):
        here.table.reopen(seen, {}, clock.now(), clock.now(), over=True)


def test_a_running_batch_and_one_with_nothing_to_do_are_not_retried(here: World) -> None:
    here.planned(2)
    assert ask("POST", RETRY, {"what": "failed"})[0] == 409
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.SAVED)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.DONE)
    assert "nothing" in ask("POST", RETRY, {"what": "failed"})[1]["message"]
    assert "nothing" in ask("GET", RETRY, query={"what": "failed"})[1]["whyNot"]


def test_an_end_that_is_not_written_down_yet_comes_first(here: World) -> None:
    here.planned(2, deadline=clock.now() - timedelta(seconds=1))
    assert "written down" in ask("POST", RETRY, {"what": "failed"})[1]["message"]
    assert inputs(MACHINE) == {}


def test_a_retry_that_does_not_start_ends_again(here: World) -> None:
    ended(here)
    with patch.object(opening, "start_generation", side_effect=Transient("lost")):
        assert ask("POST", RETRY, {"what": "failed"})[0] == 503
    assert [stage for stage, _ in stages(here)[2:]] == [Stage.FAILED, Stage.FAILED]
    assert ask("POST", RETRY, {"what": "failed"})[1]["run"] == 2


def test_one_picture_is_taken_anew_and_the_old_one_is_shown_until_then(here: World) -> None:
    ended(here)
    path = f"/api/admin/batches/{BATCH}/recipes/{recipe_id(BATCH, 0)}/image"
    assert ask("POST", path)[0] == 202
    unit = here.table.read(BATCH).units[0]
    assert (unit.stage, unit.imaged, unit.image_url) == (Stage.SAVED, True, "https://images/0.webp")
    assert ask("POST", path)[0] == 409
    assert ask("POST", path.replace("/recipes/", f"/recipes/{uuid4()}x"))[0] == 404


@pytest.mark.parametrize("body", [{}, {"what": "all"}, {"what": "failed", "more": 1}, "x"])
def test_an_order_that_breaks_a_rule_is_refused(here: World, body: Any) -> None:
    ended(here)
    assert ask("POST", RETRY, body)[0] == 400


def test_another_owners_batch_is_not_found(here: World) -> None:
    ended(here)
    for method, path in (("GET", RETRY), ("POST", RETRY)):
        assert ask(method, path, {"what": "failed"}, query={"what": "failed"}, authorizer=BOB)[0] == 404
