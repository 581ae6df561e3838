"""The sweep's look at how pictures come about."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from brigade.alarms import Alarm, Gauge
from brigade.images.seeking import Try
from brigade_io import clock
from brigade_io.images.picture_attempts import PictureAttempts
from functions.sweep.handler import PULSE, handler
from tests.functions.doorway import a_context
from tests.functions.photo_studio import Studio, opened_studio


@pytest.fixture
def studio(database_url: str, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    with opened_studio(database_url, db, monkeypatch) as studio:
        yield studio


def ask(studio: Studio, made: int, failed: int) -> None:
    tries = [Try(provider="openai/a", ms=2000)] * made + [Try(provider="openai/a", error="ModelDown")] * failed
    PictureAttempts(studio.db).note(uuid4(), 0, 0, tries, clock.now())


def metrics(capsys: pytest.CaptureFixture[str]) -> dict[str, float]:
    capsys.readouterr()
    handler({"detail-type": PULSE, "detail": {}}, a_context())
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    names = {*Gauge, *Alarm}
    return {name: line[name][0] for line in lines if "_aws" in line for name in names & line.keys()}


def test_figures_are_shown_and_nobody_is_woken_where_most_succeeds(
    studio: Studio, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(studio, made=18, failed=2)
    assert metrics(capsys) == {
        Gauge.FAILURES: 10.0, Gauge.SPENT_TODAY: 0.0, Gauge.STORED: 0.0, Gauge.SLOWEST: 2000.0,
    }  # fmt: skip


def test_somebody_is_woken_where_too_much_fails(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    ask(studio, made=15, failed=5)
    assert metrics(capsys)[Alarm.PICTURES_FAIL] == 1


def test_without_pictures_there_is_no_time_to_show(studio: Studio, capsys: pytest.CaptureFixture[str]) -> None:
    assert Gauge.SLOWEST not in metrics(capsys)
