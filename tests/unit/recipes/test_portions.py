"""Resizing what carries a miss."""

import pytest

from brigade.recipes.nutrition import Macros
from brigade.recipes.portions import LARGEST, SMALLEST, Range, resizing

CHICKEN: Macros = (248.0, 46.5, 0.0, 5.4)
RICE: Macros = (260.0, 4.8, 57.0, 0.5)
OIL: Macros = (119.0, 0.0, 0.0, 13.5)
PARSLEY: Macros = (1.0, 0.1, 0.2, 0.0)
DISH = [CHICKEN, RICE, OIL, PARSLEY]
FREE: Range = (None, None)


def sums(parts: list[Macros], change: dict[int, float]) -> list[float]:
    sized = [[value * change.get(index, 1.0) for value in part] for index, part in enumerate(parts)]
    return [sum(column) for column in zip(*sized, strict=True)]


def test_what_is_inside_stays_as_it_is() -> None:
    assert resizing(DISH, [(600, 700), (40, None), FREE, FREE]) == {}


def test_the_carrier_that_changes_least_is_resized() -> None:
    change = resizing(DISH, [(None, 600), FREE, FREE, FREE])
    assert change == {1: pytest.approx((260 - 28) / 260)}


def test_a_protein_that_is_short_comes_from_the_protein() -> None:
    change = resizing(DISH, [FREE, (60, None), FREE, FREE])
    assert change is not None
    assert list(change) == [0]
    assert sums(DISH, change)[1] == pytest.approx(60)


def test_fat_is_taken_from_the_oil() -> None:
    change = resizing(DISH, [FREE, FREE, FREE, (None, 14)])
    assert change is not None
    assert list(change) == [2]


def test_two_carriers_do_what_one_cannot() -> None:
    ranges: list[Range] = [(None, 628), (58, None), FREE, FREE]
    change = resizing(DISH, ranges)
    assert change is not None
    assert len(change) == 2
    kcal, protein, *_ = sums(DISH, change)
    assert kcal <= 628 + 1e-6
    assert protein >= 58 - 1e-6
    assert all(SMALLEST <= factor <= LARGEST for factor in change.values())


def test_the_whole_serving_shrinks_where_no_carrier_is_enough() -> None:
    parts: list[Macros] = [(100.0, 5.0, 10.0, 4.0)] * 8
    change = resizing(parts, [(None, 640), FREE, FREE, FREE])
    assert change is not None
    assert set(change.values()) == {0.8}
    assert len(change) == 8


def test_what_no_sane_resizing_reaches_is_left_to_the_writer() -> None:
    assert resizing(DISH, [(None, 200), FREE, FREE, FREE]) is None
    assert resizing(DISH, [FREE, (200, None), FREE, FREE]) is None


def test_a_nutrient_that_nothing_holds_cannot_be_resized_into_being() -> None:
    assert resizing([OIL], [FREE, (1, None), FREE, FREE]) is None


def test_nothing_can_be_made_of_nothing() -> None:
    assert resizing([], [(100, None), FREE, FREE, FREE]) is None


def test_a_garnish_is_never_what_is_resized() -> None:
    for limit in (620, 600, 560):
        change = resizing(DISH, [(None, limit), FREE, FREE, FREE])
        assert change is not None
        assert 3 not in change
