"""A batch that has all night: in the provider's jobs, at half the price, with the same progress, cancel and retry."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from brigade.providers.picture_prices import picture_cost, picture_price
from brigade.providers.prices import text_cost, text_price
from brigade.providers.usage import Usage
from brigade.settings import Settings
from tests.e2e.kitchen import Kitchen

SETTINGS = Settings(**{name: "x" for name, field in Settings.model_fields.items() if field.is_required()})


def usual_price(kitchen: Kitchen) -> int:
    """What the calls of the journal would have cost by day, in micros, by what the provider counted."""

    def price(call: dict[str, Any]) -> int:
        usage = Usage(input_tokens=call["input_tokens"], output_tokens=call["output_tokens"])
        if call["kind"] == "text":
            return text_cost(usage, text_price(SETTINGS))
        return picture_cost(picture_price(SETTINGS.image_models[0]), "", usage)

    return sum(price(call) for call in kitchen.calls("text") + kitchen.calls("image"))


def wait_until(happened: Callable[[], object], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.2)


def test_a_batch_with_pictures_is_made_overnight_at_half_the_price(kitchen: Kitchen) -> None:
    kitchen.set(batch_seconds=1.0)
    ended = kitchen.run(3, overnight=True, seed=3)
    assert ended.final["success"], ended.final
    assert len(kitchen.recipes(ended.batch_id)) == 3
    assert not any(picture["is_placeholder"] for picture in kitchen.pictures(ended.batch_id))
    calls = kitchen.calls("text") + kitchen.calls("image")
    assert all(call["in_job"] for call in calls)
    cost = kitchen.client.batch(ended.batch_id)["progress"]
    assert cost["costUsd"] * 1e6 == pytest.approx(usual_price(kitchen) / 2, abs=len(calls))
    assert cost["costInFlightUsd"] == 0


def test_a_batch_that_is_cancelled_takes_its_jobs_down_and_pays_nothing(kitchen: Kitchen) -> None:
    kitchen.set(batch_seconds=600.0)
    batch_id = kitchen.start(3, overnight=True, enableImageGeneration=False)
    wait_until(lambda: kitchen.jobs(batch_id))
    assert kitchen.client.cancel(batch_id)["accepted"]
    wait_until(lambda: all(job["status"] == "cancelled" for job in kitchen.jobs(batch_id)))
    assert kitchen.calls("text") == []
    wait_until(lambda: kitchen.client.batch(batch_id)["progress"]["phase"] == "cancelled")
    assert kitchen.client.batch(batch_id)["progress"]["costUsd"] == 0


def test_a_provider_without_jobs_ends_the_batch_at_its_start_with_a_plain_sentence(kitchen: Kitchen) -> None:
    kitchen.set(batches=False)
    ended = kitchen.run(2, overnight=True)
    assert "has no batch endpoint" in str(ended.final), ended.final
    assert kitchen.recipes(ended.batch_id) == []
    assert kitchen.calls("text") == []
