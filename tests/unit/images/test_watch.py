"""When somebody has to look at how pictures come about."""

from typing import Any

import pytest

from brigade.alarms import Alarm
from brigade.images.watch import Pulse, warnings_of
from tests.unit.providers.factories import some_settings

LIMITS = {"image_budget_day": 10.0, "image_budget_month": 100.0, "image_storage_gb": 10.0}


def warned(**figures: Any) -> dict[Alarm, str]:
    calm: dict[str, Any] = {
        "asked": 100, "failed": 20, "p95_ms": 120_000.0, "today_micros": 10_000_000, "month_micros": 100_000_000,
        "bytes": 9_000_000_000,
    }  # fmt: skip
    return warnings_of(Pulse(**{**calm, **figures}), some_settings(**LIMITS))


def test_what_is_at_its_limits_and_not_beyond_wakes_nobody() -> None:
    assert warned() == {}


@pytest.mark.parametrize(
    ("figures", "alarm", "words"),
    [
        ({"failed": 21}, Alarm.PICTURES_FAIL, "21 of 100 askings failed in 15 minutes"),
        ({"asked": 20, "failed": 5}, Alarm.PICTURES_FAIL, "5 of 20 askings failed in 15 minutes"),
        ({"today_micros": 10_010_000}, Alarm.PICTURES_OVER_BUDGET, "$10.01 today of $10.00"),
        ({"month_micros": 120_000_000}, Alarm.PICTURES_OVER_BUDGET, "$120.00 this month of $100.00"),
        ({"p95_ms": 121_000.0}, Alarm.PICTURES_SLOW, "one picture of twenty takes 121 s or longer"),
        ({"bytes": 9_100_000_000}, Alarm.PICTURES_FILL_UP, "9.1 GB of 10 GB"),
    ],
)
def test_what_is_beyond_a_limit_is_said_in_words(figures: dict[str, Any], alarm: Alarm, words: str) -> None:
    assert warned(**figures) == {alarm: words}


@pytest.mark.parametrize("figures", [{"asked": 19, "failed": 19}, {"asked": 0, "failed": 0, "p95_ms": None}])
def test_of_a_few_askings_nothing_is_concluded(figures: dict[str, Any]) -> None:
    assert warned(**figures) == {}


def test_without_a_budget_or_a_limit_nothing_is_beyond_it() -> None:
    much = Pulse(asked=0, failed=0, p95_ms=None, today_micros=10**12, month_micros=10**12, bytes=10**15)
    assert warnings_of(much, some_settings()) == {}
