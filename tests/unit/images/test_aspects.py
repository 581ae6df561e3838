"""The shape of a picture among those that a provider makes."""

import pytest

from brigade.images.aspects import COMMON, FLUX, GEMINI, STABILITY, nearest_aspect


@pytest.mark.parametrize(
    ("size", "aspect"),
    [
        ((1024, 1024), "1:1"), ((1216, 832), "3:2"), ((832, 1216), "2:3"), ((1920, 1080), "16:9"),
        ((900, 1600), "9:16"),
        ((1000, 999), "1:1"), ((10, 16_000), "9:16"), ((16_000, 10), "21:9"),
    ],
)  # fmt: skip
def test_the_nearest_ratio_is_taken_however_odd_the_size(size: tuple[int, int], aspect: str) -> None:
    assert nearest_aspect(size, COMMON) == aspect


def test_what_a_provider_does_not_make_gives_way_to_what_it_makes() -> None:
    assert nearest_aspect((1600, 1200), COMMON) == "4:3"
    assert nearest_aspect((1600, 1200), STABILITY) == "5:4"
    assert nearest_aspect((400, 1600), FLUX) == "9:21"
    assert nearest_aspect((400, 1600), GEMINI) == "1:4"


def test_a_lying_picture_is_never_made_upright() -> None:
    for made in (COMMON, FLUX, GEMINI, STABILITY):
        for width in range(300, 4000, 170):
            across, down = nearest_aspect((width, 1000), made).split(":")
            assert (int(across) - int(down)) * (width - 1000) >= 0
