"""`kill -9` of everything but PostgreSQL while generations wait: none is lost, none is made or paid twice.

`GENERATIONS=40 pytest …` is the long form (`make kill-generations`), in which nobody helps the sweep along.
"""

import os
import signal
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from local import system as local_system
from local.system import Options, System
from tests.e2e.conftest import WAIT_SCALE, hurry

COUNT = int(os.environ.get("GENERATIONS", "10"))
IS_LONG = COUNT >= 40
PATIENCE = 600
AT_ONCE = 3
PRICE = 2
USER = str(uuid4())


class Survivor(System):
    """A system that finds the database as another left it."""

    def __init__(self, before: System) -> None:
        super().__init__(before.options)
        self.database_url, self.functions_database_url = before.database_url, before.functions_database_url

    def _start_postgres(self) -> None:
        pass


@pytest.fixture
def before() -> Iterator[System]:
    with System(Options(wait_scale=WAIT_SCALE, latency="0.3", announced=False)) as system:
        hurry(system, GENERATIONS_AT_ONCE=str(AT_ONCE))
        yield system


def test_what_waits_when_everything_is_killed_is_made_once_after_it_is_up_again(
    before: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [submitted(before, number) for number in range(COUNT)]
    until(lambda: statuses(before).get("processing", 0) == AT_ONCE)
    for child in before.children:
        os.kill(child.pid, signal.SIGKILL)
        child.process.wait()
    monkeypatch.setattr(local_system, "ADMIN_EMAIL", "another@brigade.test")
    with Survivor(before) as after:
        hurry(after, GENERATIONS_AT_ONCE=str(AT_ONCE))
        waiting = [id for id in ids if standing(after, id)["status"] == "pending"]
        places = [standing(after, id)["queuePosition"] for id in waiting]
        assert places == list(range(1, len(waiting) + 1))
        if not IS_LONG:  # as if a minute had gone by
            rows(after, "update generations set started_at = started_at - interval '2 minutes' returning id")
            after.client("lambda").invoke(FunctionName=after.outputs["SweepGenerationsFunction"], Payload=b"{}")
        until(lambda: statuses(after) == {"completed": COUNT})
        balance = ask(after, "GET", "/api/generation/credits").json()["balance"]
        assert balance == 1000 - PRICE * COUNT
        kept = rows(after, "select count(*), count(distinct generation_id) from generated_images")
        assert kept == [(COUNT, COUNT)]
        entries = "select kind, count(*) from credit_entries where kind <> 'grant' group by kind order by kind"
        assert rows(after, entries) == [("reserve", COUNT), ("settle", COUNT)]


def ask(system: System, method: str, path: str, body: Any = None) -> httpx.Response:
    token = system.token(USER, role="user")
    answer = httpx.request(
        method, system.url + path, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=60
    )
    assert answer.status_code < 300, answer.text
    return answer


def submitted(system: System, number: int) -> str:
    answer = ask(system, "POST", "/api/images/generate", {"prompt": f"Dish number {number}"})
    return str(answer.json()["generations"][0]["id"])


def standing(system: System, id: str) -> dict[str, Any]:
    return dict(ask(system, "GET", f"/api/generation/{id}/status").json())


def statuses(system: System) -> dict[str, int]:
    return dict(rows(system, "select status, count(*) from generations group by status"))


def rows(system: System, query: str) -> list[Any]:
    with psycopg.connect(system.database_url, autocommit=True) as db:
        return db.execute(query.encode()).fetchall()


def until(holds: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)
