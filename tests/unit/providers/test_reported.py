"""What a provider's headers say of its limits."""

from datetime import UTC, datetime

import pytest

from brigade.providers.reported import Reported, duration_of, reported_limits, seconds_to_wait

NOW = datetime(2026, 11, 30, 12, 0, 0, tzinfo=UTC)


def of(kind: str, limit: object, remaining: object, reset: object) -> dict[str, str]:
    """The three headers of one kind; None leaves one out."""
    values = {"limit": limit, "remaining": remaining, "reset": reset}
    return {f"x-ratelimit-{name}-{kind}": str(value) for name, value in values.items() if value is not None}


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1m30s", 90.0), ("6ms", 0.006), ("12s", 12.0), ("7", 7.0), ("0.25", 0.25), ("1h2m3.5s", 3723.5),
     ("2d", 172_800.0), (" 12S ", 12.0), ("1m30", None), ("soon", None), ("", None),
     ("-3", None), ("nan", None), ("inf", None)],
)  # fmt: skip
def test_a_time_is_read_in_every_form(text: str, seconds: float | None) -> None:
    assert duration_of(text) == (None if seconds is None else pytest.approx(seconds))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "1m30s"}, 90.0),
        ({"retry-after-ms": "6"}, 0.006),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after": "Mon, 30 Nov 2026 12:00:20 GMT"}, 20.0),
        ({"retry-after": "Mon, 30 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "Fri, 01 Jan 2027 00:00:20 GMT", "date": "Fri, 01 Jan 2027 00:00:00 GMT"}, 20.0),
        ({"retry-after": "tomorrow"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1e9"}, 3600.0),
        ({}, None),
    ],
)
def test_how_long_to_wait_is_read_as_seconds_thousandths_or_a_date(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert seconds_to_wait(headers, "", NOW) == seconds


def test_where_no_header_says_how_long_the_words_do() -> None:
    words = "Rate limit reached for images per min: Limit 5, Used 5. Please try again in 12s. Visit us."
    assert seconds_to_wait({}, words, NOW) == 12.0
    assert seconds_to_wait({}, "Please retry after 1.5 s", NOW) == 1.5
    assert seconds_to_wait({"retry-after": "3"}, words, NOW) == 3.0
    assert seconds_to_wait({}, "try again later", NOW) is None


def test_else_what_is_used_up_is_waited_for_and_what_is_left_is_not() -> None:
    headers = of("requests", 500, 499, "6ms") | of("tokens", 200_000, 0, "1m0s")
    assert seconds_to_wait(headers, "", NOW) == 60.0
    assert seconds_to_wait(of("requests", 500, 499, "6ms"), "", NOW) is None


def test_limits_are_read_by_kind_with_how_much_of_them_is_used() -> None:
    headers = of("requests", 500, 499, "120ms") | of("tokens", 200_000, 150_000, "15s") | of("images", 5, 4, "12s")
    assert reported_limits(headers) == {
        "requests": Reported(per_minute=500, full_in=0.12),
        "tokens": Reported(per_minute=200_000, full_in=15.0),
        "images": Reported(per_minute=5, full_in=12.0),
    }


def test_a_fixed_minute_that_is_soon_over_is_not_waited_for_in_full() -> None:
    assert reported_limits(of("requests", 60, 0, "5s"))["requests"].full_in == 5.0


def test_a_limit_without_the_rest_is_taken_for_unused() -> None:
    assert reported_limits(of("tokens", 1000, None, None)) == {"tokens": Reported(per_minute=1000, full_in=0.0)}


@pytest.mark.parametrize("limit", ["", "many", "0", "-5", "nan", "1e30"])
def test_a_limit_that_is_none_is_passed_over(limit: str) -> None:
    assert reported_limits(of("requests", limit, 1, "1s")) == {}


def test_a_limit_by_the_day_is_no_pace() -> None:
    assert reported_limits(of("requests", 200, 199, "7m12s")) == {}
