"""What is poured on a plate: soup, sauce, mash, a swirl of cream."""

import math
import random
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from local.simulator.drawing.colours import RGB, mix
from local.simulator.drawing.noise import Field, cloud
from local.simulator.drawing.places import Where
from local.simulator.drawing.plate import Plate


def fill(plate: Plate, colour: RGB, reach: float, level: int, rough: float, spots: RGB | None = None) -> None:
    """A pool over the place; `rough` waves its surface."""
    place, draw = plate.place, plate.draw
    left, top = int(place.x - place.a * reach), int(place.y - place.b * reach)
    width, height = int(2 * place.a * reach), int(2 * place.b * reach)
    rng = np.random.default_rng(draw.getrandbits(32))
    waves = cloud(rng, width, height, 4, 4)
    mask = Image.new("L", (width // 2, height // 2), 0)
    ImageDraw.Draw(mask).polygon(_wobbly(draw, width / 4, height / 4, 0.015 if reach > 0.93 else 0.07), fill=255)
    mask = mask.filter(ImageFilter.BoxBlur(1)).resize((width, height), Image.Resampling.BILINEAR)
    tone = np.clip((waves - 0.5) * 0.7 + 1, 0.6, 1.3)[..., None]
    surface = np.clip(np.array(colour, np.float32) * tone, 0, 255)
    if spots is not None:
        oily = np.clip((cloud(rng, width, height, 14, 2) - 0.56) * 9, 0, 0.6)[..., None]
        surface = surface * (1 - oily) + np.array(spots, np.float32) * oily
    plate.board.paste(Image.fromarray(surface.astype(np.uint8)), (left, top), mask)
    _raise(plate, left, top, np.asarray(mask) > 128, level + (waves - 0.5) * rough)


def _wobbly(draw: random.Random, a: float, b: float, rough: float) -> list[Where]:
    """The outline of an ellipse that was poured."""
    phases = [draw.uniform(0, 6) for _ in range(3)]
    points = []
    for index in range(60):
        angle = index * math.tau / 60
        swell = 1 - rough + rough * sum(math.sin(n * angle + p) for n, p in zip((2, 3, 5), phases, strict=True)) / 2
        points.append((a + a * swell * math.cos(angle), b + b * swell * math.sin(angle)))
    return points


def _raise(plate: Plate, left: int, top: int, solid: NDArray[np.bool_], heights: Field) -> None:
    """Set the relief under a pool, within the frame."""
    height, width = solid.shape
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(plate.board.width, left + width), min(plate.board.height, top + height)
    if x1 <= x0 or y1 <= y0:
        return
    inner = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    np.copyto(plate.relief[y0:y1, x0:x1], np.clip(heights[inner], 1, 200).astype(np.uint8), where=solid[inner])
    plate.touch(x0, y0, x1, y1)


def swirl(plate: Plate, colour: RGB, reach: float) -> None:
    """A spiral of cream or oil, broad and faint below, narrow and full above."""
    line = _spiral(plate, reach)
    first = _within(plate.board, line[0])
    pen = ImageDraw.Draw(plate.board)
    for wide, share in ((0.055, 0.55), (0.034, 1.0)):
        under = cast(RGB, plate.board.getpixel(first))
        pen.line(line, fill=mix(under, colour, share), width=max(2, round(wide * plate.place.a)))


def _spiral(plate: Plate, reach: float) -> list[Where]:
    place, draw = plate.place, plate.draw
    start, turns = draw.uniform(0, 6), draw.uniform(1.3, 2.2)
    x, y = draw.uniform(-0.2, 0.2), draw.uniform(-0.15, 0.15)
    return [
        (
            place.x + place.a * (x + reach * t * math.cos(start + turns * 6.28 * t)),
            place.y + place.b * (y + reach * t * math.sin(start + turns * 6.28 * t)),
        )
        for t in np.linspace(0.08, 1, 46)
    ]


def _within(board: Image.Image, at: Where) -> tuple[int, int]:
    """The nearest pixel of the board."""
    return int(min(max(at[0], 0), board.width - 1)), int(min(max(at[1], 0), board.height - 1))
