"""The pace: never more than the provider grants, never later than needed."""

from random import Random

import pytest

from brigade.providers.pace import (
    BEAT,
    LEASE,
    MINUTE,
    SKEW,
    TURN_LOOK,
    Limits,
    Slot,
    cost,
    is_lost,
    meter_costs,
    milliseconds,
    next_arrival,
    start_of,
    whole_seconds,
)

NOW = 1_790_000_000_000


class Bucket:
    """A provider's own bucket, exact: a unit is 60,000 parts, so no rounding hides a mistake."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self.level = per_minute * MINUTE
        self.seen = NOW

    def missing(self, at: int, units: int) -> int:
        """What lacks at `at` for so many units, in parts; at or below zero when they are granted."""
        level = min(self.per_minute * MINUTE, self.level + (at - self.seen) * self.per_minute)
        return units * MINUTE - level

    def take(self, at: int, units: int) -> None:
        self.level = -self.missing(at, units)
        self.seen = at


def bookings(seed: int, per_minute: int, count: int, largest: int) -> list[tuple[int, int, int]]:
    """Random bookings through the meter: (asked at, starts at, units), in the order they were made."""
    chance, now, arrival, booked = Random(seed), NOW, None, []
    for _ in range(count):
        now += chance.choice([0, 0, 0, 1, 40, 1_500, 70_000])
        units = chance.randint(1, largest)
        arrival = next_arrival(arrival, now, cost(units, per_minute))
        booked.append((now, start_of(arrival, now, cost(units, per_minute)), units))
    return booked


SCHEDULES = [(seed, limit) for seed in range(12) for limit in (1, 5, 7, 50, 250, 500, 30_000)]


@pytest.mark.parametrize(("seed", "limit"), SCHEDULES)
def test_no_minute_sees_more_than_a_full_bucket_and_a_minutes_refill(seed: int, limit: int) -> None:
    booked = bookings(seed, limit, 300, largest=min(limit, 9))
    for _, first, _ in booked:
        within = sum(units for _, start, units in booked if first <= start < first + MINUTE)
        assert within <= 2 * limit


@pytest.mark.parametrize(("seed", "limit"), SCHEDULES)
def test_the_provider_itself_grants_every_booked_start(seed: int, limit: int) -> None:
    bucket = Bucket(limit)
    for _, start, units in sorted(bookings(seed, limit, 300, largest=min(limit, 9)), key=lambda each: each[1]):
        assert bucket.missing(start, units) <= 0
        bucket.take(start, units)


@pytest.mark.parametrize(("seed", "limit"), SCHEDULES)
def test_no_start_is_later_than_the_bucket_needs(seed: int, limit: int) -> None:
    bucket = Bucket(limit)
    rounding = 0  # each booking may add less than one ms of refill
    for asked, start, units in bookings(seed, limit, 300, largest=min(limit, 9)):
        rounding += limit
        if start > asked:
            assert bucket.missing(start - 1, units) + rounding > 0
        bucket.take(max(start, bucket.seen), units)


def test_a_minutes_allowance_starts_at_once_and_the_next_call_waits_its_share() -> None:
    arrival, starts = None, []
    for _ in range(52):
        arrival = next_arrival(arrival, NOW, cost(1, 50))
        starts.append(start_of(arrival, NOW, cost(1, 50)) - NOW)
    assert starts == [0] * 50 + [1200, 2400]


def test_a_rested_meter_saves_no_more_than_one_minute() -> None:
    arrival = next_arrival(NOW, NOW + 10 * MINUTE, cost(50, 50))
    assert start_of(arrival, NOW + 10 * MINUTE, cost(50, 50)) == NOW + 10 * MINUTE
    later = next_arrival(arrival, NOW + 10 * MINUTE, cost(1, 50))
    assert start_of(later, NOW + 10 * MINUTE, cost(1, 50)) == NOW + 10 * MINUTE + 1200


def test_more_than_a_minutes_allowance_waits_for_a_full_bucket_and_leaves_a_debt() -> None:
    three_minutes = cost(15, 5)
    first = next_arrival(None, NOW, three_minutes)
    assert start_of(first, NOW, three_minutes) == NOW
    second = next_arrival(first, NOW, cost(1, 5))
    assert start_of(second, NOW, cost(1, 5)) == NOW + 2 * MINUTE + 12_000


def test_costs_are_rounded_up_so_that_many_small_ones_never_pass_the_limit() -> None:
    assert cost(1, 7) == 8572
    assert cost(15_000, 500_000) == 1800


def test_only_limited_meters_are_charged() -> None:
    text = Limits(requests=500, tokens=500_000, at_once=3)
    assert meter_costs(text, 5, 10_000) == {"requests": 600, "tokens": 1200}
    assert meter_costs(text, 5, 0) == {"requests": 600}
    assert meter_costs(Limits(images=50, at_once=10), 1, 900) == {"images": 1200}
    assert meter_costs(Limits(at_once=10), 5, 900) == {}


def test_a_turn_outlasts_three_beats_and_whoever_waits_for_a_dead_ones_turn_waits_five_seconds() -> None:
    assert LEASE > 3 * BEAT * 1000
    assert LEASE + TURN_LOOK * 1000 <= 5_000


def test_a_turn_is_lost_after_its_end_and_where_only_a_wrong_clock_can_have_written_it() -> None:
    ends = (NOW - 1, NOW, NOW + 1, NOW + LEASE, NOW + LEASE + SKEW, NOW + LEASE + SKEW + 1, NOW + 3_600_000)
    assert [is_lost(end, NOW) for end in ends] == [True, True, False, False, False, True, True]


def test_a_slot_that_is_as_usual_can_be_read_by_an_earlier_release() -> None:
    assert Slot(start_at=1.5).values() == {"start_at": 1.5}
    assert Slot(start_at=1.5, booked=False, failing_since=2.0).values() == {
        "start_at": 1.5, "booked": False, "failing_since": 2.0,
    }  # fmt: skip


def test_waits_are_whole_seconds_rounded_up_and_never_negative() -> None:
    assert [whole_seconds(NOW + ms, NOW) for ms in (-5, 0, 1, 1000, 1001)] == [0, 0, 1, 1, 2]


def test_seconds_become_milliseconds_without_the_dust_of_floats() -> None:
    assert milliseconds(1_790_000_000.123) == 1_790_000_000_123
    assert milliseconds(0.1 + 0.2) == 300
    assert milliseconds(0.0004) == 1
