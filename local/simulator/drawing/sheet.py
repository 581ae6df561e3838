"""The sheet that one piece of food is drawn on, and the outlines that many pieces share."""

import math
import random

from PIL import Image, ImageDraw

from local.simulator.drawing.colours import RGB

Points = list[tuple[float, float]]


class Sheet:
    """What a shape is drawn on: colour, mask and relief, round a centre."""

    def __init__(self, size: int, colour: RGB, draw: random.Random) -> None:
        self.size, self.colour, self.draw = size, colour, draw
        self.radius = size / 2 * 0.94
        self.turn = draw.uniform(0, 2 * math.pi)
        self.image = Image.new("RGB", (size, size), colour)
        self.mask = Image.new("L", (size, size), 0)
        self.relief = Image.new("L", (size, size), 0)
        self.pen, self.mask_pen, self.relief_pen = (
            ImageDraw.Draw(each) for each in (self.image, self.mask, self.relief)
        )
        self.dome = 0.16

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point given in units of the radius, turned with the piece."""
        c, s = math.cos(self.turn), math.sin(self.turn)
        half = self.size / 2
        return half + self.radius * (x * c - y * s), half + self.radius * (x * s + y * c)

    def points(self, points: Points) -> Points:
        return [self.at(x, y) for x, y in points]

    def shape(self, points: Points, colour: RGB | None = None, relief: int = 255) -> None:
        """A filled outline that belongs to the piece."""
        turned = self.points(points)
        self.pen.polygon(turned, fill=colour or self.colour)
        self.mask_pen.polygon(turned, fill=255)
        self.relief_pen.polygon(turned, fill=relief)

    def paint(self, points: Points, colour: RGB) -> None:
        """Colour only, within the piece."""
        self.pen.polygon(self.points(points), fill=colour)

    def line(self, points: Points, colour: RGB, width: float, solid: bool = False, relief: int = 255) -> None:
        turned, pixels = self.points(points), max(1, round(width * self.radius))
        self.pen.line(turned, fill=colour, width=pixels)
        if solid:
            self.mask_pen.line(turned, fill=255, width=pixels)
            self.relief_pen.line(turned, fill=relief, width=pixels)


def blob(
    draw: random.Random,
    rx: float,
    ry: float,
    rough: float = 0.06,
    count: int = 18,
    x: float = 0,
    y: float = 0,
) -> Points:
    """A rounded irregular outline."""
    phase, lumps = draw.uniform(0, 6), draw.choice((2, 3, 5))
    points = []
    for index in range(count):
        angle = 2 * math.pi * index / count
        swell = 1 + rough * (math.sin(lumps * angle + phase) + draw.uniform(-0.5, 0.5))
        points.append((x + rx * swell * math.cos(angle), y + ry * swell * math.sin(angle)))
    return points


def arc(draw: random.Random, radius: float, start: float, sweep: float, count: int = 10) -> Points:
    return [
        (radius * math.cos(start + sweep * i / count), radius * math.sin(start + sweep * i / count))
        for i in range(count + 1)
    ]


def placed(points: Points, x: float, y: float, spin: float) -> Points:
    """An outline turned round its own centre, and moved to x, y."""
    c, s = math.cos(spin), math.sin(spin)
    return [(x + px * c - py * s, y + px * s + py * c) for px, py in points]
