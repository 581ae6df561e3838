"""How far a generation is: a number that never falls, words, and the time left."""

from typing import Any

import pytest

from brigade.image_generation.generation import Generation, Status
from brigade.image_generation.progress import progress, seconds_left, step
from tests.unit.image_generation.generations import NOON, a_generation, after


def in_work(**changes: Any) -> Generation:
    """Begun at noon; a picture is expected to take ten seconds."""
    begun = {"status": Status.PROCESSING, "started_at": NOON, "picture_seconds": 10.0}
    return a_generation(**{**begun, **changes})


def test_what_waits_has_come_nowhere() -> None:
    assert progress(a_generation(), after(500)) == 0


@pytest.mark.parametrize(("seconds", "expected"), [(0, 5), (0.01, 10), (6, 60), (10, 74), (60, 89), (1000, 90)])
def test_a_picture_under_way_nears_ninety(seconds: float, expected: int) -> None:
    """After 6 s, 0.6 of what was expected: 10 + 80 * (1 - 1/e) = 60.6; after 10 s 10 + 80 * (1 - e^(-5/3)) = 74.9."""
    assert progress(in_work(), after(seconds)) == expected


def test_one_that_has_come_is_at_ninety_five_and_done_at_a_hundred() -> None:
    assert progress(in_work(storing=(0,)), after(3)) == 95
    assert progress(in_work(stored=(0,)), after(3)) == 99  # its end is still to be written
    assert progress(in_work(status=Status.COMPLETED, stored=(0,), ended_at=after(4)), after(9)) == 100


def test_progress_is_the_mean_of_the_pictures_whose_turn_comes_three_at_a_time() -> None:
    """Two are done, one has come, and the fourth is begun after ten seconds: (100 + 100 + 95 + 5) / 4."""
    four = in_work(count=4, price=16, stored=(0, 2), storing=(1,))
    assert progress(four, after(10)) == 75
    assert progress(four, after(16)) == 88  # the fourth is at 60.6


def test_pictures_of_an_earlier_run_do_not_count() -> None:
    again = in_work(count=3, price=8, run=1, made_before=1, stored=(1,))
    assert progress(again, after(0)) == 5
    assert progress(again.model_copy(update={"stored": (1, 0)}), after(0)) == 52


def test_progress_never_falls_whatever_comes_in_which_order() -> None:
    count, come = 7, [(4, 3), (9, 0), (12, 2), (30, 1), (31, 6), (32, 5), (90, 4)]
    storing: tuple[int, ...] = ()
    stored: tuple[int, ...] = ()
    seen, made = [], in_work(count=count, price=28)
    for second, position in come:
        seen += [progress(made, after(second - 0.5))]
        storing += (position,)
        seen += [progress(made.model_copy(update={"storing": storing}), after(second))]
        stored, storing = (*stored, position), storing[:-1]
        made = made.model_copy(update={"stored": stored})
        seen += [progress(made, after(second + 0.4))]
    ended = made.model_copy(update={"status": Status.COMPLETED, "ended_at": after(95)})
    seen += [progress(ended, after(95))]
    assert seen == sorted(seen)
    assert seen[-1] == 100


def test_what_failed_stays_where_it_was() -> None:
    made = in_work()
    failed = made.model_copy(update={"status": Status.FAILED, "ended_at": after(6)})
    assert progress(made, after(6)) == progress(failed, after(6)) == progress(failed, after(600)) == 60


def test_what_was_cancelled_before_it_began_came_nowhere() -> None:
    assert progress(a_generation(status=Status.CANCELLED, ended_at=after(5)), after(9)) == 0


def test_without_experience_a_picture_takes_fifteen_seconds() -> None:
    assert progress(in_work(picture_seconds=None), after(9)) == 60


# --- The time left -------------------------------------------------------------------------------


def test_the_time_left_is_that_of_the_rounds_and_of_storing() -> None:
    assert seconds_left(in_work(), after(4)) == 8
    assert seconds_left(in_work(count=4, price=16), after(4)) == 18
    assert seconds_left(in_work(count=4, price=4, made_before=3, stored=(0, 1, 2)), after(4)) == 8


def test_what_takes_longer_than_expected_is_not_promised_anything() -> None:
    assert seconds_left(in_work(), after(12)) is None


def test_what_waits_has_its_wait_left_and_what_has_ended_nothing() -> None:
    assert seconds_left(a_generation(), NOON, wait=30) == 30
    assert seconds_left(a_generation(), NOON) is None
    assert seconds_left(in_work(status=Status.FAILED, ended_at=after(1)), after(2)) is None


# --- In words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("generation", "words"),
    [
        (a_generation(), "Waiting in the queue, place 3"),
        (in_work(), "Generating"),
        (in_work(count=4, price=16, stored=(2,)), "Generating: 1 of 4 are done"),
        (in_work(count=4, price=16, stored=(2,), storing=(0,)), "Generating: 1 of 4 are done"),
        (in_work(storing=(0,)), "Storing"),
        (in_work(count=2, price=8, stored=(1,), storing=(0,)), "Storing"),
        (in_work(cancel_requested_at=after(1)), "Cancelling: what is under way comes to its end"),
        (in_work(status=Status.COMPLETED, stored=(0,), ended_at=after(9)), "Complete"),
        (in_work(status=Status.COMPLETED, count=2, price=8, stored=(0,), ended_at=after(9)),
         "Complete: 1 of 2 pictures could be made"),
        (in_work(status=Status.FAILED, ended_at=after(9)), "Failed"),
        (a_generation(status=Status.CANCELLED, ended_at=after(9)), "Cancelled"),
    ],
)  # fmt: skip
def test_a_step_says_where_it_is(generation: Generation, words: str) -> None:
    assert step(generation, 3) == words


def test_a_place_that_is_not_known_is_not_told() -> None:
    assert step(a_generation()) == "Waiting in the queue"
