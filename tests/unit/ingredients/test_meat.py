"""Meat as recipes mean it."""

import pytest

from brigade.ingredients.reading import read_line
from brigade.ingredients.resolving import Resolved, line_of, resolve


def resolved(text: str) -> Resolved:
    return resolve(read_line(text))


def described(text: str) -> str:
    found = resolved(text).match
    return found.food.description if found else "unknown"


@pytest.mark.parametrize(
    ("text", "bird"),
    [
        ("1 (4 pound) chicken", "whole chicken"), ("1 chicken, cut into 8 pieces", "whole chicken"),
        ("12 lb turkey", "whole turkey"), ("1 4-pound chicken, skinned", "skinless whole chicken"),
        ("2 kg bone-in, skin-on chicken", "whole chicken"),
    ],
)  # fmt: skip
def test_what_weighs_as_much_as_a_bird_is_one(text: str, bird: str) -> None:
    assert resolved(text).line.name == bird


@pytest.mark.parametrize("text", ["1 lb chicken", "500 g chicken, cut into strips", "4 lb boneless chicken", "chicken"])
def test_less_is_a_part_of_it(text: str) -> None:
    assert "whole" not in resolved(text).line.name


def test_grams_that_a_writer_states_are_of_no_bird() -> None:
    assert resolve(line_of("chicken", 1, "piece", 1800)).line.name == "chicken"


def test_meat_trimmed_of_its_fat_is_lean() -> None:
    assert "separable lean and fat" in described("2 lb beef chuck roast")
    assert "separable lean only" in described("2 lb beef chuck roast, trimmed of fat")
    assert "separable lean only" in described("2 lb beef chuck roast, trimmed of all visible fat")


def test_cups_of_meat_in_pieces_are_cooked() -> None:
    assert "cooked" in described("2 cups shredded chicken")
    assert "cooked" not in described("2 cups raw chicken, diced")
    assert "cooked" not in described("1 lb chicken breast, diced")
