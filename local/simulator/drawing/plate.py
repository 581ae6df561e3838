"""The plate in the making: the board's colours, the relief, and where food lies by now."""

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from local.simulator.drawing.colours import RGB, rgb
from local.simulator.drawing.pieces import PIECES
from local.simulator.drawing.places import Where
from local.simulator.drawing.stamps import VARIANTS, stamp
from local.simulator.drawing.vessels import Place
from local.simulator.pantry import Food


@dataclass
class Plate:
    """What a layout lays food on; `flat` is 1 where the camera looks straight down."""

    board: Image.Image
    relief: NDArray[np.uint8]
    place: Place
    flat: float
    draw: random.Random
    edges: list[float] = field(default_factory=lambda: [1e9, 1e9, -1e9, -1e9])

    @property
    def squash(self) -> float:
        """How far pieces are flattened; they stand up a little, so less than the plate."""
        return round(min(1.0, 0.35 + 0.65 * self.flat), 1)

    def touch(self, left: float, top: float, right: float, bottom: float) -> None:
        """Remember that this part of the picture now holds food."""
        low, high = self.edges[:2], self.edges[2:]
        self.edges = [min(low[0], left), min(low[1], top), max(high[0], right), max(high[1], bottom)]

    def crowd(self, food: Food, places: Iterable[Where], level: float, sunk: float = 1.0) -> None:
        """The same food at every place."""
        for at in places:
            self.lay(food, at, level=level, sunk=sunk)

    def lay(self, food: Food, at: Where, size: float | None = None, level: float = 0.0, sunk: float = 1.0) -> None:
        self.put(food.shape, rgb(food.colour), at, size, level, sunk)

    def put(
        self, shape: str, colour: RGB, at: Where, size: float | None = None, level: float = 0.0, sunk: float = 1.0
    ) -> None:
        """One piece at x, y in -1..1 of the place; it lies at height `level`, 0..1, `sunk` of it above."""
        piece = stamp(
            shape, colour, self._pixels(size or PIECES[shape].size), self.squash, self.draw.randrange(VARIANTS)
        )
        height, width = piece.relief.shape
        x = round(self.place.x + at[0] * self.place.a - width / 2)
        y = round(self.place.y + at[1] * self.place.b - height / 2 - level * self.place.a * 0.34 * (1.02 - self.flat))
        self.board.paste(piece.colour, (x, y), piece.mask)
        if x < 0 or y < 0 or x + width > self.board.width or y + height > self.board.height:
            return  # the frame cuts it: nobody misses its relief at the border
        lifted = (piece.relief * (0.42 * sunk) + min(140.0, 26 + level * 110)).astype(np.uint8)
        np.copyto(self.relief[y : y + height, x : x + width], lifted, where=piece.solid)
        self.touch(x, y, x + width, y + height)

    def _pixels(self, size: float) -> int:
        """How wide a piece of this size is drawn: on a ladder of sizes, so that pictures share stamps."""
        radius = math.sqrt(self.place.a * max(self.place.b, 0.6 * self.place.a))
        pixels = 1.32 * size * radius * self.draw.uniform(0.88, 1.14)
        return max(10, round(1.2 ** round(math.log(max(pixels, 8)) / math.log(1.2))))
