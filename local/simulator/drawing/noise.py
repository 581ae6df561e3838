"""Smooth noise, made by enlarging small random pictures."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]


def smooth(rng: np.random.Generator, width: int, height: int, across: int, down: int) -> Field:
    """Noise in 0..1 with so many soft lumps across and down."""
    small = rng.random((max(2, down), max(2, across)), dtype=np.float32)
    return np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32)


def cloud(rng: np.random.Generator, width: int, height: int, lumps: int, octaves: int = 4) -> Field:
    """Several octaves of noise, about 0..1."""
    total = np.zeros((height, width), dtype=np.float32)
    share = 0.5
    for octave in range(octaves):
        total += share * smooth(rng, width, height, lumps << octave, max(2, (lumps * height // width) << octave))
        share /= 2
    return total


def grain(rng: np.random.Generator, width: int, height: int) -> Field:
    """Fine grain around 0."""
    return rng.standard_normal((height, width), dtype=np.float32)


def tint(field: Field, dark: tuple[int, int, int], bright: tuple[int, int, int]) -> NDArray[np.uint8]:
    """A picture that runs from `dark` at 0 to `bright` at 1."""
    low, high = np.array(dark, np.float32), np.array(bright, np.float32)
    return np.clip(low + np.clip(field, -0.3, 1.3)[..., None] * (high - low), 0, 255).astype(np.uint8)
