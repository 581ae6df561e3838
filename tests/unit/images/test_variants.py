"""The sizes in which a picture is kept."""

import pytest

from brigade.images.variants import LARGE, SMALL, THUMBNAIL, VARIANTS, Variant, centre_crop


def test_the_sizes() -> None:
    sizes = {variant.name: (variant.width, variant.height) for variant in VARIANTS}
    assert sizes == {"large": (1200, 800), "medium": (600, 400), "thumbnail": (300, 300), "small": (200, 200)}


def test_the_large_one_comes_first_because_it_is_the_one_shown() -> None:
    assert VARIANTS[0] is LARGE


@pytest.mark.parametrize(
    ("size", "variant", "box"),
    [
        ((1200, 800), LARGE, (0, 0, 1200, 800)),
        ((1216, 832), LARGE, (0, 10, 1216, 821)),
        ((1024, 1024), LARGE, (0, 170, 1024, 853)),
        ((1216, 832), THUMBNAIL, (192, 0, 1024, 832)),
        ((200, 900), SMALL, (0, 350, 200, 550)),
    ],
)
def test_the_crop_is_as_large_as_can_be_and_in_the_middle(
    size: tuple[int, int], variant: Variant, box: tuple[int, int, int, int]
) -> None:
    assert centre_crop(*size, variant) == box
