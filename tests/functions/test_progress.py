"""The progress stream, over a real server on a free port: nothing missed, the end told once, whatever is cut."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import httpx
import pytest
import uvicorn
from httpx_sse import ServerSentEvent, connect_sse

from brigade.errors import TableBusy
from brigade.progress.batch import BatchState
from brigade.progress.stage import Stage
from brigade_io import clock
from brigade_io.frames import watching as watch
from brigade_io.progress.batch_table import BatchTable
from brigade_io.progress.wiring import agent_call_table
from functions.progress.app import app
from tests.functions.doorway import ENVIRONMENT, World, world
from tests.unit.progress.batches import BATCH

ROOT = Path(__file__).parents[2]
ADA = {"principalId": "ada", "role": "admin"}


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        yield made


@pytest.fixture
def url(here: World) -> Iterator[str]:
    with served() as address:
        yield address


@contextmanager
def served() -> Iterator[str]:
    """The app under a real server."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], Any], seconds: float = 20) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.02)


def headers(last_id: str | int | None = None, authorizer: Any = ADA) -> dict[str, str]:
    context = {"x-amzn-request-context": json.dumps({"requestId": "request-7", "authorizer": authorizer})}
    return context if last_id is None else {**context, "Last-Event-ID": str(last_id)}


def path(batch: object = BATCH) -> str:
    return f"/api/admin/bmad-progress-stream/{batch}"


def follow(
    url: str, last_id: int | None = None, stop_after: int | None = None, then: Callable[[], None] | None = None
) -> list[ServerSentEvent]:
    """The events of one connection, which the client cuts after so many; `then` happens after the second."""
    events: list[ServerSentEvent] = []
    with httpx.Client(timeout=60) as client, connect_sse(client, "GET", url + path(), headers=headers(last_id)) as sse:
        for event in sse.iter_sse():
            events.append(event)
            if then is not None and len(events) == 2:
                then()
            if len(events) == stop_after:
                break
    return events


def finish(here: World, count: int) -> None:
    for position in range(count):
        here.table.advance(BATCH, position, Stage.SAVED, name=f"Soup {position}")
        here.table.advance(BATCH, position, Stage.DONE, image_url="https://images/1.webp")


def test_a_finished_batch_is_told_whole_and_the_stream_ends(here: World, url: str) -> None:
    here.planned(2)
    finish(here, 2)
    events = follow(url)
    assert [event.event for event in events] == ["connected", "progress", "complete"]
    assert events[0].retry == 1000
    assert events[0].id == "0"
    assert json.loads(events[0].data)["batchId"] == str(BATCH)
    assert [recipe["name"] for recipe in json.loads(events[1].data)["recipes"]] == ["Soup 0", "Soup 1"]
    assert json.loads(events[2].data)["success"] is True


def test_the_headers_keep_proxies_from_holding_the_stream_back(here: World, url: str) -> None:
    here.planned(1)
    finish(here, 1)
    answer = httpx.get(url + path(), headers=headers())
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-cache, no-transform"
    assert answer.headers["x-accel-buffering"] == "no"


def test_recipes_are_told_as_they_come(here: World, url: str) -> None:
    here.planned(2)
    events = follow(url, then=lambda: finish(here, 2))
    ids = [int(event.id) for event in events]
    assert ids == sorted(set(ids))
    assert [event.event for event in events][-1] == "complete"
    counts = [json.loads(event.data)["recipesCompleted"] for event in events if event.event == "progress"]
    assert (counts[0], counts[-1]) == (0, 2)
    assert counts == sorted(counts)


def test_a_client_that_was_cut_comes_back_and_misses_nothing(here: World, url: str) -> None:
    here.planned(2)
    first = follow(url, stop_after=2)
    finish(here, 2)
    second = follow(url, last_id=int(first[-1].id))
    assert [event.event for event in second] == ["connected", "progress", "complete"]
    assert second[0].id == first[-1].id
    assert json.loads(second[1].data)["imagesGenerated"] == 2


def test_a_client_that_was_told_the_end_is_told_to_stay_away(here: World, url: str) -> None:
    here.planned(1)
    finish(here, 1)
    last_id = int(follow(url)[-1].id)
    assert httpx.get(url + path(), headers=headers(last_id)).status_code == 204
    assert [event.event for event in follow(url, last_id=last_id - 1)] == ["connected", "complete"]


@pytest.mark.parametrize("last_id", ["x", "-1", "1.5", "9" * 40, "²", "9" * 17])
def test_a_last_id_that_makes_no_sense_starts_from_the_beginning(here: World, url: str, last_id: str) -> None:
    here.planned(1)
    finish(here, 1)
    known = {name.encode(): value.encode() for name, value in headers(last_id).items()}
    assert "event: complete" in httpx.get(url + path(), headers=known).text


def test_cut_again_and_again_the_end_is_told_once_and_ids_rise(here: World, url: str) -> None:
    here.planned(4)
    worker = threading.Thread(target=_slowly, args=(here, 4))
    worker.start()
    told: list[ServerSentEvent] = []
    last_id = 0
    for turn in range(60):
        part = [event for event in _cut(url, last_id, 1 + turn % 3) if event.event != "connected"]
        told += part
        last_id = int(part[-1].id) if part else last_id
        if told and told[-1].event == "complete":
            break
    worker.join()
    ids = [int(event.id) for event in told]
    assert ids == sorted(set(ids))
    assert [event.event for event in told].count("complete") == 1
    assert httpx.get(url + path(), headers=headers(last_id)).status_code == 204


def _slowly(here: World, count: int) -> None:
    for stage in (Stage.WRITING, Stage.WRITTEN, Stage.CHECKED, Stage.SAVED, Stage.IMAGING, Stage.DONE):
        for position in range(count):
            here.table.advance(BATCH, position, stage)
            time.sleep(0.02)


def _cut(url: str, last_id: int, events: int) -> list[ServerSentEvent]:
    return follow(url, last_id=last_id, stop_after=events + 1)


def test_a_deadline_ends_the_stream_without_anybody_writing(here: World, url: str) -> None:
    here.planned(2, deadline=clock.now() + timedelta(seconds=3))
    events = follow(url)
    assert [event.event for event in events] == ["connected", "progress", "progress", "complete"]
    assert json.loads(events[-1].data)["success"] is False
    assert len(json.loads(events[-1].data)["errors"]) == 2


def test_a_batch_that_could_not_be_planned_ends_with_an_error(here: World, url: str) -> None:
    here.created(3)
    here.table.close(BATCH, clock.now(), "TableBusy", "No.")
    end = follow(url)[-1]
    assert end.event == "error"
    assert json.loads(end.data) == {
        "batchId": str(BATCH), "error": "No.", "phase": "planning", "recipesCompleted": 0, "totalRecipes": 3,
    }  # fmt: skip


def test_a_failing_table_does_not_end_the_stream(here: World, url: str) -> None:
    here.planned(1)
    read, reads = BatchTable.read, iter(range(1000))

    def failing(table: BatchTable, batch_id: UUID) -> BatchState:
        number = next(reads)
        if number in (0, 2, 3):
            raise TableBusy("throttled")
        if number == 4:
            raise OSError("cut")
        return read(table, batch_id)

    with patch.object(BatchTable, "read", failing):
        assert [event.event for event in follow(url, then=lambda: finish(here, 1))][-1] == "complete"


def test_a_table_that_fails_for_long_is_said_before_the_stream_opens(here: World, url: str) -> None:
    with patch.object(BatchTable, "read", side_effect=TableBusy("throttled")):
        answer = httpx.get(url + path(), headers=headers())
    assert (answer.status_code, answer.json()["error"]) == (503, "TEMPORARILY_UNAVAILABLE")


@pytest.mark.parametrize("batch", [BATCH, "x", "00000000000040008000000000000404"])
def test_an_unknown_batch_is_not_found_before_the_stream_opens(here: World, url: str, batch: object) -> None:
    answer = httpx.get(url + path(batch), headers=headers())
    assert (answer.status_code, answer.json()["error"]) == (404, "NOT_FOUND")
    assert answer.json()["correlationId"] == "request-7"


def test_another_owners_batch_is_not_found(here: World, url: str) -> None:
    here.planned(1, owner="bob")
    assert httpx.get(url + path(), headers=headers()).status_code == 404


@pytest.mark.parametrize(
    ("authorizer", "status"),
    [(None, 401), ({}, 401), ("ada", 401), ({"principalId": "eve", "role": "member"}, 403)],
)
def test_only_admins_are_let_in(here: World, url: str, authorizer: Any, status: int) -> None:
    here.planned(1)
    assert httpx.get(url + path(), headers=headers(authorizer=authorizer)).status_code == status
    assert httpx.get(url + path(), headers={"x-amzn-request-context": "[]"}).status_code == 401


def test_an_unknown_address_and_an_unforeseen_error_have_our_shape(here: World, url: str) -> None:
    assert httpx.get(url + "/api/admin/elsewhere").json()["error"] == "NOT_FOUND"
    with patch.object(BatchTable, "read", side_effect=RuntimeError("secret inside")):
        answer = httpx.get(url + path(), headers=headers())
    assert (answer.status_code, answer.json()["error"]) == (500, "INTERNAL_ERROR")
    assert "secret" not in answer.text


def test_health_needs_nobody(here: World, url: str) -> None:
    assert httpx.get(url + "/health").json() == {"status": "ok"}


def test_streams_of_one_batch_share_one_poll_and_leave_nothing_behind(here: World, url: str) -> None:
    here.planned(1)
    with patch.object(watch.Watch, "_poll", autospec=True, side_effect=watch.Watch._poll) as polls:
        followers = [threading.Thread(target=follow, args=(url,)) for _ in range(5)]
        for follower in followers:
            follower.start()
        until(lambda: BATCH in watch._watches and watch._watches[BATCH].followers == 5)
        finish(here, 1)
        for follower in followers:
            follower.join()
        assert polls.call_count == 1
    until(lambda: not watch._watches)


def test_a_client_that_leaves_ends_the_work_at_once(here: World, url: str) -> None:
    here.planned(1)
    an_hour_ago = clock.now() - timedelta(hours=1)
    follow(url, stop_after=2)
    until(lambda: not watch._watches)
    until(lambda: agent_call_table().recent_streams(an_hour_ago)[0].ms is not None)
    (stream,) = agent_call_table().recent_streams(an_hour_ago)
    assert stream.events == 2


# --- Windows and heartbeats ----------------------------------------------------------------------


def test_a_window_closes_cleanly_and_heartbeats_are_comments() -> None:
    with world(STREAM_WINDOW="2", STREAM_HEARTBEAT="0.3") as here, served() as url:
        here.planned(1)
        started = time.monotonic()
        with httpx.stream("GET", url + path(), headers=headers()) as answer:
            text = answer.read().decode()
        assert 0.9 < time.monotonic() - started < 20
        assert text.count(": heartbeat") >= 2
        told = [line for line in text.splitlines() if line.startswith("event:")]
        assert told == ["event: connected", "event: progress"]


def test_the_script_starts_the_app_where_the_adapter_looks_for_it() -> None:
    port = free_port()
    environment = {
        **os.environ, **ENVIRONMENT, "AWS_LWA_PORT": str(port),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": f"{ROOT}/layers/brigade/python:{ROOT}/layers/brigade_io/python",
    }  # fmt: skip
    server = subprocess.Popen(["sh", "functions/progress/run.sh"], cwd=ROOT, env=environment)
    try:
        until(lambda: _is_healthy(port), seconds=30)
    finally:
        server.terminate()
        assert server.wait(10) in (0, -15)


def _is_healthy(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200
    except httpx.TransportError:
        return False


def test_a_large_batch_is_not_read_all_the_time() -> None:
    """A poll waits at least as long as the last read took."""
    reads: list[float] = []

    def slow_read(_: UUID) -> BatchState:
        reads.append(time.monotonic())
        time.sleep(0.2)
        raise TableBusy("anything")

    async def watched() -> None:
        with watch.watching(BATCH, slow_read, every=0.01):
            await asyncio.sleep(1)

    asyncio.run(watched())
    assert 1 <= len(reads) <= 3
