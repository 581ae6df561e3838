"""The desk: a paid call is paced, leased, entered, settled, and tells all workers how the provider is."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import sleep
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from brigade.errors import (
    AnswerTruncated,
    BudgetSpent,
    ImageRefused,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    ModelStaysDown,
    QuotaExhausted,
    TableBusy,
)
from brigade.providers.ledger import LedgerEntry, Spending, billed
from brigade.providers.pace import Limits
from brigade.providers.provider import Provider
from brigade_io.providers.desk import Desk
from brigade_io.providers.ledger import Ledger
from brigade_io.providers.pace_table import PaceTable
from tests.io.emulated import TABLES, a_table, dynamodb

BATCH = UUID("5b1c0a4e-0d9e-4d3b-9f0e-6a0c7f6f2f11")
START = 1_790_000_000.0
CHEF = Provider(name="openai/chef", limits=Limits(requests=60, tokens=60_000, at_once=3), call_seconds=100.0)


@dataclass
class Clock:
    """A clock that a test moves."""

    now: float = START

    def __call__(self) -> float:
        return self.now


@dataclass
class Kitchen:
    """The tables of one system, at which any number of workers have a desk."""

    client: Any
    clock: Clock = field(default_factory=Clock)
    suffix: str = field(default_factory=lambda: uuid4().hex)

    def __post_init__(self) -> None:
        for kind in TABLES:
            a_table(self.client, kind, f"{kind}-{self.suffix}")

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.client, f"batches-{self.suffix}", pause=lambda _: None)

    @property
    def pace(self) -> PaceTable:
        return PaceTable(self.client, f"pace-{self.suffix}")

    def desk(self, provider: Provider = CHEF) -> Desk:
        """The desk of another worker."""
        return Desk(provider, self.pace, self.ledger, self.clock)

    def spending(self) -> Spending:
        return self.ledger.spending(BATCH)

    def later(self, seconds: float) -> None:
        self.clock.now += seconds


@pytest.fixture
def kitchen() -> Iterator[Kitchen]:
    with mock_aws():
        yield Kitchen(dynamodb())


@pytest.fixture
def raced(aws_endpoint: str) -> Kitchen:
    """A kitchen whose tables take concurrent writes one by one, as DynamoDB does; moto does not."""
    return Kitchen(dynamodb(aws_endpoint))


def an_entry(call_id: str = "text-7-0-0") -> LedgerEntry:
    return LedgerEntry(account=BATCH, call_id=call_id, position=7, purpose="text", model="chef", estimate_micros=1_500)


def a_soup() -> tuple[str, int]:
    return "soup", 470


def failing(error: Exception) -> Callable[[], tuple[str, int]]:
    """A call that ends in this error."""

    def call() -> tuple[str, int]:
        raise error

    return call


def fail_times(desk: Desk, times: int, error: Exception | None = None) -> None:
    """Make so many calls that fail."""
    for _ in range(times):
        with pytest.raises(type(error) if error else ModelDown):
            desk.pay(an_entry(), failing(error or ModelDown("500")))


def never() -> tuple[str, int]:
    raise AssertionError("the provider was called")


def stop_writes(kitchen: Kitchen, operation: str, times: int = 99) -> Callable[[], None]:
    """Let the next calls of an operation be throttled, until the answer is called."""
    left = [times]

    def fail(**_: Any) -> None:
        if left and left[0] > 0:
            left[0] -= 1
            raise ClientError({"Error": {"Code": "ThrottlingException", "Message": "scripted"}}, operation)

    kitchen.client.meta.events.register(f"before-call.dynamodb.{operation}", fail)
    return left.clear


# --- When ----------------------------------------------------------------------------------------


def test_calls_within_a_minutes_allowance_start_at_once_and_the_rest_wait(kitchen: Kitchen) -> None:
    desk, other = kitchen.desk(), kitchen.desk()
    assert desk.book(40).start_at == START
    assert other.book(20).start_at == START
    assert other.book(5).start_at == START + 5
    assert desk.book(5).start_at == START + 10


def test_the_narrowest_meter_decides(kitchen: Kitchen) -> None:
    desk = kitchen.desk()
    assert desk.book(1, tokens=60_000).start_at == START
    assert desk.book(1, tokens=2_500).start_at == START + 2.5
    assert desk.wait_for(START + 2.5) == 3
    kitchen.later(2.5)
    assert desk.wait_for(START + 2.5) == 0


def test_images_are_paced_by_the_picture(kitchen: Kitchen) -> None:
    desk = kitchen.desk(Provider(name="artist", limits=Limits(images=50, at_once=10), call_seconds=90.0))
    assert [desk.book().start_at for _ in range(51)] == [START] * 50 + [START + 1.2]


@pytest.mark.parametrize("skew", [3600, -3600])
def test_a_worker_whose_clock_is_wrong_pushes_nobody_into_the_future(kitchen: Kitchen, skew: float) -> None:
    wrong = Desk(CHEF, kitchen.pace, kitchen.ledger, lambda: kitchen.clock() + skew)
    desk = kitchen.desk()
    for _ in range(4):
        wrong.book(10)
        fail_times(wrong, 1, ModelBusy("429", 7.0))
        assert desk.book(10).start_at <= START + 40
        assert desk.wait_for(START) <= 7
        assert desk.pay(an_entry(), a_soup) == "soup" if skew > 0 else True


# --- What the provider grants --------------------------------------------------------------------

NEW = Provider(name="openai/new", first=2, most=8, call_seconds=100.0)
GRANTED = {
    "x-ratelimit-limit-requests": "30",
    "x-ratelimit-remaining-requests": "29",
    "x-ratelimit-reset-requests": "2s",
}


def test_nothing_is_booked_at_a_provider_that_nobody_knows(kitchen: Kitchen) -> None:
    desk = kitchen.desk(NEW)
    assert desk.book(500).model_dump() == {"start_at": START, "booked": False, "failing_since": None}
    assert desk.at_once() == 2


def test_what_one_worker_hears_of_the_limits_all_keep_to(kitchen: Kitchen) -> None:
    other = kitchen.desk(NEW)
    other.book(1)
    kitchen.desk(NEW).hear({name.title(): value for name, value in GRANTED.items()})
    kitchen.later(2)
    assert other.at_once() == 8
    assert [other.book(10).start_at - START for _ in range(4)] == [2.0, 2.0, 2.0, 22.0]


def test_an_answer_that_names_no_limits_shows_that_there_are_none_to_keep_to(kitchen: Kitchen) -> None:
    desk = kitchen.desk(NEW)
    desk.hear({"content-type": "application/json"})
    assert desk.at_once() == 8
    assert [desk.book(1000, tokens=10**9).booked for _ in range(3)] == [True] * 3
    desk.hear(GRANTED)
    desk.hear({})
    desk.book(30)
    assert desk.book(1).start_at == START + 2


def test_what_others_used_of_a_limit_is_waited_for(kitchen: Kitchen) -> None:
    desk = kitchen.desk(NEW)
    used_up = {name: value for name, value in GRANTED.items() if "limit-requests" in name}
    desk.hear({**used_up, "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m0s"})
    assert desk.book(1).start_at == START + 2


def test_the_narrower_of_our_limit_and_the_providers_holds(kitchen: Kitchen) -> None:
    desk = kitchen.desk(NEW.model_copy(update={"limits": Limits(requests=60, at_once=3)}))
    assert desk.at_once() == 3
    assert desk.book(60).start_at == START
    desk.hear(GRANTED)
    assert desk.at_once() == 3
    assert desk.book(1).start_at == START + 2


def test_a_provider_that_cannot_keep_up_is_asked_for_less_at_once_and_then_for_more_again(kitchen: Kitchen) -> None:
    desk = kitchen.desk(NEW)
    desk.hear({})
    fail_times(desk, 3, ModelSlow("late"))
    kitchen.later(3)
    assert desk.at_once() == 4
    for _ in range(2):
        desk.pay(an_entry(), a_soup)
    kitchen.later(3)
    assert desk.at_once() == 6


# --- Turns ---------------------------------------------------------------------------------------


def test_a_call_holds_a_turn_while_it_lasts_and_gives_it_back_whatever_comes_of_it(kitchen: Kitchen) -> None:
    desks = [kitchen.desk() for _ in range(4)]

    def nested(depth: int) -> tuple[str, int]:
        if depth < 3:
            desks[depth].pay(an_entry(), lambda: nested(depth + 1))
        else:
            with pytest.raises(ModelBusy, match="all turns"):
                desks[3].pay(an_entry(), never)
        return a_soup()

    for _ in range(2):
        nested(0)
        fail_times(desks[0], 1)


def test_a_long_call_keeps_its_turn(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brigade_io.providers.turns.BEAT", 0.01)
    single = CHEF.model_copy(update={"limits": Limits(at_once=1)})

    def long() -> tuple[str, int]:
        for _ in range(10):
            kitchen.later(2)
            sleep(0.1)
            with pytest.raises(ModelBusy, match="all turns"):
                kitchen.desk(single).pay(an_entry(), never)
        return a_soup()

    assert kitchen.desk(single).pay(an_entry(), long) == "soup"


def test_the_turns_of_a_killed_worker_are_free_within_four_seconds(kitchen: Kitchen) -> None:
    for _ in range(3):
        assert kitchen.pace.lease(CHEF.name, 3, int(START * 1000))
    with pytest.raises(ModelBusy, match="all turns") as caught:
        kitchen.desk().pay(an_entry(), never)
    assert caught.value.retry_after == 1.0
    kitchen.later(4)
    assert kitchen.desk().pay(an_entry(), a_soup) == "soup"


def test_a_turn_that_cannot_be_given_back_lapses(kitchen: Kitchen) -> None:
    single = CHEF.model_copy(update={"limits": Limits(at_once=1)})

    with patch.object(PaceTable, "release", side_effect=TableBusy("away")):
        kitchen.desk(single).pay(an_entry(), a_soup)
    with pytest.raises(ModelBusy, match="all turns"):
        kitchen.desk(single).pay(an_entry(), never)
    kitchen.later(4)
    assert kitchen.desk(single).pay(an_entry(), a_soup) == "soup"


# --- Paying --------------------------------------------------------------------------------------


def test_a_paid_call_is_entered_before_it_is_made_and_settled_after(kitchen: Kitchen) -> None:
    def call() -> tuple[str, int]:
        assert kitchen.spending() == Spending(in_flight_micros=1_500)
        return a_soup()

    assert kitchen.desk().pay(an_entry(), call) == "soup"
    assert kitchen.spending() == Spending(settled_micros=470)


@pytest.mark.parametrize("error", [ModelBusy("429", 1.0), KeyRefused("401"), QuotaExhausted("402"),
                                   ModelMissing("404"), ImageRefused("policy")])  # fmt: skip
def test_a_call_that_was_turned_away_is_released_and_its_error_passes_unchanged(
    kitchen: Kitchen, error: Exception
) -> None:
    with pytest.raises(type(error)) as caught:
        kitchen.desk().pay(an_entry(), failing(error), budget_micros=10_000)
    assert caught.value is error
    assert kitchen.spending() == Spending()


@pytest.mark.parametrize("error", [ModelSlow("late"), ModelDown("500"), AnswerTruncated("cut"), KeyError("bug")])
def test_a_call_that_may_have_been_paid_stays_unsettled(kitchen: Kitchen, error: Exception) -> None:
    with pytest.raises(type(error)):
        kitchen.desk().pay(an_entry(), failing(error), budget_micros=10_000)
    assert kitchen.spending() == Spending(in_flight_micros=1_500)


def test_a_failed_call_that_came_with_its_bill_is_settled(kitchen: Kitchen) -> None:
    with pytest.raises(AnswerTruncated):
        kitchen.desk().pay(an_entry(), failing(billed(AnswerTruncated("cut"), 1_480)))
    with pytest.raises(ModelDown):
        kitchen.desk().pay(an_entry(), failing(billed(ModelDown("connection refused"), 0)))
    assert kitchen.spending() == Spending(settled_micros=1_480)


def test_a_call_paid_twice_is_counted_twice(kitchen: Kitchen) -> None:
    kitchen.desk().pay(an_entry(), a_soup)
    kitchen.desk().pay(an_entry(), a_soup)
    assert kitchen.spending() == Spending(settled_micros=940)


def test_a_batch_without_budget_left_makes_no_call(kitchen: Kitchen) -> None:
    desk = kitchen.desk()
    assert desk.pay(an_entry("a"), a_soup, budget_micros=1_900) == "soup"
    with pytest.raises(BudgetSpent):
        desk.pay(an_entry("b"), never, budget_micros=1_900)
    assert kitchen.spending() == Spending(settled_micros=470)


def test_no_call_is_made_that_could_not_be_entered(kitchen: Kitchen) -> None:
    stop_writes(kitchen, "PutItem")
    with pytest.raises(TableBusy):
        kitchen.desk().pay(an_entry(), never)


def test_an_answer_is_kept_when_its_entry_cannot_be_settled(kitchen: Kitchen) -> None:
    def call() -> tuple[str, int]:
        stop_writes(kitchen, "UpdateItem")
        return a_soup()

    assert kitchen.desk().pay(an_entry(), call) == "soup"
    assert kitchen.spending() == Spending(in_flight_micros=1_500)


def test_a_settlement_that_was_throttled_once_is_made(kitchen: Kitchen) -> None:
    def call() -> tuple[str, int]:
        stop_writes(kitchen, "UpdateItem", times=1)
        return a_soup()

    assert kitchen.desk().pay(an_entry(), call) == "soup"
    assert kitchen.spending() == Spending(settled_micros=470)


def test_the_calls_own_error_passes_when_nothing_can_be_written(kitchen: Kitchen) -> None:
    def call() -> tuple[str, int]:
        stop_writes(kitchen, "UpdateItem")
        raise ModelDown("500")

    with pytest.raises(ModelDown):
        kitchen.desk().pay(an_entry(), call)


# --- Rate limits ---------------------------------------------------------------------------------


def test_a_rate_limit_makes_every_worker_wait(kitchen: Kitchen) -> None:
    desk, other = kitchen.desk(), kitchen.desk()
    fail_times(desk, 1, ModelBusy("429", 7.0))
    assert desk.wait_for(START) == other.wait_for(START) == 7
    with pytest.raises(ModelBusy, match="left alone") as caught:
        other.pay(an_entry(), never)
    assert caught.value.retry_after == 7.0
    kitchen.later(7)
    assert other.wait_for(START) == 0
    assert other.pay(an_entry(), a_soup) == "soup"


def test_rate_limits_never_open_the_breaker(kitchen: Kitchen) -> None:
    desk = kitchen.desk()
    for _ in range(9):
        fail_times(desk, 1, ModelBusy("429", 1.0))
        kitchen.later(1)
    assert desk.wait_for(START) == 0


# --- The breaker ---------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [ModelDown("500"), ModelSlow("late")])
def test_five_failures_in_a_row_stop_every_worker_for_a_minute(kitchen: Kitchen, error: Exception) -> None:
    desk, other = kitchen.desk(), kitchen.desk()
    fail_times(desk, 4, error)
    assert other.wait_for(START) == 0
    kitchen.later(1)
    fail_times(other, 1, error)
    assert desk.wait_for(START) == 60
    with pytest.raises(ModelBusy, match="left alone") as caught:
        desk.pay(an_entry(), never)
    assert caught.value.retry_after == 60.0


def test_an_answer_breaks_the_row_of_failures(kitchen: Kitchen) -> None:
    desk, other = kitchen.desk(), kitchen.desk()
    for _ in range(3):
        fail_times(desk, 4)
        kitchen.later(1)
        other.pay(an_entry(), a_soup)
    assert desk.wait_for(START) == 0


@pytest.mark.parametrize("error", [KeyRefused("401"), QuotaExhausted("402"), ModelMissing("404"), KeyError("bug")])
def test_what_is_no_failure_of_the_provider_never_opens_the_breaker(kitchen: Kitchen, error: Exception) -> None:
    desk = kitchen.desk()
    fail_times(desk, 9, error)
    assert desk.wait_for(START) == 0


def test_after_the_rest_one_probe_closes_the_breaker(kitchen: Kitchen) -> None:
    desk, other = kitchen.desk(), kitchen.desk()
    fail_times(desk, 5)
    kitchen.later(60)

    def call() -> tuple[str, int]:
        assert other.wait_for(START) == 5
        with pytest.raises(ModelBusy):
            other.pay(an_entry(), never)
        return a_soup()

    assert desk.pay(an_entry(), call) == "soup"
    assert desk.wait_for(START) == 0
    kitchen.later(0.5)
    assert other.pay(an_entry(), a_soup) == "soup"


def test_a_probe_that_fails_starts_the_rest_anew(kitchen: Kitchen) -> None:
    desk = kitchen.desk()
    fail_times(desk, 5)
    kitchen.later(60)
    fail_times(desk, 1)
    assert desk.wait_for(START) == 60


def test_a_provider_that_stays_down_is_waited_for_ten_minutes_and_no_longer(kitchen: Kitchen) -> None:
    desk = kitchen.desk()
    fail_times(desk, 5)
    for _ in range(9):
        kitchen.later(60)
        assert desk.wait_for(START) == 0
        fail_times(desk, 1)
        assert desk.wait_for(START) == 60
    kitchen.later(60)
    fail_times(desk, 1)
    for each in (desk, kitchen.desk()):
        with pytest.raises(ModelStaysDown, match="more than 600 s"):
            each.wait_for(START)


def test_after_a_long_outage_one_answer_makes_all_well(kitchen: Kitchen) -> None:
    desk = kitchen.desk()
    fail_times(desk, 5)
    for _ in range(10):
        kitchen.later(60)
        fail_times(desk, 1)
    kitchen.later(60)
    desk.pay(an_entry(), a_soup)
    fail_times(desk, 5)
    assert desk.wait_for(START) == 60


def test_an_outage_that_nobody_looked_at_for_long_is_waited_for_anew(kitchen: Kitchen) -> None:
    desk = kitchen.desk()
    fail_times(desk, 5)
    kitchen.later(86_400)
    fail_times(desk, 1)
    assert desk.wait_for(START) == 60


def test_a_probe_that_is_turned_away_shows_the_provider_alive(kitchen: Kitchen) -> None:
    desk = kitchen.desk()
    fail_times(desk, 5)
    kitchen.later(60)
    fail_times(desk, 1, ModelBusy("429", 3.0))
    assert desk.wait_for(START) == 3


def test_a_probe_that_never_came_to_call_leaves_its_place_to_another(kitchen: Kitchen) -> None:
    desk = kitchen.desk()
    fail_times(desk, 5)
    kitchen.later(60)
    with pytest.raises(BudgetSpent):
        desk.pay(an_entry(), never, budget_micros=1)
    assert desk.pay(an_entry(), a_soup) == "soup"


def test_the_probe_of_a_killed_worker_lapses(kitchen: Kitchen) -> None:
    desk, other = kitchen.desk(), kitchen.desk()
    fail_times(desk, 5)
    kitchen.later(60)
    with pytest.raises(SystemExit):
        desk.pay(an_entry(), failing_hard)
    with pytest.raises(ModelBusy):
        other.pay(an_entry(), never)
    kitchen.later(104)
    assert other.pay(an_entry(), a_soup) == "soup"


def failing_hard() -> tuple[str, int]:
    raise SystemExit


def test_a_late_failure_does_not_reopen_what_a_probe_has_closed(kitchen: Kitchen) -> None:
    slow, desk = kitchen.desk(), kitchen.desk()

    def late() -> tuple[str, int]:
        fail_times(desk, 5)
        kitchen.later(60)
        desk.pay(an_entry(), a_soup)
        raise ModelSlow("late")

    with pytest.raises(ModelSlow):
        slow.pay(an_entry(), late)
    assert slow.wait_for(START) == 0


def test_the_breaker_of_one_model_is_not_that_of_another(kitchen: Kitchen) -> None:
    fail_times(kitchen.desk(), 5)
    other = kitchen.desk(CHEF.model_copy(update={"name": "openai/artist"}))
    assert other.pay(an_entry(), a_soup) == "soup"


# --- Many at once --------------------------------------------------------------------------------


def test_one_desk_serves_many_threads(raced: Kitchen) -> None:
    desk = raced.desk(CHEF.model_copy(update={"limits": Limits(at_once=10)}))

    def pay(number: int) -> str | None:
        try:
            return desk.pay(an_entry(f"text-{number}-0-0"), a_soup, budget_micros=20_000)
        except BudgetSpent:
            return None

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(pay, range(60)))
    spent = raced.spending()
    assert spent.in_flight_micros == 0
    assert spent.settled_micros == 470 * sum(answer == "soup" for answer in answers) <= 20_000
    assert spent.settled_micros > 20_000 - 10 * 1_500 - 470


def test_of_many_workers_at_a_half_open_breaker_one_calls(raced: Kitchen) -> None:
    fail_times(raced.desk(), 5)
    raced.later(60)
    calls = []

    def call() -> tuple[str, int]:
        calls.append(1)
        raise ModelDown("still")

    def work(_: int) -> str:
        with pytest.raises((ModelBusy, ModelDown)) as caught:
            raced.desk().pay(an_entry(), call)
        return caught.typename

    with ThreadPoolExecutor(12) as pool:
        ends = list(pool.map(work, range(12)))
    assert len(calls) == ends.count("ModelDown") == 1
