"""A prompt said more gently."""

import pytest

from brigade.images.prompt import image_prompt
from brigade.images.softening import softened
from tests.unit.images.factories import a_brief


@pytest.mark.parametrize(
    ("harsh", "gentle"),
    [
        ("Bloody Mary shrimp", "spiced tomato shrimp"),
        ("blood orange salad", "red orange salad"),
        ("Chicken Breasts with naked barley", "chicken fillets with plain barley"),
        ("a shot of espresso", "a small glass of espresso"),
        ("extra-virgin oil", "cold-pressed oil"),
        ("devilled eggs", "spicy eggs"),
    ],
)
def test_words_that_a_policy_may_take_for_something_else_are_others(harsh: str, gentle: str) -> None:
    assert softened(harsh) == gentle


@pytest.mark.parametrize("plain", ["seaweed", "shotgun-free", "cassata", "button mushrooms", "buttermilk"])
def test_parts_of_words_stay(plain: str) -> None:
    assert softened(plain).replace("small glass", "") == plain.replace("small glass", "")


def test_it_is_said_as_gently_as_can_be_at_once() -> None:
    once = softened("bloody chicken breasts, drunken butt, jerk bombs")
    assert softened(once) == once


def test_a_prompt_of_the_house_keeps_its_rules() -> None:
    prompt = softened(image_prompt(a_brief()))
    assert prompt.endswith("No text, no letters, no watermark, no people, no hands.")
