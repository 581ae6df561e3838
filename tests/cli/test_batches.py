"""Cancelling and retrying a batch from the command line."""

import json
from typing import Any
from uuid import uuid4

import pytest

from tests.cli.conftest import Brigade
from tests.cli.scripted_api import Answer, ScriptedApi, refused

BATCH = str(uuid4())
PATH = f"/api/admin/batches/{BATCH}"
STARTED = {"message": "Trying 1 recipe again", "batchId": BATCH, "run": 1, "recipes": [2]}


def a_plan(**changes: Any) -> Answer:
    recipe = {"position": 2, "stage": "failed", "name": "Soup", "reason": "The writer declined."}
    plan = {
        "batchId": BATCH, "what": "failed", "recipes": [recipe], "texts": 1, "images": 1, "estimatedCostUsd": 0.0137,
        "estimatedSeconds": 20, "budgetLeftUsd": None, "whyNot": None,
    }  # fmt: skip
    return Answer({**plan, **changes})


NOTHING = {"recipes": [], "texts": 0, "images": 0, "whyNot": "There is nothing of that kind to try again."}


# --- Cancelling ------------------------------------------------------------------------------------


@pytest.mark.parametrize("accepted", [True, False])
def test_cancelling_says_what_came_of_it(at_api: Brigade, api: ScriptedApi, accepted: bool) -> None:
    answer = {"batchId": BATCH, "accepted": accepted, "message": "So it is."}
    api.on("POST", f"{PATH}/cancel", Answer(answer, 202 if accepted else 200))
    ended = at_api("batch", "cancel", BATCH)
    assert (ended.code, ended.out, ended.err) == (0, "", "So it is.\n")
    assert json.loads(at_api("batch", "cancel", BATCH, "--json").out) == answer


@pytest.mark.parametrize("command", ["cancel", "retry", "export", "show", "watch"])
def test_an_unknown_batch_is_said_with_a_next_step_and_what_to_quote(
    at_api: Brigade, api: ScriptedApi, command: str
) -> None:
    ended = at_api("batch", command, BATCH)
    assert (ended.code, ended.out) == (2, "")
    assert "NOT_FOUND" in ended.err
    assert "correlation id: c-1" in ended.err
    assert "brigade batch list" in ended.err


@pytest.mark.parametrize("command", ["cancel", "retry", "export", "show", "watch"])
@pytest.mark.parametrize("nonsense", ["", "soup", "../batches"])
def test_what_is_no_id_is_never_sent(at_api: Brigade, api: ScriptedApi, command: str, nonsense: str) -> None:
    ended = at_api("batch", command, nonsense)
    assert (ended.code, ended.out) == (2, "")
    assert "UUID" in ended.err
    assert api.asked == []


# --- Retrying --------------------------------------------------------------------------------------


def test_a_preview_only_shows_what_would_run(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", f"{PATH}/retry", a_plan(budgetLeftUsd=0.5))
    ended = at_api("batch", "retry", BATCH, "--preview")
    assert ended.code == 0
    assert ended.out.splitlines()[1].split() == ["3", "failed", "Soup", "The", "writer", "declined."]
    assert ended.out.endswith(
        "1 text and 1 picture to make: at most about $0.0137 and 20 s. $0.5000 of the budget are left.\n"
    )
    assert json.loads(at_api("batch", "retry", BATCH, "--preview", "--json").out)["texts"] == 1
    assert {asked.method for asked in api.asked} == {"GET"}


def test_a_preview_says_why_not(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", f"{PATH}/retry", a_plan(**NOTHING))
    ended = at_api("batch", "retry", BATCH, "--preview")
    assert ended.code == 0
    assert "There is nothing of that kind" in ended.out


@pytest.mark.parametrize(
    ("arguments", "what"), [(["--yes"], "failed"), (["--images-only", "--yes"], "images")], ids=["failed", "images"]
)
def test_a_retry_is_shown_then_started(at_api: Brigade, api: ScriptedApi, arguments: list[str], what: str) -> None:
    api.on("GET", f"{PATH}/retry", a_plan())
    api.on("POST", f"{PATH}/retry", Answer(STARTED, 202))
    ended = at_api("batch", "retry", BATCH, *arguments, "--json")
    assert ended.code == 0
    assert json.loads(ended.out) == STARTED
    assert "about $0.0137" in ended.err
    shown, started = api.asked
    assert (shown.query, started.body) == ({"what": what}, {"what": what})


@pytest.mark.parametrize(("typed", "starts"), [("y\n", 1), ("YES\n", 1), ("n\n", 0), ("\n", 0), ("", 0)])
def test_who_sits_at_a_terminal_is_asked(at_api: Brigade, api: ScriptedApi, typed: str, starts: int) -> None:
    api.on("GET", f"{PATH}/retry", a_plan())
    api.on("POST", f"{PATH}/retry", Answer(STARTED, 202))
    ended = at_api("batch", "retry", BATCH, typed=typed)
    assert "[y/N]" in ended.err
    assert ended.out == ""
    assert ended.code == (0 if starts else 2)
    assert [asked.method for asked in api.asked] == ["GET"] + ["POST"] * starts


def test_nothing_is_spent_where_nobody_can_be_asked(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", f"{PATH}/retry", a_plan())
    ended = at_api("batch", "retry", BATCH, piped="y\n")
    assert ended.code == 2
    assert "--yes" in ended.err
    assert len(api.asked) == 1


def test_where_nothing_is_to_retry_nothing_is_asked_or_started(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", f"{PATH}/retry", a_plan(**NOTHING))
    ended = at_api("batch", "retry", BATCH, "--yes")
    assert (ended.code, ended.out) == (2, "")
    assert "There is nothing of that kind" in ended.err
    assert "--images-only" in ended.err
    assert len(api.asked) == 1


def test_a_retry_that_came_too_late_is_said(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", f"{PATH}/retry", a_plan())
    api.on("POST", f"{PATH}/retry", refused(409, "NOT_NOW", "The batch is still at work."))
    ended = at_api("batch", "retry", BATCH, "--yes")
    assert (ended.code, ended.out) == (2, "")
    assert "The batch is still at work. (NOT_NOW)" in ended.err
    assert ended.err.endswith("Do the next step.\n")


def test_too_many_calls_are_told_how_long_to_wait(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("POST", f"{PATH}/cancel", refused(429, "RATE_LIMIT_EXCEEDED", "Too many.", retryAfter=7))
    ended = at_api("batch", "cancel", BATCH)
    assert ended.code == 4
    assert ended.err.endswith("Wait 7 s, then try again.\n")


# --- Overnight -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("flags", "said"), [([], {}), (["--overnight"], {"overnight": True})])
def test_a_batch_is_asked_for_overnight_where_one_says_so(
    at_api: Brigade, api: ScriptedApi, flags: list[str], said: dict[str, bool]
) -> None:
    api.on("POST", "/api/admin/generate-bmad", Answer({"batchId": BATCH, "totalRecipes": 2}, 202))
    assert at_api("batch", "start", "--count", "2", *flags, "--json").code == 0
    (asked,) = api.asked
    assert {name: asked.body[name] for name in asked.body if name == "overnight"} == said
