"""Generations and what they cost, in a real PostgreSQL."""

from typing import Any
from uuid import uuid4

import pytest
from psycopg import Connection

from brigade.errors import Conflict, NotEnoughCredits, NotFound, RateLimitExceeded, WrongMoment
from brigade.image_generation.generation import MOST_RUNS, Status, Wish
from brigade.image_generation.history import HistoryQuery
from brigade.image_generation.queue import MOST_OPEN
from brigade.image_generation.request import Subject
from brigade.image_generation.standing import CancelScope
from tests.io.image_generation.till import DOWN, Till
from tests.unit.image_generation.generations import ADA, BOB, NOON, a_submission, after, an_order


@pytest.fixture
def till(db: Connection[Any]) -> Till:
    """With 20 credits of Ada's."""
    made = Till(db)
    made.give(20)
    return made


def test_a_submitted_generation_waits_and_its_price_is_reserved(till: Till) -> None:
    wish, subject = Wish(prompt="a fig tart", references=("references/1",)), Subject(type="recipe", id="7")
    made = till.submit(wish=wish, subject=subject, count=2, price=8)
    assert (made.status, made.run, made.price, made.wish, made.subject) == (Status.PENDING, 0, 8, wish, subject)
    assert (made.created_at, made.queued_at, made.deadline) == (NOON, NOON, after(3600))
    assert till.balance() == 12


def test_many_are_submitted_and_paid_together(till: Till) -> None:
    orders = [an_order(price=5) for _ in range(4)]
    made = till.generations.submit(a_submission(*orders))
    assert [each.id for each in made] == [order.id for order in orders]
    assert till.balance() == 0


def test_where_credits_are_missing_nothing_is_submitted(till: Till) -> None:
    orders = [an_order(price=7) for _ in range(3)]
    with pytest.raises(NotEnoughCredits) as refused:
        till.generations.submit(a_submission(*orders))
    assert (refused.value.required, refused.value.balance, refused.value.missing) == (21, 20, 1)
    assert till.balance() == 20
    assert till.generations.find(orders[0].id) is None


def test_who_never_had_credits_has_none(till: Till) -> None:
    with pytest.raises(NotEnoughCredits) as refused:
        till.generations.submit(a_submission(owner=BOB))
    assert (refused.value.balance, refused.value.missing) == (0, 4)


def test_a_repeated_submission_gives_the_same_and_costs_nothing(till: Till) -> None:
    asked = a_submission(an_order(), an_order())
    assert till.generations.submit(asked) == till.generations.submit(asked)
    assert till.balance() == 12


def test_the_same_ids_for_another_request_are_a_conflict(till: Till) -> None:
    first, second = an_order(), an_order()
    till.generations.submit(a_submission(first))
    with pytest.raises(Conflict):
        till.generations.submit(a_submission(first, second, digest=bytes([1] * 32)))
    assert till.generations.find(second.id) is None
    assert till.balance() == 16


def test_one_user_has_a_bounded_share_of_the_queue(till: Till) -> None:
    till.give(MOST_OPEN)
    for _ in range(MOST_OPEN // 20):
        till.generations.submit(a_submission(*[an_order(price=1) for _ in range(20)]))
    with pytest.raises(RateLimitExceeded):
        till.submit(price=1)
    assert till.balance() == 20


def test_a_generation_is_its_owners_alone(till: Till) -> None:
    made = till.submit()
    assert till.generations.get(ADA, made.id) == made
    for id in (made.id, uuid4()):
        with pytest.raises(NotFound):
            till.generations.get(BOB, id)
    with pytest.raises(NotFound):
        till.generations.cancel(BOB, made.id, NOON)


def test_who_wakes_it_twice_finds_it_in_work(till: Till) -> None:
    made = till.submit()
    begun = till.begin(made)
    assert begun is not None
    assert (begun.status, begun.started_at, begun.deadline) == (Status.PROCESSING, after(60), after(600))
    assert till.begin(made) == begun


def test_nobody_begins_what_ended_or_waits_in_another_run(till: Till) -> None:
    made = till.submit()
    assert till.begin(made, run=1) is None
    till.generations.cancel(ADA, made.id, NOON)
    assert till.begin(made) is None
    assert till.generations.begin(uuid4(), 0, now=NOON, deadline=NOON, picture_seconds=1) is None


def test_what_is_made_is_spent(till: Till) -> None:
    made = till.in_work(count=2, price=8)
    for position in (1, 0):
        till.generations.storing(made.id, 0, position)
        assert till.generations.stored(made.id, 0, position)
    ended = till.settle(made, Status.COMPLETED)
    assert ended is not None
    assert (ended.status, ended.made, ended.missing, ended.ended_at) == (Status.COMPLETED, 2, [], after(90))
    assert till.kinds() == [("grant", 20), ("reserve", -8), ("settle", 0)]


def test_of_what_is_made_in_part_the_rest_is_given_back(till: Till) -> None:
    made = till.in_work(count=3, price=12)
    till.generations.stored(made.id, 0, 2)
    ended = till.settle(made, Status.FAILED)
    assert ended is not None
    assert (ended.status, ended.missing, ended.error_code) == (Status.COMPLETED, [0, 1], None)
    assert till.kinds()[-1] == ("settle", 8)


def test_what_fails_is_given_back_with_a_reason(till: Till) -> None:
    made = till.in_work()
    ended = till.settle(made, Status.FAILED)
    assert ended is not None
    assert (ended.status, ended.error_code, ended.error_text) == (Status.FAILED, DOWN.code, DOWN.text)
    assert till.kinds()[-1] == ("refund", 4)
    assert till.balance() == 20


def test_only_the_first_end_counts(till: Till) -> None:
    made = till.in_work()
    first = till.settle(made, Status.FAILED)
    assert till.settle(made, Status.COMPLETED) == first
    assert till.balance() == 20


def test_a_picture_that_comes_after_the_end_is_not_kept(till: Till) -> None:
    made = till.in_work(count=2, price=8)
    assert till.generations.stored(made.id, 0, 0)
    till.settle(made, Status.FAILED)
    assert not till.generations.stored(made.id, 0, 1)
    assert till.generations.stored(made.id, 0, 0)  # a repeat of what was kept in time


def test_a_picture_out_of_the_row_is_not_kept(till: Till) -> None:
    made = till.in_work()
    assert not till.generations.stored(made.id, 0, 1)


def test_a_picture_that_comes_again_is_counted_once(till: Till) -> None:
    made = till.in_work(count=2, price=8)
    for _ in range(2):
        till.generations.storing(made.id, 0, 1)
        assert till.generations.stored(made.id, 0, 1)
        till.generations.storing(made.id, 0, 1)
    held = till.generations.find(made.id)
    assert held is not None
    assert (held.stored, held.storing) == ((1,), ())


def test_what_waits_is_cancelled_at_once_and_given_back(till: Till) -> None:
    made = till.submit()
    assert till.generations.cancel(ADA, made.id, NOON).status is Status.CANCELLED
    assert till.balance() == 20
    with pytest.raises(WrongMoment, match="cancelled already"):
        till.generations.cancel(ADA, made.id, NOON)


def test_what_is_in_work_is_asked_to_end_and_ends_as_cancelled(till: Till) -> None:
    made = till.in_work(count=2, price=8)
    till.generations.stored(made.id, 0, 0)
    asked = till.generations.cancel(ADA, made.id, after(70))
    assert (asked.status, asked.cancel_requested_at) == (Status.PROCESSING, after(70))
    assert till.generations.cancel(ADA, made.id, after(80)) == asked
    ended = till.settle(made, Status.COMPLETED)
    assert ended is not None
    assert (ended.status, ended.made) == (Status.CANCELLED, 1)
    assert till.kinds()[-1] == ("settle", 4)


def test_cancelling_one_leaves_the_others(till: Till) -> None:
    first, second = till.submit(), till.submit()
    till.generations.cancel(ADA, first.id, NOON)
    held = till.generations.find(second.id)
    assert held == second


def test_all_pending_are_cancelled_in_one_go(till: Till) -> None:
    current, waiting = till.in_work(), till.submit()
    till.give(4, BOB)
    other = till.generations.submit(a_submission(owner=BOB))[0]
    assert [each.id for each in till.generations.cancel_many(ADA, CancelScope.PENDING, NOON)] == [waiting.id]
    assert till.generations.cancel_many(ADA, CancelScope.ALL_BUT_CURRENT, NOON) == []
    assert till.generations.find(current.id) == current
    assert till.generations.find(other.id) == other
    assert till.balance() == 16


def test_what_failed_is_tried_again_at_todays_price(till: Till) -> None:
    made = till.in_work()
    till.settle(made, Status.FAILED)
    again = till.retry(made, picture_price=6)
    assert (again.status, again.run, again.price, again.error_code) == (Status.PENDING, 1, 6, None)
    assert (again.queued_at, again.started_at, again.ended_at) == (after(120), None, None)
    assert till.balance() == 14
    assert till.retry(made, picture_price=6) == again
    assert till.balance() == 14


def test_a_retry_makes_and_pays_only_what_is_missing(till: Till) -> None:
    made = till.in_work(count=3, price=12)
    till.generations.stored(made.id, 0, 1)
    till.generations.cancel(ADA, made.id, NOON)
    till.settle(made, Status.CANCELLED)
    again = till.retry(made)
    assert (again.price, again.missing, again.made_before) == (8, [0, 2], 1)
    till.begin(again, run=1)
    till.generations.stored(made.id, 1, 0)
    ended = till.settle(again, Status.COMPLETED, run=1)
    assert ended is not None
    assert (ended.status, ended.made, ended.spent) == (Status.COMPLETED, 2, 4)
    assert till.kinds()[-2:] == [("reserve", -8), ("settle", 4)]


def test_a_late_end_of_an_earlier_run_ends_nothing(till: Till) -> None:
    made = till.in_work()
    till.settle(made, Status.FAILED)
    again = till.retry(made)
    assert till.settle(made, Status.COMPLETED, run=0) == again
    assert not till.generations.stored(made.id, 0, 0)


def test_what_waits_or_is_done_is_not_tried_again(till: Till) -> None:
    made = till.submit()
    with pytest.raises(WrongMoment, match="pending"):
        till.retry(made)
    till.begin(made)
    till.generations.stored(made.id, 0, 0)
    till.settle(made, Status.COMPLETED)
    with pytest.raises(WrongMoment, match="completed"):
        till.retry(made)


def test_a_retry_without_credits_leaves_things_as_they_were(till: Till) -> None:
    made = till.in_work()
    failed = till.settle(made, Status.FAILED)
    with pytest.raises(NotEnoughCredits):
        till.retry(made, picture_price=21)
    assert till.generations.find(made.id) == failed


def test_retries_are_bounded(till: Till) -> None:
    made = till.in_work()
    till.settle(made, Status.FAILED)
    for run in range(MOST_RUNS - 1):
        till.settle(till.retry(made, run), Status.FAILED, run + 1)
    with pytest.raises(WrongMoment, match=f"{MOST_RUNS} times"):
        till.retry(made, MOST_RUNS - 1)
    assert till.balance() == 20


def test_the_history_is_the_owners_newest_first_and_in_pages(till: Till) -> None:
    made = [till.generations.submit(a_submission(an_order(price=1), at=after(second)))[0] for second in range(5)]
    till.give(4, BOB)
    till.generations.submit(a_submission(owner=BOB))
    found = till.generations.history(ADA, HistoryQuery(limit=2))
    assert found == made[:1:-1]
    assert till.generations.history(ADA, HistoryQuery(limit=3, after=found[1].id)) == made[2::-1]


def test_the_history_is_searched_by_words_and_by_status(till: Till) -> None:
    tart = till.submit(wish=Wish(prompt="A 100% butter tart"))
    soup = till.submit(wish=Wish(prompt="Pea soup"))
    done = till.generations.cancel(ADA, soup.id, NOON)
    assert till.generations.history(ADA, HistoryQuery(text="TART")) == [tart]
    assert till.generations.history(ADA, HistoryQuery(text="0% b")) == [tart]
    assert till.generations.history(ADA, HistoryQuery(text="_")) == []
    assert till.generations.history(ADA, HistoryQuery(status=Status.CANCELLED)) == [done]


def test_another_users_generation_is_no_place_in_the_history(till: Till) -> None:
    till.give(4, BOB)
    foreign = till.generations.submit(a_submission(owner=BOB))[0]
    till.submit()
    assert till.generations.history(ADA, HistoryQuery(after=foreign.id)) == []
