"""The shortest time a provider's answers could have taken."""

import pytest

from local.demo.critical_path import Bucket, critical_path, of_journal

FREE = Bucket(None)


def test_nothing_asked_takes_no_time() -> None:
    assert critical_path([], [], text=FREE, image=FREE) == 0


def test_without_limits_the_longest_text_and_its_picture_decide() -> None:
    assert critical_path([[2.0], [5.0], [3.0]], [10.0, 10.0, 10.0], text=FREE, image=FREE) == 15.0


def test_corrections_follow_one_another() -> None:
    assert critical_path([[2.0, 3.0], [4.0]], [], text=FREE, image=FREE) == 5.0


def test_the_longest_pictures_are_taken_for_the_earliest_texts() -> None:
    assert critical_path([[1.0], [5.0]], [10.0, 2.0], text=FREE, image=FREE) == 11.0


def test_a_picture_that_was_tried_again_comes_after_the_first() -> None:
    assert critical_path([[1.0]], [10.0, 10.0], text=FREE, image=FREE) == 21.0


def test_calls_beyond_a_minute_s_allowance_wait_for_the_refill() -> None:
    two_a_minute = Bucket(2)
    assert [two_a_minute.earliest(nth) for nth in (1, 2, 3, 4)] == [0, 0, 30, 60]
    assert critical_path([[1.0]] * 3, [10.0] * 3, text=FREE, image=two_a_minute) == 40.0


def test_texts_are_limited_too() -> None:
    assert critical_path([[1.0]] * 3, [], text=Bucket(1), image=FREE) == 121.0


def test_no_order_of_asking_beats_the_bound_by_hand() -> None:
    texts, images = [[4.0], [1.0, 1.0], [2.0]], [3.0, 3.0, 3.0]
    assert critical_path(texts, images, text=FREE, image=FREE) == 7.0


def call(kind: str, at: float, seconds: float, **more: object) -> dict[str, object]:
    return {"kind": kind, "at": at, "seconds": seconds, "status": 200, "prompt_hash": f"{kind}{at}", **more}


def test_a_journal_s_calls_for_one_recipe_are_a_chain() -> None:
    journal = [
        call("text", 0, 2.0, subject="soup"),
        call("text", 3, 1.5, subject="soup"),
        call("text", 0, 1.0, subject="pie"),
        call("image", 9, 10.0),
    ]
    assert of_journal(journal, text=FREE, image=FREE) == pytest.approx(11.0)


def test_calls_that_the_rate_limit_turned_away_are_no_part_of_the_work() -> None:
    journal = [call("text", 0, 2.0), call("text", 1, 0.05, status=429)]
    assert of_journal(journal, text=FREE, image=FREE) == 2.0
