"""How a provider stands beside others, on moto's DynamoDB: seen without taking a place in the line."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from brigade.errors import TableBusy
from brigade.providers.pace import Limits
from brigade.providers.provider import Provider
from brigade_io.providers.desk import Desk
from brigade_io.providers.ledger import Ledger
from brigade_io.providers.pace_table import PaceTable

NAME, START = "openai/a-model", 1_796_000_000.0


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        client: Any = boto3.client("dynamodb")
        keys = ("provider", "meter")
        client.create_table(
            TableName="pace", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": keys[0], "KeyType": "HASH"}, {"AttributeName": keys[1], "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in keys],
        )  # fmt: skip
        limits = Limits(images=60, at_once=2)
        yield Desk(
            Provider(name=NAME, limits=limits, call_seconds=90), PaceTable(client, "pace"), Ledger(client, "x"), clock
        )


def free_in(desk: Desk) -> float:
    return desk.outlook().free_at / 1000 - START


def test_of_a_provider_that_nobody_knows_a_call_may_begin_at_once(desk: Desk) -> None:
    outlook = desk.outlook()
    assert (free_in(desk), outlook.resting, outlook.amiss, outlook.latency) == (0, False, False, None)


def test_looking_takes_no_place_and_tells_when_the_next_is(desk: Desk) -> None:
    for _ in range(60):
        desk.book()
    assert [free_in(desk) for _ in range(3)] == [1, 1, 1]
    slot = desk.book()
    assert slot.start_at == START + 1
    assert desk.outlook(slot).free_at / 1000 == slot.start_at
    assert free_in(desk) == 2


def test_while_all_turns_are_taken_nobody_is_free(desk: Desk) -> None:
    leases = [desk.pace.lease(NAME, 2, round(START * 1000)) for _ in range(2)]
    assert free_in(desk) == 1
    desk.pace.release(NAME, str(leases[0]))
    assert free_in(desk) == 0


def test_a_provider_that_rests_is_told_from_one_that_is_held(desk: Desk) -> None:
    now = round(START * 1000)
    desk.pace.hold(NAME, now + 7_000, now)
    assert (free_in(desk), desk.outlook().resting) == (7, False)
    desk.pace.count_failure(NAME, 1, now)
    assert (free_in(desk), desk.outlook().resting) == (60, True)


def test_who_needs_an_operator_is_avoided_for_five_minutes_and_said_to_once(desk: Desk, clock: Clock) -> None:
    assert [desk.avoid(), desk.avoid()] == [True, False]
    assert desk.outlook().amiss
    clock.now += 301
    assert not desk.outlook().amiss
    assert desk.avoid()


def test_an_answer_tells_how_long_calls_take_and_that_nothing_is_amiss(desk: Desk) -> None:
    desk.avoid()
    desk.note(10_000, answered=True)
    assert (desk.outlook().latency, desk.outlook().amiss) == (10_000, False)
    desk.note(20_000, answered=True)
    assert desk.outlook().latency == 12_000


def test_a_call_that_was_given_up_counts_and_clears_nobody(desk: Desk) -> None:
    desk.avoid()
    desk.note(30_000, answered=False)
    assert (desk.outlook().latency, desk.outlook().amiss) == (30_000, True)


def test_of_two_who_note_at_once_one_is_passed_over(desk: Desk) -> None:
    before = desk.outlook()
    desk.note(10_000, answered=True, outlook=before)
    desk.note(50_000, answered=True, outlook=before)
    assert desk.outlook().latency == 10_000


def test_a_table_that_is_busy_loses_a_note_and_never_what_was_paid(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: Any) -> None:
        raise TableBusy("throttled")

    monkeypatch.setattr(desk.pace, "seen", busy)
    monkeypatch.setattr(desk.pace, "avoid", busy)
    desk.note(10_000, answered=True)
    assert desk.avoid() is False
