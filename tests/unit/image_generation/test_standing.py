"""What may follow what, and as what a run ends."""

from typing import Any

import pytest

from brigade.errors import WrongMoment
from brigade.image_generation.generation import MOST_RUNS, Generation, Status
from brigade.image_generation.standing import (
    FOLLOWS,
    CancelScope,
    end_of,
    may_cancel,
    may_retry,
    require_open,
    require_retryable,
    to_cancel,
)
from tests.unit.image_generation.generations import NOON, UUID, a_generation, after


def test_every_status_is_in_the_table_and_ends_lead_nowhere_but_into_the_queue_again() -> None:
    assert set(FOLLOWS) == set(Status)
    assert {following for status in Status if status.is_end for following in FOLLOWS[status]} == {Status.PENDING}
    assert not FOLLOWS[Status.COMPLETED]


@pytest.mark.parametrize("status", [Status.PENDING, Status.PROCESSING])
def test_what_has_not_ended_may_be_cancelled_and_not_retried(status: Status) -> None:
    generation = a_generation(status=status)
    assert (may_cancel(generation), may_retry(generation)) == (True, False)
    require_open(generation)
    with pytest.raises(WrongMoment, match=status):
        require_retryable(generation, 0)


def test_what_shall_be_cancelled_is_not_offered_again() -> None:
    assert not may_cancel(a_generation(status=Status.PROCESSING, cancel_requested_at=NOON))


@pytest.mark.parametrize("status", [Status.FAILED, Status.CANCELLED])
def test_what_failed_or_was_cancelled_may_be_retried_and_not_cancelled(status: Status) -> None:
    generation = a_generation(status=status, ended_at=NOON)
    assert (may_cancel(generation), may_retry(generation)) == (False, True)
    require_retryable(generation, 0)
    with pytest.raises(WrongMoment, match=f"{status} already"):
        require_open(generation)


def test_the_last_run_is_not_retried() -> None:
    assert may_retry(a_generation(status=Status.FAILED, ended_at=NOON, run=MOST_RUNS - 2))
    last = a_generation(status=Status.FAILED, ended_at=NOON, run=MOST_RUNS - 1)
    assert not may_retry(last)
    with pytest.raises(WrongMoment, match="5 times"):
        require_retryable(last, MOST_RUNS - 1)


def of_two(**changes: Any) -> Generation:
    return a_generation(**{"status": Status.PROCESSING, "count": 2, "price": 8, **changes})


@pytest.mark.parametrize(
    ("generation", "wanted", "end"),
    [
        (of_two(stored=(0, 1)), Status.COMPLETED, Status.COMPLETED),
        (of_two(stored=(1,)), Status.COMPLETED, Status.COMPLETED),
        (of_two(stored=(1,)), Status.FAILED, Status.COMPLETED),
        (of_two(), Status.COMPLETED, Status.FAILED),
        (of_two(), Status.FAILED, Status.FAILED),
        (of_two(), Status.CANCELLED, Status.CANCELLED),
        (of_two(stored=(1,)), Status.CANCELLED, Status.CANCELLED),
        (of_two(stored=(1,), cancel_requested_at=NOON), Status.COMPLETED, Status.CANCELLED),
        (of_two(cancel_requested_at=NOON), Status.FAILED, Status.CANCELLED),
        (of_two(stored=(0, 1), cancel_requested_at=NOON), Status.CANCELLED, Status.COMPLETED),
        (of_two(stored=(1,), made_before=1, price=4), Status.COMPLETED, Status.FAILED),
        (of_two(stored=(1, 0), made_before=1, price=4), Status.FAILED, Status.COMPLETED),
    ],
)
def test_what_was_made_decides_how_it_ends(generation: Generation, wanted: Status, end: Status) -> None:
    assert end_of(generation, wanted) is end


def test_pictures_of_this_run_are_spent_and_no_others() -> None:
    again = of_two(count=5, price=12, made_before=2, stored=(0, 4, 1))
    assert (again.spent, again.made, again.made_now, again.to_make, again.missing) == (4, 3, 1, 3, [2, 3])


def test_only_the_run_that_ended_last_is_tried_again() -> None:
    with pytest.raises(WrongMoment, match="run 1 is not"):
        require_retryable(a_generation(status=Status.FAILED, ended_at=NOON, run=2), 1)


WAITS = a_generation(id=UUID(int=1))
LATER = a_generation(id=UUID(int=2), status=Status.PROCESSING, started_at=after(9))
FIRST = a_generation(id=UUID(int=3), status=Status.PROCESSING, started_at=after(5))
ASKED = a_generation(id=UUID(int=4), status=Status.PROCESSING, started_at=after(7), cancel_requested_at=after(8))


@pytest.mark.parametrize(
    ("scope", "meant"),
    [
        (CancelScope.PENDING, [WAITS]),
        (CancelScope.ALL, [WAITS, LATER, FIRST]),
        (CancelScope.ALL_BUT_CURRENT, [WAITS, LATER]),
    ],
)
def test_a_scope_means_what_it_says(scope: CancelScope, meant: list[Generation]) -> None:
    assert to_cancel([WAITS, LATER, FIRST, ASKED], scope) == meant


def test_where_nothing_is_in_work_all_but_the_current_are_all() -> None:
    assert to_cancel([WAITS], CancelScope.ALL_BUT_CURRENT) == [WAITS]
