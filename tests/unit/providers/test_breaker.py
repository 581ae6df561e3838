"""The breaker: when a provider is left alone, and what opens and closes it."""

import pytest

from brigade.errors import (
    AnswerInvalid,
    AnswerRefused,
    AnswerTruncated,
    BrigadeError,
    BudgetSpent,
    ImageRefused,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    QuotaExhausted,
    StorageUnavailable,
    TableBusy,
)
from brigade.providers.breaker import (
    LONGEST_HOLD,
    PROBE_LOOK,
    Breaker,
    free_at,
    hold_of,
    is_same_outage,
    pause_after,
    phase_of,
    should_open,
    stays_down,
    verdict_of,
)

NOW = 1_790_000_000_000
REST = 60.0


def test_a_breaker_nobody_has_opened_lets_calls_through() -> None:
    assert phase_of(Breaker(failures=4), NOW, REST) == "closed"
    assert free_at(Breaker(failures=4), NOW, REST) == NOW


def test_an_open_breaker_rests_and_then_waits_for_one_probe() -> None:
    breaker = Breaker(failures=5, opened_at=NOW)
    assert phase_of(breaker, NOW + 59_999, REST) == "open"
    assert free_at(breaker, NOW + 59_999, REST) == NOW + 60_000
    assert phase_of(breaker, NOW + 60_000, REST) == "half-open"
    assert free_at(breaker, NOW + 60_000, REST) == NOW + 60_000


def test_while_one_probes_the_others_look_again_soon() -> None:
    breaker = Breaker(failures=5, opened_at=NOW, probe_until=NOW + 170_000)
    later = NOW + 61_000
    assert free_at(breaker, later, REST) == later + PROBE_LOOK
    assert free_at(breaker, NOW + 169_000, REST) == NOW + 170_000
    assert free_at(breaker, NOW + 170_000, REST) == NOW + 170_000


def test_the_limit_of_failures_opens_a_closed_breaker_only() -> None:
    assert not should_open(Breaker(failures=4), 5)
    assert should_open(Breaker(failures=5), 5)
    assert should_open(Breaker(failures=6), 5)
    assert not should_open(Breaker(failures=9, opened_at=NOW), 5)


def test_a_hold_stands_in_the_way_of_a_closed_and_of_a_half_open_breaker() -> None:
    held = Breaker(held_until=NOW + 7_000)
    assert free_at(held, NOW, REST) == NOW + 7_000
    assert free_at(held, NOW + 7_000, REST) == NOW + 7_000
    half_open = Breaker(opened_at=NOW - 60_000, held_until=NOW + 7_000)
    assert free_at(half_open, NOW, REST) == NOW + 7_000


def test_a_clock_that_jumped_back_waits_one_rest_and_not_its_jump() -> None:
    hour = 3_600_000
    assert free_at(Breaker(opened_at=NOW + hour), NOW, REST) == NOW + 60_000
    assert free_at(Breaker(held_until=NOW + hour), NOW, REST) == NOW
    assert free_at(Breaker(held_until=NOW + 300_000), NOW, REST) == NOW + LONGEST_HOLD * 1000


def test_what_fails_is_tried_again_after_pauses_that_grow_up_to_half_a_minute() -> None:
    assert [pause_after(failing) for failing in (0, 0.5, 2, 8, 30, 600)] == [1, 1, 2, 8, 30, 30]


def test_an_outage_is_long_when_a_probe_fails_after_all_patience() -> None:
    probed = Breaker(down_since=NOW, opened_at=NOW + 590_000)
    assert not stays_down(probed, NOW + 599_999, REST, 600.0)
    assert stays_down(probed, NOW + 600_000, REST, 600.0)


def test_who_may_probe_does_not_give_up() -> None:
    assert not stays_down(Breaker(down_since=NOW, opened_at=NOW + 590_000), NOW + 650_000, REST, 600.0)
    assert not stays_down(Breaker(), NOW, REST, 600.0)


def test_an_outage_that_nobody_looked_at_for_long_is_another_one() -> None:
    assert is_same_outage(NOW, NOW + 599_999, 600.0)
    assert not is_same_outage(NOW, NOW + 600_000, 600.0)


@pytest.mark.parametrize("error", [ModelDown("500"), ModelSlow("late")])
def test_a_provider_that_is_down_or_silent_has_failed(error: BrigadeError) -> None:
    assert verdict_of(error) == "failed"


@pytest.mark.parametrize(
    "error",
    [
        None, ModelBusy("429"), KeyRefused("401"), QuotaExhausted("402"), ModelMissing("404"), ImageRefused("no"),
        AnswerRefused("no"), AnswerTruncated("cut"), AnswerInvalid("bad"),
    ],
)  # fmt: skip
def test_a_provider_that_answers_is_alive_whatever_it_says(error: BrigadeError | None) -> None:
    assert verdict_of(error) == "alive"


@pytest.mark.parametrize("error", [TableBusy("x"), StorageUnavailable("x"), BudgetSpent("x"), KeyError("x")])
def test_our_own_troubles_say_nothing_of_the_provider(error: Exception) -> None:
    assert verdict_of(error) == "unknown"


def test_a_rate_limit_holds_everybody_for_as_long_as_the_provider_says() -> None:
    assert hold_of(ModelBusy("429", 2.5)) == 2_500
    assert hold_of(ModelBusy("429")) == 5_000
    assert hold_of(ModelBusy("429", 86_400)) == LONGEST_HOLD * 1000
    assert hold_of(ModelBusy("429", -3)) == 0
    assert hold_of(ModelDown("500")) is None
    assert hold_of(None) is None
