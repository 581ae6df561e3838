"""Pictures that users ask for, on the whole system: from the request to what can be seen, and every way it may end."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from httpx_sse import connect_sse

from tests.e2e.kitchen import Kitchen

PATIENCE = 120.0
PRICE = 2  # credits for one picture


class Customer:
    """A user who is new."""

    def __init__(self, kitchen: Kitchen) -> None:
        self.kitchen = kitchen
        token = kitchen.system.token(str(uuid4()), role="user")
        self.http = httpx.Client(base_url=kitchen.system.url, timeout=60, headers={"Authorization": f"Bearer {token}"})

    def generate(self, prompt: str = "A fig tart on a marble table", **fields: Any) -> str:
        answer = self.http.post("/api/images/generate", json={"prompt": prompt, **fields})
        assert answer.status_code == 202, answer.text
        return str(answer.json()["generations"][0]["id"])

    def post(self, path: str, body: Any = None) -> httpx.Response:
        return self.http.post(f"/api/generation/{path}", json=body)

    def status(self, id: str) -> dict[str, Any]:
        answer = self.http.get(f"/api/generation/{id}/status")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def until(self, id: str, *wanted: str) -> dict[str, Any]:
        """How it stands, once it stands so."""
        deadline = time.monotonic() + PATIENCE
        while (seen := self.status(id))["status"] not in wanted:
            assert time.monotonic() < deadline, seen
            time.sleep(0.1)
        return seen

    def ended(self, id: str) -> dict[str, Any]:
        return self.until(id, "completed", "failed", "cancelled")

    def balance(self) -> int:
        return int(self.http.get("/api/generation/credits").json()["balance"])

    def followed(self, id: str) -> list[tuple[str, dict[str, Any]]]:
        """The events of its stream, to the end."""
        with connect_sse(self.http, "GET", f"/api/generation/{id}/stream") as source:
            return [(sent.event, sent.json()) for sent in source.iter_sse() if sent.data]


@pytest.fixture
def customer(kitchen: Kitchen) -> Iterator[Customer]:
    customer = Customer(kitchen)
    yield customer
    customer.post("cancel", {"scope": "all"})


def rows(kitchen: Kitchen, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(kitchen.system.database_url) as db:
        return db.execute(query.encode(), values).fetchall()


def test_what_a_user_asks_for_appears_with_its_variants_while_the_stream_tells_of_it(customer: Customer) -> None:
    id = customer.generate(count=2, subject={"type": "post", "id": "17"})
    events = customer.followed(id)
    names = [name for name, _ in events]
    assert (names[0], names[-1], set(names[1:-1])) == ("connected", "complete", {"progress"})
    progress = [data["progress"] for _, data in events[1:]]
    assert progress == sorted(progress)
    shown = events[-1][1]
    assert (shown["status"], shown["made"], customer.balance()) == ("completed", 2, 1000 - 2 * PRICE)
    for picture in shown["pictures"]:
        for url in picture["variants"].values():
            seen = httpx.get(url, timeout=30)
            assert (seen.status_code, seen.headers["content-type"]) == (200, "image/webp")
    found = customer.http.get("/api/images/subject/post/17").json()["pictures"]
    assert {each["id"] for each in found} == {each["id"] for each in shown["pictures"]}


def test_what_waits_is_cancelled_and_what_is_in_work_comes_to_its_end(kitchen: Kitchen, customer: Customer) -> None:
    kitchen.set(latency=0.3)
    try:
        id = customer.generate(count=6)
        customer.until(id, "processing")
        answer = customer.post(f"{id}/cancel")
        assert answer.status_code == 202
        shown = customer.ended(id)
    finally:
        kitchen.set(latency=0.0)
    assert shown["status"] == "cancelled"
    assert shown["made"] <= 3
    assert customer.balance() == 1000 - shown["made"] * PRICE


def test_a_user_s_prompt_that_is_refused_stops_with_its_reason_and_is_given_back(
    kitchen: Kitchen, customer: Customer
) -> None:
    kitchen.script({"kind": "image", "nth": 1, "fault": "moderation_blocked"})
    id = customer.generate(count=1)
    shown = customer.ended(id)
    assert (shown["status"], shown["errorCode"]) == ("failed", "ImageRefused")
    assert "content policy" in shown["error"]
    assert (customer.balance(), len(kitchen.calls("image"))) == (1000, 1)
    assert customer.post(f"{id}/retry").status_code == 202
    assert customer.ended(id)["status"] == "completed"
    assert customer.balance() == 1000 - PRICE


def test_whatever_is_told_twice_is_made_once(kitchen: Kitchen, customer: Customer) -> None:
    id, sqs = customer.generate(), kitchen.system.client("sqs")
    body = f'{{"generation_id": "{id}", "run": 0}}'
    for _ in range(5):
        sqs.send_message(QueueUrl=kitchen.system.outputs["GenerationQueue"], MessageBody=body, MessageGroupId="x")
    customer.ended(id)
    machine, task = kitchen.system.outputs["GenerateImageMachine"], f'{{"generation_id": "{id}", "run": 0}}'
    states = kitchen.system.client("stepfunctions")
    with pytest.raises(states.exceptions.ExecutionAlreadyExists):
        states.start_execution(stateMachineArn=machine, name=f"{id}-0", input=task)
    assert len(kitchen.calls("image")) == 1
    kinds = "select kind, amount, spent from credit_entries where generation_id = %s order by id"
    assert rows(kitchen, kinds, id) == [("reserve", -PRICE, 0), ("settle", 0, PRICE)]


def test_a_provider_that_fails_once_costs_a_try_and_no_picture(kitchen: Kitchen, customer: Customer) -> None:
    kitchen.script(
        {"kind": "image", "nth": 1, "fault": "server_error"}, {"kind": "image", "nth": 2, "fault": "duplicate"}
    )
    shown = customer.ended(customer.generate())
    assert (shown["status"], shown["made"]) == ("completed", 1)
    assert customer.balance() == 1000 - PRICE
