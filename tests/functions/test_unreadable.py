"""What is stored and cannot be read, by whatever release it was written: it is named, and stops nothing else."""

import asyncio
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from brigade.alarms import Alarm
from brigade.errors import RequestUnclear
from brigade.progress.closing import is_over, standing
from brigade.progress.costs import batch_cost
from brigade.progress.events import Seen, has_final, news
from brigade.progress.failures import failures_of
from brigade.progress.reasons import UNREADABLE
from brigade.progress.retrying import What, preview
from brigade.progress.running import require_running
from brigade.progress.stage import Stage
from brigade.progress.views import detail
from brigade_io import clock
from brigade_io.dynamodb import to_item, to_value
from brigade_io.progress.wiring import agent_call_table
from brigade_io.settings import settings
from functions.batches.handler import handler as batches
from functions.costs.handler import handler as costs
from functions.progress.stream import Tally, told
from functions.retries.handler import handler as retries
from functions.sweep.handler import handler as sweep
from tests.functions.doorway import (
    A_SCHEDULED_EVENT,
    World,
    a_batch_id,
    a_context,
    an_http_event,
    create_machine,
    world,
)
from tests.unit.progress.batches import BATCH, an_entry

ADMIN = "/api/admin"
DOORS = [
    (batches, "GET", f"{ADMIN}/batches", None),
    (batches, "GET", f"{ADMIN}/batches/{BATCH}", None),
    (batches, "GET", f"{ADMIN}/batches/{BATCH}/errors", None),
    (batches, "GET", f"{ADMIN}/bmad-metrics", None),
    (batches, "POST", f"{ADMIN}/batches/{BATCH}/cancel", None),
    (retries, "GET", f"{ADMIN}/batches/{BATCH}/retry", None),
    (retries, "POST", f"{ADMIN}/batches/{BATCH}/retry", {"what": "failed"}),
    (costs, "GET", f"{ADMIN}/cost", None),
]


class Damage(NamedTuple):
    item: str
    name: str
    value: Any


ENTRY = an_entry(0, "settled").item
JUNK = [-1, 10**30, 1.5, "", "garnishing", True, ["x"], {"x": 1}, b"\xff", "2026-01-01T00:00:00"]
DAMAGES = [
    Damage(ENTRY, "actual_micros", -7),
    Damage(ENTRY, "actual_micros", 10**30),
    Damage(ENTRY, "state", "refunded"),
    Damage(ENTRY, "purpose", "video"),
    Damage("recipe#00001", "stage", "garnishing"),
    Damage("recipe#00001", "chunk", "first"),
    Damage("recipe#00001", "attempt", -1),
    Damage("recipe#00001", "image_url", 5),
    Damage("recipe#00001", "at_planned", "yesterday"),
    Damage("recipe#zero", "stage", "planned"),
    Damage("batch", "total", "two"),
    Damage("batch", "total", 10**12),
    Damage("batch", "deadline", "soon"),
    Damage("batch", "retries", "x"),
    Damage("batch", "request", "{}"),
    Damage("batch", "request", "no JSON"),
    Damage("batch", "request", '{"count": 2, "noNuts": true}'),
]


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        create_machine()
        made.planned(2)
        made.table.client.put_item(TableName="batches", Item=to_item(an_entry(0, "settled").values()))
        yield made


def damage(here: World, item: str, name: str, value: Any, batch_id: Any = BATCH) -> None:
    here.table.client.update_item(
        TableName="batches", Key=to_item({"batch_id": str(batch_id), "item": item}),
        UpdateExpression="SET #name = :value", ExpressionAttributeNames={"#name": name},
        ExpressionAttributeValues={":value": to_value(value)},
    )  # fmt: skip


def ask(door: Any, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
    query = {"what": "failed"} if method == "GET" and path.endswith("retry") else None
    answer = door(an_http_event(method, path, body, query=query), a_context())
    return answer["statusCode"], json.loads(answer["body"])


@pytest.mark.parametrize("harm", DAMAGES, ids=lambda harm: f"{harm.item} {harm.name} {str(harm.value)[:20]}")
def test_no_door_breaks_on_what_it_cannot_read(here: World, harm: Damage) -> None:
    damage(here, *harm)
    answers = [ask(*door) for door in DOORS]
    assert [status for status, _ in answers if status >= 500] == []
    (line,) = answers[0][1]["batches"]
    assert line["unreadable"] == 1
    assert "Unreadable" in [failure["code"] for failure in answers[2][1]["failures"]]
    assert answers[-1][1]["batches"][0]["unreadable"] == 1


@pytest.mark.parametrize("item", ["batch", "recipe#00001", ENTRY])
def test_whatever_stands_in_any_place_of_an_item_it_is_read_past(here: World, item: str) -> None:
    key = to_item({"batch_id": str(BATCH), "item": item})
    sound = here.table.client.get_item(TableName="batches", Key=key)["Item"]
    now = clock.now()
    for name in sorted(sound.keys() - {"batch_id", "item", "open", "owner", "created_at", "deadline"}):
        for value in JUNK:
            damage(here, item, name, value)
            state = here.table.read(BATCH)
            assert detail(state, now).progress
            assert news(state, now, Seen())
            assert preview(state, What.FAILED, settings(), now)
            assert batch_cost(state)
            assert len(failures_of(state, now, settings()).failures) >= len(state.unreadable)
        here.table.client.put_item(TableName="batches", Item=sound)


def test_a_recipe_at_a_stage_of_another_release_is_shown_where_it_was_last_known_to_be(here: World) -> None:
    here.table.advance(BATCH, 1, Stage.SAVED)
    damage(here, "recipe#00001", "stage", "garnishing")
    recipes = ask(*DOORS[1])[1]["recipes"]
    assert [(recipe["stage"], recipe["unreadable"]) for recipe in recipes] == [("planned", False), ("saved", True)]


def test_a_price_that_cannot_be_read_counts_as_unsettled(here: World) -> None:
    damage(here, ENTRY, "actual_micros", -7)
    (batch,) = ask(*DOORS[-1])[1]["batches"]
    assert (batch["settledUsd"], batch["inFlightUsd"]) == (0, 0.0003)


def test_the_stream_of_a_damaged_batch_comes_to_its_end(here: World) -> None:
    damage(here, "recipe#00001", "stage", "garnishing")
    damage(here, "batch", "deadline", (clock.now() - timedelta(seconds=1)).isoformat())

    async def names() -> list[str | None]:
        return [event.event async for event in told(here.table.read(BATCH), 0, Tally(started=time.monotonic()))]

    assert asyncio.run(names())[-1] == "error" or has_final(here.table.read(BATCH), clock.now(), 10**18)


def test_the_sweep_closes_what_lies_behind_what_it_cannot_read(here: World) -> None:
    past = clock.now() - timedelta(seconds=9)
    for harm in DAMAGES:
        damage(here, *harm)
    damage(here, "batch", "deadline", "0")
    here.planned(2, batch_id=a_batch_id(2), deadline=past)
    nameless = {"batch_id": "nobody's", "item": "batch", "open": "open", "deadline": "1"}
    here.table.client.put_item(TableName="batches", Item=to_item(nameless))
    sweep(A_SCHEDULED_EVENT, a_context())
    assert here.table.record(a_batch_id(2)).outcome is not None
    assert a_batch_id(2) not in here.table.open_batches()


def test_what_ends_unread_says_so(here: World) -> None:
    damage(here, "recipe#00001", "stage", "garnishing")
    damage(here, "batch", "deadline", (clock.now() - timedelta(seconds=1)).isoformat(timespec="microseconds"))
    sweep(A_SCHEDULED_EVENT, a_context())
    state = here.table.read(BATCH)
    assert is_over(standing(state, clock.now()))
    assert state.units[1].reason == UNREADABLE
    assert here.table.open_batches() == []


def test_nothing_new_is_made_by_a_request_that_is_not_understood_wholly(here: World) -> None:
    damage(here, "batch", "request", '{"count": 2, "noNuts": true}')
    with pytest.raises(RequestUnclear):
        require_running(here.table.record(BATCH), 0, clock.now())
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.FAILED)
    status, body = ask(*DOORS[6])
    assert (status, body["error"]) == (409, "NOT_NOW")
    assert "cannot be read" in body["message"]


def test_it_wakes_somebody_once(here: World, capsys: pytest.CaptureFixture[str]) -> None:
    damage(here, "recipe#00001", "stage", "garnishing")
    here.table.read(BATCH)
    here.table.read(BATCH)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (metric,) = [line for line in lines if "_aws" in line]
    assert metric["what"] == f"{BATCH} recipe#00001"
    assert metric[Alarm.UNREADABLE] == [1.0]


def test_a_call_that_cannot_be_read_takes_nothing_from_the_figures_of_the_others(here: World) -> None:
    calls, now = agent_call_table(), clock.now()
    for ms in (5, -5):
        calls.record("chef", batch_id=str(BATCH), ms=ms, error=None, retry=False)
    odd = {"agent": "monitor", "at": f"{now.isoformat()}#1", "batch_id": "nobody's"}
    here.table.client.put_item(TableName="agent-calls", Item=to_item(odd))
    status, body = ask(*DOORS[3])
    assert (status, body["agents"]["chef"]["calls"], body["sse"]["openConnections"]) == (200, 1, 0)


def test_an_outcome_of_another_release_is_found_out_anew(here: World) -> None:
    damage(here, "batch", "outcome", "sublime")
    assert ask(*DOORS[3])[1]["batches"]["active"] == 1
