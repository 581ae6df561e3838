"""The pace table: meters, turns and breakers as conditional writes, alone and in a race."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from moto import mock_aws

from brigade.errors import TableBusy
from brigade.providers.breaker import Breaker
from brigade.providers.pace import LEASE, MINUTE, Learned, cost, start_of
from brigade_io.dynamodb import from_item, from_value, to_item, to_value, translated
from brigade_io.providers.pace_table import PaceTable
from tests.io.emulated import a_table, dynamodb, race

NOW = 1_790_000_000_000
CHEF = "openai/gpt-6-luna"


def a_pace_table(client: Any) -> PaceTable:
    """A new, empty table."""
    return PaceTable(client, a_table(client, "pace"))


@pytest.fixture
def pace() -> Iterator[PaceTable]:
    with mock_aws():
        yield a_pace_table(dynamodb())


@pytest.fixture
def raced(aws_endpoint: str) -> PaceTable:
    """A table that takes concurrent writes one by one, as DynamoDB does; moto does not."""
    return a_pace_table(dynamodb(aws_endpoint))


@pytest.fixture(params=["pace", "raced"])
def either(request: pytest.FixtureRequest) -> PaceTable:
    table: PaceTable = request.getfixturevalue(request.param)
    return table


def answer_with(client: Any, operation: str, *codes: str, after: bool = False) -> None:
    """Let an operation's next calls fail with these codes; `after`: the work is done, its answer lost."""
    left = list(codes)

    def fail(**_: Any) -> None:
        if left:
            code = left.pop(0)
            raise ClientError({"Error": {"Code": code, "Message": "scripted"}}, operation)

    event = "after-call" if after else "before-call"
    client.meta.events.register(f"{event}.dynamodb.{operation}", fail)


# --- Meters --------------------------------------------------------------------------------------


def test_a_meter_starts_now_moves_on_by_what_is_taken_and_starts_anew_after_a_rest(either: PaceTable) -> None:
    assert either.advance(CHEF, "images", 1200, NOW) == NOW + 1200
    assert either.advance(CHEF, "images", 1200, NOW + 1) == NOW + 2400
    assert either.advance(CHEF, "images", 1200, NOW + 2400) == NOW + 3600
    assert either.advance(CHEF, "images", 1200, NOW + 9 * MINUTE) == NOW + 9 * MINUTE + 1200


def test_meters_and_providers_do_not_touch_each_other(pace: PaceTable) -> None:
    pace.advance(CHEF, "requests", 500, NOW)
    assert pace.advance(CHEF, "tokens", 120, NOW) == NOW + 120
    assert pace.advance("openai/other", "requests", 120, NOW) == NOW + 120


def test_workers_who_race_for_a_meter_get_different_places_without_a_gap(raced: PaceTable) -> None:
    arrivals = race(20, lambda _: [raced.advance(CHEF, "images", 1200, NOW) for _ in range(5)])
    assert sorted(chain(*arrivals)) == [NOW + 1200 * place for place in range(1, 101)]


def test_workers_who_race_over_a_rest_keep_within_the_limit(raced: PaceTable) -> None:
    """Clocks a few ms apart, on both sides of the time at which the meter has rested."""
    raced.advance(CHEF, "images", 10, NOW)
    taken = cost(1, 5)
    booked = race(16, lambda number: (NOW + number, raced.advance(CHEF, "images", taken, NOW + number)))
    starts = sorted(start_of(arrival, now, taken) for now, arrival in booked)
    assert len({arrival for _, arrival in booked}) == 16
    assert sum(start < NOW + 100 for start in starts) <= 5
    assert starts[-1] <= NOW + 100 + 11 * 12_000


def test_a_meter_written_by_a_clock_far_ahead_is_set_right_with_what_was_booked_on_it(either: PaceTable) -> None:
    hour = 3_600_000
    either.advance(CHEF, "images", 1200, NOW + hour)
    either.advance(CHEF, "images", 1200, NOW + hour)
    assert either.advance(CHEF, "images", 1200, NOW) == NOW + 3600
    assert either.advance(CHEF, "images", 1200, NOW) == NOW + 4800


def test_a_meter_of_an_earlier_release_goes_on(either: PaceTable) -> None:
    key = to_item({"provider": CHEF, "meter": "images"})
    either.client.put_item(TableName=either.name, Item={**key, "tat": to_value(NOW + 90_000)})
    assert either.advance(CHEF, "images", 1200, NOW) == NOW + 91_200


def test_a_bucket_that_others_emptied_is_filled_no_sooner(either: PaceTable) -> None:
    either.fill(CHEF, "images", NOW + 30_000, NOW)
    either.fill(CHEF, "images", NOW + 10_000, NOW)
    assert either.advance(CHEF, "images", 1200, NOW) == NOW + 31_200


def test_what_was_learned_is_kept_apart_from_how_many_calls_run_well_at_once(either: PaceTable) -> None:
    assert either.learned(CHEF) == Learned()
    either.learn(CHEF, Learned(requests=500, heard=True))
    either.narrow(CHEF, 8, NOW)
    either.narrow(CHEF, 4, NOW + 5_000)
    either.learn(CHEF, Learned(requests=900, tokens=7, heard=True, at_once=8))
    assert either.learned(CHEF) == Learned(requests=900, tokens=7, heard=True, at_once=8)
    either.widen(CHEF, 9)
    either.widen(CHEF, 9)
    assert either.learned(CHEF).at_once == 9
    either.narrow(CHEF, 4, NOW + 11_000)
    assert either.learned(CHEF).at_once == 4


# --- Turns ---------------------------------------------------------------------------------------


def lease(pace: PaceTable, times: int, at_once: int, now: int = NOW) -> list[str]:
    """Ask so often for a turn; those that were given."""
    return [turn for _ in range(times) if (turn := pace.lease(CHEF, at_once, now))]


def test_as_many_turns_are_leased_as_there_are(either: PaceTable) -> None:
    assert len(set(lease(either, 5, at_once=3))) == 3


def test_a_turn_given_back_is_free_and_giving_it_back_twice_frees_no_other(either: PaceTable) -> None:
    first = lease(either, 3, at_once=3)
    either.release(CHEF, first[0])
    assert len(lease(either, 3, at_once=3)) == 1
    either.release(CHEF, first[0])
    assert lease(either, 1, at_once=3) == []


def test_turns_may_be_given_back_to_a_provider_that_has_none(pace: PaceTable) -> None:
    pace.release(CHEF, "gone")
    assert len(lease(pace, 3, at_once=3)) == 3


def test_the_turns_of_a_killed_worker_are_free_after_their_end_and_those_of_a_living_one_are_not(
    either: PaceTable,
) -> None:
    lease(either, 2, at_once=3)
    kept = lease(either, 1, at_once=3)
    either.renew(CHEF, kept, NOW + 2_000)
    assert lease(either, 3, at_once=3, now=NOW + LEASE - 1) == []
    assert len(lease(either, 3, at_once=3, now=NOW + LEASE)) == 2
    either.release(CHEF, kept[0])
    assert len(lease(either, 3, at_once=3, now=NOW + LEASE)) == 1


def test_a_limit_that_was_lowered_holds_for_the_next(pace: PaceTable) -> None:
    taken = lease(pace, 5, at_once=5)
    assert lease(pace, 1, at_once=3) == []
    for turn in taken[:3]:
        pace.release(CHEF, turn)
    assert len(lease(pace, 5, at_once=3)) == 1


def test_workers_who_race_for_turns_get_exactly_as_many_as_there_are(raced: PaceTable) -> None:
    leases = race(20, lambda _: raced.lease(CHEF, 7, NOW))
    assert len(set(leases) - {None}) == 7


def test_workers_who_race_for_lost_turns_sweep_them_once(raced: PaceTable) -> None:
    lost = lease(raced, 7, at_once=7)
    later = NOW + 200_000
    leases = race(20, lambda _: raced.lease(CHEF, 7, later))
    key = to_item({"provider": CHEF, "meter": "calls"})
    held = from_item(raced.client.get_item(TableName=raced.name, Key=key)["Item"])["leases"]
    assert len(held) == 7
    assert set(held) == set(leases) - {None}
    assert not set(held) & set(lost)


def test_workers_who_come_and_go_never_pass_the_limit(raced: PaceTable) -> None:
    inside: list[int] = []
    most = []

    def work(number: int) -> None:
        for _ in range(12):
            if turn := raced.lease(CHEF, 4, NOW):
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)
                raced.release(CHEF, turn)

    race(8, work)
    assert 1 <= max(most) <= 4
    assert len(lease(raced, 9, at_once=4)) == 4


def test_a_turn_whose_answer_was_lost_is_given_back(pace: PaceTable) -> None:
    lease(pace, 1, at_once=3)
    answer_with(pace.client, "UpdateItem", "InternalServerError", after=True)
    with pytest.raises(TableBusy):
        pace.lease(CHEF, 3, NOW)
    assert len(lease(pace, 3, at_once=3)) == 2


# --- The breaker ---------------------------------------------------------------------------------


def test_a_provider_nobody_has_asked_has_a_closed_breaker(either: PaceTable) -> None:
    assert either.breaker(CHEF) == Breaker()


def test_failures_in_a_row_open_the_breaker_once(either: PaceTable) -> None:
    for second in range(6):
        either.count_failure(CHEF, 5, NOW + second)
    assert either.breaker(CHEF) == Breaker(failures=6, down_since=NOW + 4, opened_at=NOW + 4)


def test_an_answer_breaks_the_row_of_failures_of_a_closed_breaker_only(either: PaceTable) -> None:
    either.count_failure(CHEF, 2, NOW)
    either.forget_failures(CHEF)
    either.count_failure(CHEF, 2, NOW)
    assert either.breaker(CHEF) == Breaker(failures=1)
    either.count_failure(CHEF, 2, NOW)
    either.forget_failures(CHEF)
    assert either.breaker(CHEF) == Breaker(failures=2, down_since=NOW, opened_at=NOW)


def test_a_killed_workers_half_written_opening_is_made_good_by_the_next_failure(pace: PaceTable) -> None:
    for _ in range(5):
        pace.count_failure(CHEF, 99, NOW)
    pace.count_failure(CHEF, 5, NOW + 7)
    assert pace.breaker(CHEF).opened_at == NOW + 7


def test_a_probe_is_claimed_by_one_and_again_when_its_claim_has_lapsed(either: PaceTable) -> None:
    either.count_failure(CHEF, 1, NOW)
    assert either.claim_probe(CHEF, NOW, NOW + 60_000, NOW + 90_000)
    assert not either.claim_probe(CHEF, NOW, NOW + 60_001, NOW + 90_000)
    assert either.claim_probe(CHEF, NOW, NOW + 90_000, NOW + 120_000)


def test_a_probe_closes_or_reopens_the_breaker_it_was_claimed_for(either: PaceTable) -> None:
    either.count_failure(CHEF, 1, NOW)
    either.claim_probe(CHEF, NOW, NOW + 60_000, NOW + 90_000)
    either.reopen_breaker(CHEF, NOW, NOW + 61_000, same_outage=True)
    assert either.breaker(CHEF) == Breaker(failures=1, down_since=NOW, opened_at=NOW + 61_000)
    either.close_breaker(CHEF, NOW)
    assert either.breaker(CHEF).opened_at == NOW + 61_000
    either.close_breaker(CHEF, NOW + 61_000)
    assert either.breaker(CHEF) == Breaker()


def test_a_probe_that_fails_after_nobody_had_asked_for_long_begins_another_outage(either: PaceTable) -> None:
    either.count_failure(CHEF, 1, NOW)
    either.reopen_breaker(CHEF, NOW, NOW + 9_000_000, same_outage=False)
    assert either.breaker(CHEF) == Breaker(failures=1, down_since=NOW + 9_000_000, opened_at=NOW + 9_000_000)


def test_a_probe_that_told_nothing_lets_another_try(pace: PaceTable) -> None:
    pace.count_failure(CHEF, 1, NOW)
    pace.claim_probe(CHEF, NOW, NOW + 60_000, NOW + 90_000)
    pace.drop_probe(CHEF, NOW)
    assert pace.claim_probe(CHEF, NOW, NOW + 60_001, NOW + 90_000)


def test_workers_who_race_for_the_probe_send_exactly_one(raced: PaceTable) -> None:
    raced.count_failure(CHEF, 1, NOW)
    claims = race(20, lambda number: raced.claim_probe(CHEF, NOW, NOW + 60_000 + number, NOW + 90_000))
    assert sum(claims) == 1


def test_workers_who_fail_together_are_all_counted_and_open_it_once(raced: PaceTable) -> None:
    race(20, lambda number: raced.count_failure(CHEF, 5, NOW + number))
    breaker = raced.breaker(CHEF)
    assert breaker.failures == 20
    assert breaker.opened_at is not None


def test_a_hold_is_lengthened_and_never_shortened(either: PaceTable) -> None:
    for until in (NOW + 5_000, NOW + 9_000, NOW + 2_000):
        either.hold(CHEF, until, NOW)
    assert either.breaker(CHEF) == Breaker(held_until=NOW + 9_000)


def test_a_hold_that_only_a_wrong_clock_can_have_written_is_written_over(either: PaceTable) -> None:
    either.hold(CHEF, NOW + 3_600_000, NOW + 3_599_000)
    either.hold(CHEF, NOW + 2_000, NOW)
    assert either.breaker(CHEF) == Breaker(held_until=NOW + 2_000)


# --- DynamoDB ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
        "InternalServerError",
    ],
)
def test_a_throttled_or_failing_table_is_busy(pace: PaceTable, code: str) -> None:
    answer_with(pace.client, "UpdateItem", code)
    with pytest.raises(TableBusy, match=code):
        pace.advance(CHEF, "images", 1200, NOW)


def test_a_table_out_of_reach_is_busy() -> None:
    with pytest.raises(TableBusy, match="EndpointConnectionError"), translated():
        raise EndpointConnectionError(endpoint_url="http://nowhere")


@pytest.mark.parametrize(
    "code", ["ConditionalCheckFailedException", "TransactionCanceledException", "ValidationException"]
)
def test_refused_conditions_and_our_own_mistakes_pass_unchanged(code: str) -> None:
    with pytest.raises(ClientError, match=code), translated():
        raise ClientError({"Error": {"Code": code, "Message": "x"}}, "UpdateItem")


def test_values_come_back_as_they_went() -> None:
    values = {"name": "Soup", "count": 3, "share": 0.25, "tags": ["a", {"b": 1.5}], "open": True}
    assert from_item(to_item({**values, "absent": None})) == values
    assert from_value(to_value({"leases": {}})) == {"leases": {}}
