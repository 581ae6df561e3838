"""The ledger table: every call entered once, a budget never passed, a batch's cost the sum of its entries."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from brigade.errors import BudgetSpent, TableBusy
from brigade.providers.ledger import LedgerEntry, Spending
from brigade_io.dynamodb import from_item, to_item
from brigade_io.providers.ledger import TRIES, Ledger
from tests.io.emulated import a_table, dynamodb, race

BATCH = UUID("5b1c0a4e-0d9e-4d3b-9f0e-6a0c7f6f2f11")


def a_ledger(client: Any, pause: Callable[[float], None] | None = None) -> Ledger:
    """A ledger in a new, empty table."""
    name = a_table(client, "batches")
    return Ledger(client, name, pause) if pause else Ledger(client, name)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with mock_aws():
        yield a_ledger(dynamodb(), pause=lambda _: None)


@pytest.fixture
def raced(aws_endpoint: str) -> Ledger:
    """A ledger that takes concurrent writes one by one, as DynamoDB does; moto does not."""
    return a_ledger(dynamodb(aws_endpoint))


@pytest.fixture(params=["ledger", "raced"])
def either(request: pytest.FixtureRequest) -> Ledger:
    table: Ledger = request.getfixturevalue(request.param)
    return table


def an_entry(call_id: str = "text-7-0-0", estimate: int = 1_500, batch_id: UUID = BATCH) -> LedgerEntry:
    return LedgerEntry(
        account=batch_id,
        call_id=call_id,
        position=7,
        purpose="text",
        model="gpt-6-luna",
        estimate_micros=estimate,
    )


def committed(ledger: Ledger) -> int | None:
    """What the budget item says has been spent or promised."""
    key = to_item({"batch_id": str(BATCH), "item": "budget"})
    item = from_item(ledger.client.get_item(TableName=ledger.name, Key=key).get("Item", {}))
    return item.get("committed_micros")


def cancel_with(ledger: Ledger, *reasons: list[str]) -> list[int]:
    """Cancel the next transactions for these reasons, one list a transaction; how many were cancelled."""
    left, done = list(reasons), [0]

    def fail(**_: Any) -> None:
        if left:
            done[0] += 1
            error: Any = {"Error": {"Code": "TransactionCanceledException", "Message": "scripted"},
                     "CancellationReasons": [{"Code": code} for code in left.pop(0)]}  # fmt: skip
            raise ClientError(error, "TransactWriteItems")

    ledger.client.meta.events.register("before-call.dynamodb.TransactWriteItems", fail)
    return done


def test_a_call_is_entered_before_it_is_made_and_settled_after(either: Ledger) -> None:
    opened = either.open(an_entry())
    assert either.entries(BATCH) == [opened]
    assert either.spending(BATCH) == Spending(in_flight_micros=1_500)
    assert either.settle(opened, 470)
    assert either.spending(BATCH) == Spending(settled_micros=470)


@pytest.mark.parametrize("budget", [None, 10_000])
@pytest.mark.parametrize("micros", [-5, 10**30])
def test_a_price_that_cannot_be_is_never_booked(ledger: Ledger, budget: int | None, micros: int) -> None:
    opened = ledger.open(an_entry(), budget)
    assert not ledger.settle(opened, micros)
    assert ledger.spending(BATCH) == Spending(in_flight_micros=1_500)
    assert committed(ledger) == (budget and 1_500)
    assert ledger.settle(opened, 470)


def test_an_entry_that_cannot_be_read_is_passed_over_and_its_number_is_not_used_again(ledger: Ledger) -> None:
    odd = {**an_entry().values(), "purpose": "video"}
    ledger.client.put_item(TableName=ledger.name, Item=to_item(odd))
    assert ledger.open(an_entry()).attempt == 2
    assert [entry.attempt for entry in ledger.entries(BATCH)] == [2]


def test_a_released_call_cost_nothing(either: Ledger) -> None:
    either.release(either.open(an_entry()))
    assert either.spending(BATCH) == Spending()
    assert either.entries(BATCH)[0].state == "released"


@pytest.mark.parametrize("budget", [None, 10_000])
def test_an_entry_is_closed_once_whatever_comes_after(either: Ledger, budget: int | None) -> None:
    opened = either.open(an_entry(), budget)
    assert either.settle(opened, 470)
    assert not either.settle(opened, 999)
    assert not either.release(opened)
    assert either.spending(BATCH) == Spending(settled_micros=470)
    assert committed(either) == (470 if budget else None)


@pytest.mark.parametrize("budget", [None, 10_000])
def test_a_repeated_call_is_an_entry_of_its_own(either: Ledger, budget: int | None) -> None:
    first = either.open(an_entry(), budget)
    either.settle(either.open(an_entry(), budget), 470)
    third = either.open(an_entry(), budget)
    assert [entry.attempt for entry in (first, third)] == [1, 3]
    assert either.spending(BATCH) == Spending(settled_micros=470, in_flight_micros=3_000)
    assert committed(either) == (3_470 if budget else None)


def test_calls_whose_names_begin_alike_are_counted_apart(ledger: Ledger) -> None:
    ledger.open(an_entry("text-7-0-1"))
    assert ledger.open(an_entry("text-7-0-10")).attempt == 1
    assert ledger.open(an_entry("text-7-0-1")).attempt == 2


def test_what_some_calls_cost_is_the_sum_of_all_their_askings(ledger: Ledger) -> None:
    for call, micros in (("image-1-0-0", 300), ("image-1-1-0", 20), ("image-1-1-0", 1), ("image-11-0-0", 5)):
        ledger.settle(ledger.open(an_entry(call)), micros)
    ledger.open(an_entry("image-1-1-0"))
    assert ledger.settled(BATCH, ["image-1-0-0", "image-1-1-0"]) == 321
    assert ledger.settled(BATCH, ["image-1-2-0"]) == 0


def test_batches_have_ledgers_of_their_own(ledger: Ledger) -> None:
    ledger.open(an_entry(batch_id=uuid4()))
    assert ledger.open(an_entry()).attempt == 1
    assert ledger.spending(BATCH) == Spending(in_flight_micros=1_500)


def test_a_long_ledger_is_read_whole(raced: Ledger) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: raced.open(an_entry(f"image-{number}-0-0-{'x' * 900}")), range(1200)))
    assert raced.spending(BATCH).in_flight_micros == 1200 * 1_500


# --- Budgets -------------------------------------------------------------------------------------


def test_a_batch_stops_spending_at_its_budget(either: Ledger) -> None:
    either.open(an_entry("a"), 3_000)
    either.open(an_entry("b"), 3_000)
    with pytest.raises(BudgetSpent, match=r"\$0\.00"):
        either.open(an_entry("c"), 3_000)
    assert len(either.entries(BATCH)) == 2
    assert committed(either) == 3_000


def test_one_call_beyond_the_whole_budget_is_refused(ledger: Ledger) -> None:
    with pytest.raises(BudgetSpent):
        ledger.open(an_entry(), 1_499)
    assert ledger.entries(BATCH) == []


def test_what_a_call_did_not_use_is_there_for_the_next(either: Ledger) -> None:
    first, second = either.open(an_entry("a"), 3_000), either.open(an_entry("b"), 3_000)
    either.settle(first, 400)
    either.release(second)
    assert committed(either) == 400
    either.open(an_entry("c"), 3_000)
    assert committed(either) == 1_900


def test_a_repeated_call_beyond_the_budget_is_refused(either: Ledger) -> None:
    either.open(an_entry(), 2_000)
    with pytest.raises(BudgetSpent):
        either.open(an_entry(), 2_000)
    assert len(either.entries(BATCH)) == 1


def test_calls_that_race_for_a_budget_never_pass_it(raced: Ledger) -> None:
    def spend(number: int) -> int:
        try:
            raced.open(an_entry(f"text-{number}-0-0"), 10_000)
        except BudgetSpent:
            return 0
        return 1

    assert sum(race(20, spend)) == 6
    assert committed(raced) == 9_000
    assert raced.spending(BATCH).in_flight_micros == 9_000


def test_calls_that_race_under_one_name_are_all_entered(raced: Ledger) -> None:
    opened = race(8, lambda _: raced.open(an_entry(), 100_000))
    assert sorted(entry.attempt for entry in opened) == list(range(1, 9))
    assert committed(raced) == 8 * 1_500


@pytest.mark.parametrize("seed", range(3))
def test_the_budget_always_equals_the_sum_of_the_ledger(raced: Ledger, seed: int) -> None:
    """Calls that settle, are released, are cut, and are repeated, ten at a time."""

    def work(number: int) -> int:
        chance, billed = Random(f"{seed} {number}"), 0
        for turn in range(8):
            try:
                opened = raced.open(an_entry(f"text-{chance.randint(0, 9)}-0-0"), 60_000)
            except BudgetSpent:
                continue
            price, end = chance.randint(0, 1_500), (turn + number) % 3
            if end == 0:
                raced.settle(opened, price)
            elif end == 1:
                raced.release(opened)
            billed += price if end != 1 else 0
        return billed

    billed = sum(race(10, work))
    found = raced.spending(BATCH)
    assert committed(raced) == found.total_micros <= 60_000
    assert found.settled_micros <= billed <= found.total_micros


# --- When DynamoDB is in trouble -----------------------------------------------------------------


def test_a_transaction_in_conflict_is_tried_again(ledger: Ledger) -> None:
    cancelled = cancel_with(ledger, ["None", "TransactionConflict"], ["ConditionalCheckFailed", "TransactionConflict"])
    ledger.settle(ledger.open(an_entry(), 10_000), 470)
    assert cancelled == [2]
    assert [entry.attempt for entry in ledger.entries(BATCH)] == [1]
    assert committed(ledger) == 470


def test_the_pauses_between_tries_grow_and_end(ledger: Ledger) -> None:
    pauses: list[float] = []
    ledger.pause = pauses.append
    cancel_with(ledger, *[["None", "TransactionConflict"]] * 99)
    with pytest.raises(TableBusy):
        ledger.open(an_entry(), 10_000)
    assert len(pauses) == TRIES
    assert max(pauses[:2]) <= 0.04
    assert 0.04 < max(pauses) <= 0.5


@pytest.mark.parametrize("reason", ["ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_throttled_transaction_means_a_busy_table(ledger: Ledger, reason: str) -> None:
    cancel_with(ledger, ["None", reason])
    with pytest.raises(TableBusy, match=reason):
        ledger.open(an_entry(), 10_000)
    assert ledger.entries(BATCH) == []


def test_an_entry_whose_answer_was_lost_counts_as_unsettled(ledger: Ledger) -> None:
    left = ["InternalServerError"]

    def lose(**_: Any) -> None:
        if left:
            raise ClientError({"Error": {"Code": left.pop(), "Message": "scripted"}}, "TransactWriteItems")

    ledger.client.meta.events.register("after-call.dynamodb.TransactWriteItems", lose)
    with pytest.raises(TableBusy):
        ledger.open(an_entry(), 10_000)
    assert ledger.open(an_entry(), 10_000).attempt == 2
    assert committed(ledger) == ledger.spending(BATCH).total_micros == 3_000
