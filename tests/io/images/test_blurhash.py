"""BlurHash: what the algorithm's published implementation gives for the same pixels."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from brigade_io.images.blurhash import DIGITS, blurhash, encode
from tests.unit.images.factories import a_picture

Pixels = NDArray[np.uint8]
ROW, COLUMN = np.mgrid[0:24, 0:32]


def plain(*colour: int) -> Pixels:
    return np.full((8, 8, 3), colour, np.uint8)


def gradient() -> Pixels:
    return np.dstack([COLUMN * 8, ROW * 10, (COLUMN + ROW) * 4]).astype(np.uint8)


def checks() -> Pixels:
    return np.dstack([((COLUMN // 4 + ROW // 4) % 2) * 255] * 3).astype(np.uint8)


def noise() -> Pixels:
    return np.random.default_rng(1).integers(0, 256, (17, 23, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("pixels", "across", "down", "expected"),
    [
        (gradient, 4, 3, "LxH27b2kwzX5mAWYjuf7gKfkfQfj"),
        (checks, 5, 5, "e6Lqe9_3fQ_3fQ~qD%fQ9FfQfQfQfQfQfQ~q9FfQ9FfQfQfQfQfQfQ"),
        (noise, 4, 3, "LAH2cv_4xK=z=*oyNHNMr_$^S%MO"),
        (lambda: plain(0, 0, 0), 4, 3, "L00000fQfQfQfQfQfQfQfQfQfQfQ"),
        (lambda: plain(255, 255, 255), 3, 4, "TfTSUA~qfQ~qt7fQfQfQfQ~qt7fQ"),
        (lambda: gradient()[:, :1], 1, 3, "Io05BOdIgK"),
    ],
)
def test_it_is_that_of_the_published_algorithm(
    pixels: Callable[[], Pixels], across: int, down: int, expected: str
) -> None:
    assert encode(pixels(), across, down) == expected


@pytest.mark.parametrize("colour", [(237, 28, 36), (0, 0, 0), (255, 255, 255), (1, 2, 3)])
def test_one_colour_is_its_own_24_bits(colour: tuple[int, int, int]) -> None:
    told = encode(plain(*colour), 1, 1)
    value = 0
    for digit in told[2:]:
        value = value * 83 + DIGITS.index(digit)
    assert (told[:2], value) == ("00", colour[0] << 16 | colour[1] << 8 | colour[2])


@pytest.mark.parametrize(("size", "first"), [((1216, 832), "L"), ((832, 1216), "T"), ((512, 512), "L")])
def test_a_picture_has_four_waves_along_its_longer_side(size: tuple[int, int], first: str) -> None:
    told = blurhash(a_picture(size=size))
    assert (len(told), told[0]) == (28, first)


def test_a_picture_of_a_single_row_has_one_too() -> None:
    assert len(blurhash(Image.new("RGB", (3000, 1), "red"))) == 28
