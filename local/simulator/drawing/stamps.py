"""Stamps: small pictures of single pieces of food, each with its own relief, drawn once and kept.

A stamp is drawn large and reduced. Its relief is lit later, together with everything on the plate.
"""

import random
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from local.simulator.drawing.colours import RGB, shade
from local.simulator.drawing.pieces import PIECES
from local.simulator.drawing.sheet import Sheet

VARIANTS = 5


@dataclass(frozen=True)
class Stamp:
    """A piece of food: colour, soft mask, relief 0..255 and where it is solid."""

    colour: Image.Image
    mask: Image.Image
    relief: NDArray[np.uint8]
    solid: NDArray[np.bool_]


@lru_cache(maxsize=2500)
def stamp(shape: str, colour: RGB, size: int, squash: float, variant: int) -> Stamp:
    """One of the variants of a piece, `size` pixels across, flattened to `squash` of its height."""
    target = (size, max(4, round(size * squash)))
    parts = master(shape, colour, variant)
    # A box is the cheaper filter, and as good where much is reduced.
    way = Image.Resampling.BOX if size < 0.75 * parts[0].width else Image.Resampling.BILINEAR
    image, mask, relief = (part.resize(target, way) for part in parts)
    return Stamp(image, mask, np.asarray(relief), np.asarray(mask) > 110)


@lru_cache(maxsize=2500)
def master(shape: str, colour: RGB, variant: int) -> tuple[Image.Image, Image.Image, Image.Image]:
    """A piece drawn large: colour, mask and relief, to be reduced to the size that is needed."""
    draw = random.Random(f"{shape}{colour}{variant}")
    piece = PIECES[shape]
    sheet = Sheet(piece.pixels, shade(colour, draw.uniform(0.93, 1.07)), draw)
    piece.draw(sheet)
    blurred = sheet.relief.filter(ImageFilter.BoxBlur(max(1.0, sheet.dome * sheet.size / 2)))
    return sheet.image, sheet.mask, blurred
