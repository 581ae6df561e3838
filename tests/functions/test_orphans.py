"""Objects that no record knows, and what the sweep makes of them once a day."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from brigade.alarms import Alarm
from brigade_io import clock
from brigade_io.images.storage.wiring import picture_storage
from functions.sweep import orphans
from functions.sweep.handler import ORPHANS, handler
from tests.functions.doorway import a_context
from tests.functions.photo_studio import Studio, opened_studio


@pytest.fixture
def studio(database_url: str, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    with opened_studio(database_url, db, monkeypatch) as studio:
        yield studio


def sweep() -> None:
    handler({"detail-type": ORPHANS, "detail": {}}, a_context())


def let_pass(monkeypatch: pytest.MonkeyPatch, **time: float) -> None:
    later = clock.now() + timedelta(**time)
    monkeypatch.setattr(clock, "now", lambda: later)


def test_a_picture_that_is_in_no_record_is_removed_and_what_is_recorded_stays(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.open()
    studio.call("upload", 0, **studio.paint(0))
    left = studio.brief(1).original_key(0)
    studio.refill(["placeholder.webp", left])
    let_pass(monkeypatch, days=1, hours=30, minutes=1)
    sweep()
    assert studio.objects().keys() == studio.recorded_keys() | {"placeholder.webp"}
    assert left not in studio.objects()


def test_a_picture_that_may_still_be_recorded_stays(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.open()
    left = studio.brief().original_key(0)
    studio.refill([left])
    let_pass(monkeypatch, days=1, hours=30, minutes=-1)
    sweep()
    assert list(studio.objects()) == [left]


def test_where_very_much_is_unrecorded_the_rest_waits_for_another_day(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.refill([f"recipes/soup/{number:04}.webp" for number in range(1002)])
    let_pass(monkeypatch, days=3)
    alarms: list[Alarm] = []
    monkeypatch.setattr(orphans, "raise_alarm", lambda alarm, *_: alarms.append(alarm))
    sweep()
    assert (len(studio.objects()), alarms) == (2, [Alarm.MANY_ORPHANS])


def test_a_picture_whose_object_is_gone_wakes_somebody_up(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.open()
    studio.call("upload", 0, **studio.paint(0))
    kept = sorted(studio.recorded_keys())
    picture_storage().remove(kept[:1])
    let_pass(monkeypatch, days=3)
    alarms: list[Alarm] = []
    monkeypatch.setattr(orphans, "raise_alarm", lambda alarm, *_: alarms.append(alarm))
    sweep()
    assert (sorted(studio.objects()), alarms) == (kept[1:], [Alarm.LOST_PICTURES])
