"""Whether the system is fit to work, over HTTP."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from brigade.providers.health import Fitness, health_of, shutdown_check
from brigade_io import clock
from brigade_io.aws import client
from brigade_io.providers.pace_table import PaceTable
from brigade_io.settings import settings
from functions.health.handler import handler
from tests.functions.doorway import World, a_context, an_http_event, world

TODAY = date(2026, 11, 21)


@pytest.fixture
def here(database_url: str) -> Iterator[World]:
    with world(DATABASE_URL=database_url) as made:
        yield made


def health() -> dict[str, Any]:
    answer = handler(an_http_event("GET", "/api/admin/health"), a_context())
    assert answer["statusCode"] == 200
    found: dict[str, Any] = json.loads(answer["body"])
    return found


def found(name: str) -> dict[str, Any]:
    (check,) = [check for check in health()["checks"] if check["name"].startswith(name)]
    return check


def test_a_sound_system_is_fit_in_every_part(here: World) -> None:
    assert health()["status"] == "ok"
    assert len(health()["checks"]) == 12


def test_a_model_that_nobody_priced_is_named_before_a_batch_is_refused(database_url: str) -> None:
    with world(DATABASE_URL=database_url, TEXT_MODEL="llama-9"):
        check = found("price llama-9")
    assert (check["status"], "TEXT_PRICE_IN" in check["detail"]) == ("fail", True)
    assert check["whatToDo"]


def test_a_part_that_does_not_answer_is_named_with_what_to_do(here: World) -> None:
    for table in ("agent-calls", "pace"):
        client("dynamodb").delete_table(TableName=table)
    client("s3").delete_bucket(Bucket="images")
    assert health()["status"] == "fail"
    for name in ("table agent-calls", "table pace", "bucket images"):
        assert (found(name)["status"], bool(found(name)["whatToDo"])) == ("fail", True)


def test_a_provider_that_rests_is_a_warning(here: World) -> None:
    provider = f"openai/{settings().text_model}"
    PaceTable(client("dynamodb"), "pace").count_failure(provider, 1, int(clock.epoch() * 1000))
    assert (found(f"provider {provider}")["status"], health()["status"]) == ("warn", "warn")


def test_every_image_model_is_looked_at_and_one_that_needs_an_operator_is_a_warning(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGE_FALLBACKS", '[{"kind": "google", "model": "gemini-2.5-flash-image"}]')
    settings.cache_clear()
    now = int(clock.epoch() * 1000)
    PaceTable(client("dynamodb"), "pace").avoid("google/gemini-2.5-flash-image", now + 60_000, now)
    check = found("provider google/gemini-2.5-flash-image")
    assert (check["status"], "key" in check["whatToDo"]) == ("warn", True)
    assert found("price gemini-2.5-flash-image")["status"] == "ok"
    assert found("model gemini-2.5-flash-image")["status"] == "ok"
    assert found(f"provider openai/{settings().image_model}")["status"] == "ok"


def test_it_is_for_administrators(here: World) -> None:
    member = {"principalId": "eve", "role": "member"}
    assert handler(an_http_event("GET", "/api/admin/health", authorizer=member), a_context())["statusCode"] == 403


@pytest.mark.parametrize(("days", "status"), [(61, "ok"), (60, "warn"), (0, "warn"), (-1, "fail")])
def test_a_model_that_is_shut_down_soon_is_told_sixty_days_before(days: int, status: str) -> None:
    check = shutdown_check("luna", (TODAY + timedelta(days=days)).isoformat(), TODAY)
    assert check.status == status
    assert (check.what_to_do is None) == (status == "ok")


def test_nothing_looked_at_is_nothing_wrong() -> None:
    assert health_of([]).status is Fitness.OK
    assert shutdown_check("luna", "", TODAY).status is Fitness.OK
