"""Places in the queue, how long it takes, and what the sweep finds, in a real PostgreSQL."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import Connection

from brigade.image_generation.generation import Generation, Status
from brigade.image_generation.standing import CancelScope
from brigade_io.image_generation.queue_store import QueueStore
from tests.io.image_generation.till import Till
from tests.unit.image_generation.generations import ADA, BOB, NOON, a_submission, after, an_order


@pytest.fixture
def till(db: Connection[Any]) -> Till:
    made = Till(db)
    made.give(1000)
    made.give(1000, BOB)
    return made


@pytest.fixture
def queue(till: Till) -> QueueStore:
    return QueueStore(till.db)


def waiting(till: Till, seconds: float, owner: UUID = ADA) -> Generation:
    """One that waits since then."""
    return till.generations.submit(a_submission(an_order(), owner=owner, at=after(seconds)))[0]


def test_forty_of_one_user_and_one_of_another_have_their_places(till: Till, queue: QueueStore) -> None:
    own = [waiting(till, seconds) for seconds in range(40)]
    other = waiting(till, 20.5, BOB)
    places = queue.places([each.id for each in own])
    assert [places[each.id] for each in own] == [*range(1, 22), *range(23, 42)]
    assert queue.places([other.id]) == {other.id: 22}


def test_a_place_counts_all_who_came_before_however_long_ago(till: Till, queue: QueueStore) -> None:
    """Also after many of them have gone."""
    early = [waiting(till, minute * 60) for minute in range(6)]
    late = [waiting(till, 3600 + number) for number in range(4)]
    assert queue.places([late[3].id]) == {late[3].id: 10}
    till.generations.cancel_many(ADA, CancelScope.PENDING, NOON)
    last = waiting(till, 3700)
    assert queue.places([last.id, *(each.id for each in early)]) == {last.id: 1}
    assert queue.figures(NOON).pending == 1


def test_what_was_asked_for_at_once_waits_in_the_order_in_which_it_was_asked_for(till: Till, queue: QueueStore) -> None:
    made = till.generations.submit(a_submission(*[an_order() for _ in range(5)]))
    assert queue.places([each.id for each in made]) == {each.id: place for place, each in enumerate(made, 1)}


def test_whoever_is_cancelled_or_in_work_has_no_place_and_the_others_move_up(till: Till, queue: QueueStore) -> None:
    first, second, third = (waiting(till, seconds) for seconds in range(3))
    till.begin(first)
    till.generations.cancel(ADA, second.id, NOON)
    assert queue.places([first.id, second.id, third.id, uuid4()]) == {third.id: 1}


def test_a_retry_waits_at_the_end(till: Till, queue: QueueStore) -> None:
    first, second = waiting(till, 0), waiting(till, 1)
    till.settle(first, Status.FAILED)
    again = till.retry(first)
    assert queue.places([again.id, second.id]) == {second.id: 1, again.id: 2}


def test_who_holds_half_of_the_places_lets_others_go_first(till: Till, queue: QueueStore) -> None:
    own = [waiting(till, seconds) for seconds in range(6)]
    others = [waiting(till, 10 + seconds, BOB) for seconds in range(2)]
    assert [each.id for each in queue.next(4)] == [each.id for each in own[:4]]  # nobody waits for an empty place
    for each in own[:2]:
        till.begin(each)
    assert [each.id for each in queue.next(4)] == [each.id for each in others]
    assert [each.id for each in queue.next(6)] == [*(each.id for each in own[2:6])]
    till.generations.cancel_many(BOB, CancelScope.ALL, NOON)
    assert [each.id for each in queue.next(4)] == [each.id for each in own[2:4]]
    assert queue.next(1) == []


def test_an_empty_queue_knows_no_times(queue: QueueStore) -> None:
    figures = queue.figures(NOON)
    assert (figures.pending, figures.processing) == (0, 0)
    assert (figures.average_wait_seconds, figures.generation_seconds, figures.picture_seconds) == (None, None, None)


def test_figures_are_of_what_was_completed_lately(till: Till, queue: QueueStore) -> None:
    """All wait 60 s and take 30 s; of seven pictures three are made at once, so that there are three rounds."""
    for count in (1, 1, 7):
        made = till.in_work(count=count)
        till.generations.stored(made.id, 0, 0)
        till.settle(made, Status.COMPLETED)
    till.submit()
    till.in_work()
    figures = queue.figures(after(120))
    assert (figures.pending, figures.processing, figures.average_wait_seconds) == (1, 1, 60)
    assert (figures.generation_seconds, figures.picture_seconds) == (30, 30)
    assert queue.figures(after(2 * 24 * 3600)).picture_seconds is None


def test_whatever_is_beyond_its_deadline_is_found(till: Till, queue: QueueStore) -> None:
    waits, works = till.submit(), till.in_work()
    assert queue.overdue(after(599), 10) == []
    assert queue.overdue(after(600), 10) == [works]
    assert queue.overdue(after(3600), 10) == [works, waits]
    till.settle(works, Status.FAILED)
    assert queue.overdue(after(3600), 10) == [waits]


def test_what_is_in_work_for_a_while_is_found(till: Till, queue: QueueStore) -> None:
    till.submit()
    works = till.in_work()
    assert queue.in_work(after(59), 10) == []
    assert queue.in_work(after(60), 10) == [works]
