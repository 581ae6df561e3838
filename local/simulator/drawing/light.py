"""Light: the relief of the food, the fall of daylight over the table, and the tone of the whole picture."""

import math
import random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from local.simulator.drawing.scene import Scene

Field = NDArray[np.float32]
Box = tuple[int, int, int, int]
TINTS = {
    "side": (1.03, 1.0, 0.95),
    "morning": (1.04, 1.03, 1.0),
    "golden": (1.12, 0.97, 0.76),
    "overcast": (0.98, 1.0, 1.03),
    "moody": (0.98, 0.92, 0.86),
}
LEVELS = {
    "side": (1.06, 0.6),
    "morning": (1.12, 0.4),
    "golden": (1.04, 0.6),
    "overcast": (1.06, 0.26),
    "moody": (0.84, 0.95),
}


def relief_light(relief: NDArray[np.uint8], box: Box, sun: tuple[float, float], scale: float) -> tuple[Field, Field]:
    """How much brighter each pixel of the box is by slope and neighbours' shadows, and its highlight."""
    left, top, right, bottom = box
    part = Image.fromarray(relief[top:bottom, left:right])
    heights = np.asarray(part.filter(ImageFilter.BoxBlur(0.8)), dtype=np.float32)
    norm = math.hypot(*sun) or 1.0
    lx, ly = sun[0] / norm, sun[1] / norm
    gain = 0.021 * scale
    facing = np.zeros_like(heights)
    facing[:, 1:-1] -= (heights[:, 2:] - heights[:, :-2]) * (lx * gain)
    facing[1:-1] -= (heights[2:] - heights[:-2]) * (ly * gain)
    small = part.reduce(4).filter(ImageFilter.GaussianBlur(2.2 * scale))
    shift = 1.6 * scale
    moved = small.transform(
        small.size, Image.Transform.AFFINE, (1, 0, lx * shift, 0, 1, ly * shift), Image.Resampling.BILINEAR
    )
    around = np.asarray(moved.resize(part.size, Image.Resampling.BILINEAR), dtype=np.float32)
    hidden = np.clip((around - heights) * (0.62 / 110), 0, 0.56)
    bright = (1 + np.clip(facing, -0.42, 0.36)) * (1 - hidden)
    return bright, np.clip(facing - 0.2, 0, 0.6) * 0.55


def daylight(scene: Scene, width: int, height: int, draw: random.Random) -> Field:
    """The fall of light over the picture, about 1: brighter towards the sun, patterned by its window."""
    small_w, small_h = max(16, width // 12), max(12, height // 12)
    y, x = np.mgrid[0:small_h, 0:small_w].astype(np.float32)
    x, y = x / (small_w - 1) * 2 - 1, y / (small_h - 1) * 2 - 1
    level, fall = LEVELS[scene.light]
    field = level * (1 + 0.5 * fall * (x * scene.sun[0] + y * scene.sun[1] * 0.8))
    field = field + _pattern(scene.light, x, y, draw)
    cx, cy = scene.centre[0] * 2 - 1, scene.centre[1] * 2 - 1
    away = np.sqrt((x - cx) ** 2 + (y - cy) ** 2)
    vignette = {"moody": 0.5, "golden": 0.22, "side": 0.2}.get(scene.light, 0.1)
    field = field * (1.04 - vignette * np.clip(away - 0.45, 0, 1.6))
    grown = Image.fromarray(np.clip(field, 0.16, 1.5)).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(grown, dtype=np.float32)


def _pattern(light: str, x: Field, y: Field, draw: random.Random) -> Field:
    """Shadows of a window frame in the morning, of leaves in the evening, of something nearby otherwise."""
    turn, shift = draw.uniform(0, math.pi), draw.uniform(0, 6)
    along = x * math.cos(turn) + y * math.sin(turn)
    across = -x * math.sin(turn) + y * math.cos(turn)
    if light == "morning":
        bars = np.tanh(4 * np.sin(along * draw.uniform(2.4, 4.2) + shift)) * 0.13
        window: Field = bars + np.tanh(5 * (np.sin(across * 2.2 + shift) + 0.75)) * 0.06
        return window
    if light == "golden":
        leaves = np.sin(along * 5.5 + shift + 2 * np.sin(across * 3 + shift)) * np.sin(across * 4.6 + 1.7 * shift)
        dapple: Field = np.tanh(2.5 * leaves) * np.float32(0.15)
        return dapple
    strength = {"side": 0.2, "moody": 0.2, "overcast": 0.1}[light]
    nearby: Field = np.tanh(3.2 * (along + np.float32(draw.uniform(-0.5, 0.5)))) * np.float32(strength)
    return nearby


def expose(board: Image.Image, light: Field, shine: tuple[Box, Field], scene: Scene) -> Image.Image:
    """The lit picture: colour times light, plus highlights, through a gentle tone curve."""
    pixels = np.asarray(board)
    out = np.empty_like(pixels)
    buffer = np.empty(light.shape, np.float32)
    (left, top, right, bottom), glow = shine
    for channel, tint in enumerate(TINTS[scene.light]):
        np.multiply(pixels[..., channel], light, out=buffer)
        buffer *= tint
        buffer[top:bottom, left:right] += glow * (150 * tint)
        np.minimum(buffer, 255, out=buffer)
        out[..., channel] = buffer
    curve = [round(255 * _tone(value / 255)) for value in range(256)]
    return Image.fromarray(out).point(curve * 3)


def _tone(value: float) -> float:
    """A gentle S: deeper shadows, soft highlights."""
    return value * 0.72 + 0.28 * (value * value * (3 - 2 * value)) + 0.012 * (1 - value)
