"""BlurHash: some thirty characters from which a page paints a blur of the picture until that has come.

The format is that of https://github.com/woltapp/blurhash: the first cosines of the picture's linear colours.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float64]

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
LONG, SHORT = 4, 3  # cosines along the longer and the shorter side
ENOUGH = 32  # pixels of the longer side: the highest cosine has two periods


def blurhash(picture: Image.Image) -> str:
    """Of an RGB picture, in 4 × 3 or 3 × 4 cosines."""
    across, down = (LONG, SHORT) if picture.width >= picture.height else (SHORT, LONG)
    scale = min(1, ENOUGH / max(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return encode(np.asarray(picture.resize(size, Image.Resampling.BOX)), across, down)


def encode(pixels: NDArray[np.uint8], across: int, down: int) -> str:
    """Of rows of sRGB pixels, with so many cosines in each direction, from 1 to 9."""
    height, width, _ = pixels.shape
    waves = np.einsum("jy,ix,yxc->jic", _cosines(down, height), _cosines(across, width), _linear(pixels))
    waves /= height * width
    mean, rest = waves[0, 0], waves.reshape(-1, 3)[1:] * 2
    steps = int(np.clip(np.abs(rest).max() * 166 - 0.5, 0, 82)) if len(rest) else 0
    most = (steps + 1) / 166
    return "".join(
        [_digits(across - 1 + 9 * (down - 1), 1), _digits(steps, 1), _digits(_mean(mean), 4)]
        + [_digits(_wave(wave / most), 2) for wave in rest]
    )


def _cosines(count: int, samples: int) -> Field:
    row, sample = np.arange(count)[:, None], np.arange(samples)[None, :]
    cosines: Field = np.cos(np.pi * row * sample / samples)
    return cosines


def _linear(pixels: NDArray[np.uint8]) -> Field:
    value = pixels / 255
    linear: Field = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return linear


def _mean(linear: Field) -> int:
    """A colour as 24 bits of sRGB."""
    value = np.clip(linear, 0, 1)
    shown = np.where(value <= 0.0031308, value * 12.92, 1.055 * value ** (1 / 2.4) - 0.055)
    red, green, blue = (int(each * 255 + 0.5) for each in shown)
    return red << 16 | green << 8 | blue


def _wave(share: Field) -> int:
    """How much of each colour is in a wave, in 19 steps from all against to all with it."""
    steps = np.clip(np.floor(np.sign(share) * np.sqrt(np.abs(share)) * 9 + 9.5), 0, 18)
    red, green, blue = (int(each) for each in steps)
    return (red * 19 + green) * 19 + blue


def _digits(value: int, length: int) -> str:
    return "".join(DIGITS[value // 83**place % 83] for place in reversed(range(length)))
