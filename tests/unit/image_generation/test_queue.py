"""How long one waits, and why nothing moves."""

import pytest

from brigade.image_generation.queue import paused, wait_seconds


@pytest.mark.parametrize(
    ("ahead", "at_once", "usual", "expected"),
    [(0, 3, 12.0, 12), (1, 3, 12.0, 24), (3, 3, 12.0, 24), (4, 3, 12.0, 36), (40, 1, 10.5, 431), (0, 1, None, 15)],
)
def test_the_wait_is_as_many_rounds_as_are_ahead_and_ones_own(
    ahead: int, at_once: int, usual: float | None, expected: int
) -> None:
    assert wait_seconds(ahead, at_once, usual) == expected


def test_while_nothing_is_made_no_wait_is_known() -> None:
    assert wait_seconds(0, 0, 12.0) is None


def test_the_queue_is_paused_while_every_provider_is_down() -> None:
    assert paused({"openai/a": True, "fal/b": True}) == (
        "Paused: no provider of pictures can be reached just now (openai/a, fal/b). What waits keeps its place."
    )


@pytest.mark.parametrize("down", [{}, {"openai/a": False}, {"openai/a": True, "fal/b": False}])
def test_it_goes_on_while_one_is_up(down: dict[str, bool]) -> None:
    assert paused(down) is None
