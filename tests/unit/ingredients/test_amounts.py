"""Numbers as recipes write them."""

import pytest

from brigade.ingredients.amounts import amount_at, plain_numbers


def amount_of(text: str) -> float | None:
    found = amount_at(plain_numbers(text))
    return found and found[0]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2", 2), ("1.5", 1.5), (".5", 0.5), ("1,5", 1.5), ("0,125", 0.125), ("1,000", 1000), ("12,500", 12500),
        ("1/2", 0.5), ("1 1/2", 1.5), ("1-1/2", 1.5), ("1 and 1/2", 1.5), ("1 & 1/2", 1.5), ("3/4", 0.75),
        ("½", 0.5), ("1½", 1.5), ("1 ½", 1.5), ("⅓", 1 / 3), ("2⅞", 2.875), ("1 ⁄ 2", 0.5), ("1⁄4", 0.25),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(text: str, amount: float) -> None:
    assert amount_of(text) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2-3", 2.5), ("2 - 3", 2.5), ("10 – 12", 11), ("2 to 3", 2.5), ("1/2 to 1", 0.75), ("1-1 1/2", 1.25),
        ("½–1", 0.75), ("3 1/2 – 4", 3.75), ("2 or 3", 2.5), ("one or two", 1.5), ("~5 – 6", 5.5), ("1/2-3/4", 0.625),
    ],
)  # fmt: skip
def test_a_range_is_its_middle(text: str, amount: float) -> None:
    assert amount_of(text) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("one egg", 1), ("An apple", 1), ("a plum", 1), ("half an onion", 0.5), ("half a lemon", 0.5),
        ("½ a lime", 0.5), ("a dozen eggs", 12), ("2 dozen eggs", 24), ("half a dozen eggs", 6),
        ("a couple of figs", 2), ("a few figs", 3), ("1 and a half cups", 1.5), ("quarter cup", 0.25),
        ("Twelve prunes", 12),
    ],
)  # fmt: skip
def test_a_number_may_be_a_word(text: str, amount: float) -> None:
    assert amount_of(text) == pytest.approx(amount)


@pytest.mark.parametrize("text", ["about 4", "approx. 4", "Approximately 4", "~4", "around 4", "up to 4", "ca. 4"])
def test_about_a_number_is_that_number(text: str) -> None:
    assert amount_of(text) == 4


@pytest.mark.parametrize("text", ["", "eggs", "2% milk", "70 % chocolate", "half-and-half", "half and half", "1234567"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert amount_of(text) is None


def test_what_follows_the_amount_is_given_back() -> None:
    assert amount_at("1 1/2 cups flour") == (1.5, " cups flour")


def test_nothing_is_divided_by_zero() -> None:
    assert amount_at("1/0 cup") == (1, "/0 cup")
