"""Resizing what carries a miss."""

import pytest
from pydantic import ValidationError

from brigade.recipes.nutrition import Macros
from brigade.recipes.portions import LARGEST, SMALLEST, Range, in_words, resized, resizing
from brigade.recipes.recipe import Draft
from tests.factories import a_draft

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


def test_what_has_to_grow_grows_as_little_as_it_can() -> None:
    assert resizing(DISH, [(660, None), FREE, FREE, FREE]) == {1: pytest.approx((260 + 32) / 260)}


def test_a_sum_on_the_very_edge_of_its_range_is_inside() -> None:
    assert resizing(DISH, [(628, 628), FREE, FREE, (None, 19.4)]) == {}


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


@pytest.mark.parametrize(("energy", "factor"), [((None, 600), 0.75), ((1064, None), 1.33)])
def test_the_whole_serving_changes_by_a_quarter_down_and_a_third_up_at_most(energy: Range, factor: float) -> None:
    parts: list[Macros] = [(100.0, 5.0, 10.0, 4.0)] * 8
    low, high = energy
    beyond = (low + 1 if low else None, high - 1 if high else None)
    assert resizing(parts, [energy, FREE, FREE, FREE]) == dict.fromkeys(range(8), pytest.approx(factor))
    assert resizing(parts, [beyond, FREE, FREE, FREE]) is None


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


def test_a_garnish_is_not_resized_where_it_alone_would_be_enough() -> None:
    change = resizing(DISH, [(None, 627.7), FREE, FREE, (19.4, 19.4)])
    assert change is not None
    assert 3 not in change


def a_list(*lines: tuple[str, float, str, float | None]) -> Draft:
    known = [{"name": name, "amount": amount, "unit": unit, "grams": grams} for name, amount, unit, grams in lines]
    return a_draft(ingredients=known)


def amounts(draft: Draft) -> list[tuple[float, float | None]]:
    return [(line.amount, line.grams) for line in draft.ingredients]


def test_a_resized_line_changes_in_amount_and_grams_and_no_other_does() -> None:
    draft = a_list(("bulgur", 120, "g", 120), ("olive oil", 2, "tbsp", 27), ("stock", 1.5, "cup", None))
    assert amounts(resized(draft, {0: 0.6, 2: 1.11})) == [(72, 72), (2, 27), (1.67, None)]


@pytest.mark.parametrize(
    ("amount", "grams", "factor", "expected"),
    [(3, 150, 0.7, (2, 100)), (1, 50, 1.3, (1.25, 62.5)), (0.25, 12, 0.5, (0.25, 12)), (2, None, 0.6, (1.25, None))],
)
def test_counted_things_are_resized_in_quarters_and_never_to_nothing(
    amount: float, grams: float | None, factor: float, expected: tuple[float, float | None]
) -> None:
    for unit in ("piece", "slice", "clove"):
        draft = a_list(("eggs", amount, unit, grams), ("salt", 1, "g", 1))
        assert amounts(resized(draft, {0: factor})) == [expected, (1, 1)]


def test_nothing_is_resized_beyond_what_a_recipe_may_hold() -> None:
    with pytest.raises(ValidationError):
        resized(a_list(("water", 4000, "ml", 4000), ("salt", 1, "g", 1)), {0: 1.5})


def test_a_resizing_is_told_line_by_line_or_of_the_whole() -> None:
    assert in_words(a_draft(), {1: 0.6, 0: 1.1}) == [
        "chicken breast resized to 110% to keep the limits", "bulgur resized to 60% to keep the limits",
    ]  # fmt: skip
    assert in_words(a_draft(), dict.fromkeys(range(3), 0.8)) == ["portions resized to 80% to keep the limits"]
    assert len(in_words(a_draft(), {0: 0.8, 1: 0.8, 2: 0.9})) == 3
