"""What a provider is asked for a wish, and what its picture is called."""

from fractions import Fraction

import pytest

from brigade.image_generation.composing import LOOKS, SIZES, alt_text, asked_for, composed
from brigade.image_generation.generation import Wish
from brigade.image_generation.request import AspectRatio, Quality, Style


@pytest.mark.parametrize("ratio", AspectRatio)
def test_a_size_is_exactly_of_its_ratio_and_as_models_make_it(ratio: AspectRatio) -> None:
    width, height = SIZES[ratio]
    assert Fraction(width, height) == Fraction(ratio.replace(":", "/"))
    assert width % 16 == height % 16 == 0
    assert 0.9e6 < width * height < 1.1e6


@pytest.mark.parametrize("style", Style)
def test_a_prompt_is_told_how_its_style_looks(style: Style) -> None:
    assert composed(Wish(prompt="a fig tart", style=style)) == f"a fig tart\n\nStyle: {LOOKS[style]}."


def test_no_two_styles_look_alike() -> None:
    assert len(set(LOOKS.values())) == len(Style)


def test_a_verbatim_prompt_is_sent_as_it_is() -> None:
    assert composed(Wish(prompt="a fig tart", verbatim=True)) == "a fig tart"


def test_what_is_asked_is_all_of_the_wish() -> None:
    wish = Wish(prompt="a tart", quality=Quality.HIGH, aspect_ratio=AspectRatio.LANDSCAPE, parameters={"seed": 7})
    asked = asked_for(wish, (b"photo",))
    assert (asked.size, asked.quality, asked.parameters, asked.references) == (
        (1248, 832),
        "high",
        {"seed": 7},
        (b"photo",),
    )
    assert asked.prompt == composed(wish)


@pytest.mark.parametrize(
    ("prompt", "alt"),
    [
        ("a fig tart", "A fig tart"),
        ("Generate an image of a fig tart", "A fig tart"),
        ("please draw me a picture of two\n  geese", "Two geese"),
        ("A photo of soup, no spoon", "Soup, no spoon"),
        ("a close-up photograph of olives", "Olives"),
        ("An image", "An image"),
        ("the picture of", "The picture of"),
        ("Create a new menu", "Create a new menu"),
        ("生ハムとイチジク", "生ハムとイチジク"),
    ],
)
def test_the_alt_text_says_what_is_seen(prompt: str, alt: str) -> None:
    assert alt_text(Wish(prompt=prompt)) == alt


def test_a_long_alt_text_ends_with_a_sentence_where_one_ends_late_enough() -> None:
    first = "A fig tart on a white plate beside a glass of milk and a folded napkin of blue linen."
    assert alt_text(Wish(prompt=f"{first} {'The light falls softly from the left over all of this. ' * 9}")) == first


@pytest.mark.parametrize("prompt", ["fig " * 900, "A tart. " + "figs, " * 400, "x" * 4000, "x" * 124 + " yy"])
def test_a_long_alt_text_is_cut_between_words(prompt: str) -> None:
    alt = alt_text(Wish(prompt=prompt))
    assert 60 < len(alt) <= 125
    assert alt.endswith("…")
    assert not alt.endswith((" …", ",…"))
