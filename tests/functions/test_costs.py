"""The cost of the own batches over HTTP."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from functions.costs.handler import handler
from tests.functions.doorway import World, a_batch_id, a_context, an_http_event, world
from tests.unit.progress.batches import BATCH


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        yield made


def ask(**changes: Any) -> tuple[int, dict[str, Any]]:
    answer = handler(an_http_event("GET", "/api/admin/cost", **changes), a_context())
    return answer["statusCode"], json.loads(answer["body"])


def test_only_the_own_batches_of_the_period_are_counted(here: World) -> None:
    here.planned(2)
    here.planned(2, batch_id=a_batch_id(2), owner="bob")
    status, body = ask()
    assert status == 200
    assert [batch["batchId"] for batch in body["batches"]] == [str(BATCH)]
    assert (body["settledUsd"], body["truncated"], len(body["days"])) == (0, False, 1)


@pytest.mark.parametrize("days", ["0", "91", "x"])
def test_a_wrong_period_is_refused(here: World, days: str) -> None:
    status, body = ask(query={"days": days})
    assert (status, list(body["details"])) == (400, ["days"])
