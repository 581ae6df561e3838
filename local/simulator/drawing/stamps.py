"""Stamps: small pictures of single pieces of food, each with its own relief, drawn once and kept.

A stamp is drawn large and reduced. Its relief is lit later, together with everything on the plate.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

RGB = tuple[int, int, int]
Points = list[tuple[float, float]]
VARIANTS = 5


@dataclass(frozen=True)
class Stamp:
    """A piece of food: colour, soft mask, relief 0..255 and where it is solid."""

    colour: Image.Image
    mask: Image.Image
    relief: NDArray[np.uint8]
    solid: NDArray[np.bool_]


def rgb(colour: str) -> RGB:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def shade(colour: RGB, factor: float, warm: float = 0.0) -> RGB:
    """Lighter above 1, darker below; `warm` moves it towards brown."""
    red, green, blue = (min(255.0, channel * factor) for channel in colour)
    return int(min(255, red + 18 * warm)), int(green), int(max(0, blue - 26 * warm))


def mix(one: RGB, two: RGB, share: float) -> RGB:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return red, green, blue


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


# --- Shapes --------------------------------------------------------------------------------------


def _cube(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    sheet.shape(blob(draw, 0.82, 0.76, 0.05, 8), shade(colour, 0.8, 0.4))
    sheet.paint(blob(draw, 0.64, 0.58, 0.07, 8, 0.04, -0.06), shade(colour, 1.08))
    for _ in range(4):
        x, y = draw.uniform(-0.5, 0.5), draw.uniform(-0.5, 0.5)
        sheet.paint(blob(draw, 0.1, 0.07, 0.2, 8, x, y), shade(colour, draw.choice((0.86, 1.14))))
    sheet.dome = 0.1


def _slice(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    sheet.shape(blob(draw, 0.95, 0.92, 0.015, 30), shade(colour, 0.72))
    sheet.paint(blob(draw, 0.86, 0.83, 0.02, 30), colour)
    sheet.paint(blob(draw, 0.52, 0.5, 0.05, 20), shade(colour, 1.12))
    for index in range(9):
        angle = index * math.tau / 9
        x, y = 0.36 * math.cos(angle), 0.36 * math.sin(angle)
        sheet.line([(x * 0.7, y * 0.7), (x * 1.5, y * 1.5)], shade(colour, 0.9), 0.05)
    sheet.dome = 0.07


def _strip(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    bend = draw.uniform(0.1, 0.3)
    top = [(x, -0.2 - bend * (1 - x * x)) for x in np.linspace(-0.95, 0.95, 9)]
    low = [(x, 0.2 - bend * (1 - x * x)) for x in np.linspace(0.9, -0.9, 9)]
    sheet.shape(top + low, shade(colour, 0.92))
    sheet.line([(x, y + 0.12) for x, y in top], shade(colour, 1.22), 0.07)
    sheet.line([(x, y - 0.07) for x, y in low], shade(colour, 0.72), 0.06)


def _spear(sheet: Sheet) -> None:
    colour = sheet.colour
    sheet.shape(
        [(-0.97, -0.07), (0.55, -0.09), (0.8, -0.14), (0.97, 0), (0.8, 0.14), (0.55, 0.09), (-0.97, 0.07)],
        colour,
    )
    sheet.line([(-0.9, -0.02), (0.8, -0.03)], shade(colour, 1.25), 0.04)
    for x in (-0.5, -0.1, 0.3):
        sheet.line([(x, -0.06), (x + 0.09, 0)], shade(colour, 0.75), 0.03)
    sheet.paint([(0.55, -0.09), (0.8, -0.14), (0.97, 0), (0.8, 0.14), (0.55, 0.09)], shade(colour, 0.78))


def _leaf(sheet: Sheet) -> None:
    draw, colour = sheet.draw, shade(mix(sheet.colour, (148, 168, 70), 0.26), sheet.draw.uniform(0.84, 1.2))
    wide, rough = draw.uniform(0.4, 0.58), draw.uniform(0.02, 0.07)
    upper = [
        (x, -wide * math.sin((x + 1) * math.pi / 2) ** 0.75 + draw.uniform(-rough, rough))
        for x in np.linspace(-0.98, 0.98, 13)
    ]
    lower = [(x, -y + draw.uniform(-rough, rough)) for x, y in reversed(upper)]
    sheet.shape(upper + lower, colour, 170)
    sheet.paint([*upper, (0.9, 0), (-0.9, 0)], shade(colour, 1.13))
    sheet.line([(-1, 0), (0.9, 0.02)], shade(colour, 1.45), 0.045)
    for x in np.linspace(-0.6, 0.5, 5):
        for side in (-1, 1):
            sheet.line([(x, 0), (x + 0.24, side * wide * 0.68)], shade(colour, 1.24), 0.022)
    sheet.relief_pen.line(sheet.points([(-1, 0), (0.9, 0)]), fill=90, width=max(2, round(sheet.radius * 0.09)))
    sheet.dome = 0.1


def _floret(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    sheet.shape(
        [(-0.14, 0.1), (0.14, 0.1), (0.2, 0.9), (-0.2, 0.9)],
        mix(shade(colour, 1.25), (225, 225, 170), 0.45),
        150,
    )
    for _ in range(34):
        angle, distance = draw.uniform(0, math.tau), draw.uniform(0, 0.56) ** 0.8
        x, y = 0.88 * distance * math.cos(angle), -0.22 + 0.78 * distance * math.sin(angle)
        size = draw.uniform(0.13, 0.22)
        sheet.shape(
            blob(draw, size, size, 0.1, 9, x, y),
            shade(colour, draw.uniform(0.78, 1.25)),
            draw.randint(150, 255),
        )
    sheet.dome = 0.05


def _berry(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    sheet.shape(blob(draw, 0.9, 0.88, 0.015, 26), shade(colour, 0.86))
    sheet.paint(blob(draw, 0.62, 0.6, 0.02, 20, -0.1, -0.1), colour)
    sheet.paint(blob(draw, 0.34, 0.3, 0.05, 14, -0.24, -0.26), shade(colour, 1.22))
    sheet.dome = 0.26


def _ball(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    sheet.shape(blob(draw, 0.92, 0.88, 0.03, 22), shade(colour, 0.9))
    for _ in range(16):
        x, y = draw.uniform(-0.7, 0.7), draw.uniform(-0.7, 0.7)
        sheet.paint(blob(draw, 0.16, 0.1, 0.2, 8, x, y), shade(colour, draw.uniform(0.72, 1.3)))
    sheet.dome = 0.26


def _bean(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    _scatter(sheet, 7, 0.6, lambda x, y: blob(draw, 0.33, 0.2, 0.05, 12, x, y), colour, 0.14)


def _pea(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    _scatter(sheet, 9, 0.68, lambda x, y: blob(draw, 0.22, 0.215, 0.03, 14, x, y), colour, 0.14)


def _scatter(
    sheet: Sheet,
    count: int,
    spread: float,
    outline: Callable[[float, float], Points],
    colour: RGB,
    vary: float,
) -> None:
    """Many small pieces in a clump, each turned its own way, with a light and a dark side."""
    turn = sheet.turn
    for _ in range(count):
        angle, distance = sheet.draw.uniform(0, math.tau), spread * math.sqrt(sheet.draw.random())
        x, y = distance * math.cos(angle), distance * math.sin(angle)
        tone = shade(colour, 1 + sheet.draw.uniform(-vary, vary))
        spun = sheet.draw.uniform(0, math.tau)
        points = outline(0, 0)
        c, s = math.cos(spun), math.sin(spun)
        placed = [(x + px * c - py * s, y + px * s + py * c) for px, py in points]
        sheet.shape([(px + 0.02, py + 0.03) for px, py in placed], shade(tone, 0.6), 60)
        sheet.shape(placed, tone, sheet.draw.randint(150, 255))
    sheet.turn = turn
    sheet.dome = 0.035


def _rice(sheet: Sheet) -> None:
    draw = sheet.draw
    _scatter(sheet, 60, 0.84, lambda x, y: blob(draw, 0.12, 0.042, 0.02, 8, x, y), sheet.colour, 0.08)


def _granule(sheet: Sheet) -> None:
    draw = sheet.draw
    _scatter(sheet, 80, 0.86, lambda x, y: blob(draw, 0.068, 0.058, 0.08, 7, x, y), sheet.colour, 0.16)


def _lentil(sheet: Sheet) -> None:
    draw = sheet.draw
    _scatter(sheet, 36, 0.82, lambda x, y: blob(draw, 0.115, 0.09, 0.03, 9, x, y), sheet.colour, 0.18)


def _kernel(sheet: Sheet) -> None:
    draw = sheet.draw
    _scatter(sheet, 18, 0.72, lambda x, y: blob(draw, 0.17, 0.13, 0.09, 7, x, y), sheet.colour, 0.13)


def _seed(sheet: Sheet) -> None:
    draw = sheet.draw
    _scatter(sheet, 12, 0.85, lambda x, y: blob(draw, 0.15, 0.07, 0.03, 9, x, y), sheet.colour, 0.2)


def _speck(sheet: Sheet) -> None:
    draw = sheet.draw
    _scatter(sheet, 16, 0.92, lambda x, y: blob(draw, 0.06, 0.04, 0.03, 6, x, y), sheet.colour, 0.25)


def _crumble(sheet: Sheet) -> None:
    draw = sheet.draw
    _scatter(
        sheet,
        13,
        0.66,
        lambda x, y: blob(draw, draw.uniform(0.16, 0.3), draw.uniform(0.13, 0.24), 0.16, 9, x, y),
        sheet.colour,
        0.16,
    )


def _shred(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    for _ in range(16):
        x, y, angle = draw.uniform(-0.45, 0.45), draw.uniform(-0.45, 0.45), draw.uniform(0, math.pi)
        dx, dy, bend = 0.42 * math.cos(angle), 0.42 * math.sin(angle), draw.uniform(-0.16, 0.16)
        curve = [(x - dx, y - dy), (x - dy * bend, y + dx * bend), (x + dx, y + dy)]
        tone = shade(colour, draw.uniform(0.82, 1.16))
        sheet.line([(px + 0.02, py + 0.03) for px, py in curve], shade(tone, 0.62), 0.1, True, 70)
        sheet.line(curve, tone, 0.085, True, draw.randint(160, 255))
    sheet.dome = 0.03


def _noodle(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    radius, start = draw.uniform(0.7, 1.3), draw.uniform(-0.5, 0.5)
    for strand in range(15):
        offset = -0.66 + strand * 0.09 + draw.uniform(-0.05, 0.05)
        sweep, lean = draw.uniform(0.8, 1.25) / radius, draw.uniform(-0.12, 0.12)
        curve = [(x - radius + offset, y) for x, y in arc(draw, radius, start - sweep + lean, 2 * sweep, 12)]
        tone = shade(colour, draw.uniform(0.9, 1.08))
        sheet.line(curve, shade(tone, 0.6, 0.5), 0.105, True, 70)
        sheet.line(curve, tone, 0.075, True, draw.randint(150, 255))
    sheet.dome = 0.025


def _fillet(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    wide = draw.uniform(0.44, 0.54)
    upper = [(x, -wide * (1 - abs(x) ** 2.6) ** 0.5 * (1 + 0.12 * x)) for x in np.linspace(-0.97, 0.97, 17)]
    lower = [(x, -y * 0.92) for x, y in reversed(upper)]
    sheet.shape(upper + lower, shade(colour, 0.74, 0.5))
    sheet.paint(blob(draw, 0.84, wide * 0.8, 0.03, 26), colour)
    for _ in range(16):
        x, y = draw.uniform(-0.75, 0.75), draw.uniform(-wide, wide) * 0.66
        tone = draw.choice((shade(colour, 0.78, 0.9), shade(colour, 1.14), shade(colour, 0.62, 0.7)))
        sheet.paint(
            blob(draw, draw.uniform(0.05, 0.16), draw.uniform(0.03, 0.08), 0.2, 9, x, y),
            mix(colour, tone, 0.7),
        )
    for x in np.linspace(-0.6, 0.6, 4):
        sheet.line([(x - 0.12, -wide * 0.62), (x + 0.12, wide * 0.62)], shade(colour, 0.5, 0.4), 0.06)
    sheet.dome = 0.12


def _ring(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    for _ in range(3):
        x, y, size = draw.uniform(-0.4, 0.4), draw.uniform(-0.4, 0.4), draw.uniform(0.34, 0.5)
        outline = blob(draw, size, size * 0.92, 0.03, 22, x, y)
        sheet.line([*outline, outline[0]], shade(colour, 0.7), 0.17, True, 130)
        sheet.line([*outline, outline[0]], shade(colour, draw.uniform(1.05, 1.3)), 0.1, True, 240)
    sheet.dome = 0.03


def _wedge(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    outer = arc(draw, 0.95, 0.15, math.pi - 0.3, 14)
    sheet.shape([(x, y - 0.42) for x, y in outer], shade(colour, 0.78))
    sheet.paint([(x * 0.88, y * 0.84 - 0.4) for x, y in outer], colour)
    sheet.paint([(x * 0.6, y * 0.52 - 0.38) for x, y in outer], shade(colour, 1.18))
    for x in (-0.4, 0, 0.4):
        sheet.line([(x * 0.3, -0.38), (x, 0.2)], shade(colour, 0.85), 0.035)
    sheet.dome = 0.1


def _citrus(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    sheet.shape(blob(draw, 0.95, 0.95, 0.01, 30), shade(colour, 0.9))
    sheet.paint(blob(draw, 0.87, 0.87, 0.01, 30), (250, 246, 220))
    for index in range(8):
        a, b = index * math.tau / 8 + 0.05, (index + 1) * math.tau / 8 - 0.05
        sheet.paint(
            [
                (0.08 * math.cos((a + b) / 2), 0.08 * math.sin((a + b) / 2)),
                *[(0.79 * math.cos(t), 0.79 * math.sin(t)) for t in np.linspace(a, b, 5)],
            ],
            shade(colour, draw.uniform(0.98, 1.12)),
        )
    sheet.dome = 0.06


def _egg(sheet: Sheet) -> None:
    draw = sheet.draw
    sheet.shape(blob(draw, 0.92, 0.84, 0.06, 26), (250, 246, 236), 120)
    yolk = blob(draw, 0.4, 0.39, 0.02, 24, draw.uniform(-0.12, 0.12), draw.uniform(-0.1, 0.1))
    sheet.shape(yolk, (244, 166, 30), 255)
    sheet.paint([(x * 0.82, y * 0.82) for x, y in yolk], (250, 184, 42))
    sheet.dome = 0.07


def _avocado(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    for index in range(6):
        x = -0.6 + index * 0.24
        sheet.shape(blob(draw, 0.2, 0.78, 0.02, 20, x, 0), (72, 92, 38), 120 + 20 * index)
        sheet.shape(blob(draw, 0.17, 0.73, 0.02, 20, x + 0.01, 0), shade(colour, 0.95), 140 + 20 * index)
        sheet.paint(blob(draw, 0.1, 0.55, 0.02, 16, x + 0.02, 0), (226, 222, 132))
    sheet.dome = 0.04


def _shrimp(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    for step in range(9):
        angle = -0.4 + step * 0.5
        size = 0.3 - step * 0.018
        x, y = 0.52 * math.cos(angle), 0.52 * math.sin(angle)
        tone = mix(shade(colour, 1.06), (255, 226, 204), 0.35 if step % 2 else 0.0)
        sheet.shape(blob(draw, size, size, 0.03, 14, x, y), tone, 200 + step * 5)
    tail = -0.4 + 9 * 0.5
    x, y = 0.52 * math.cos(tail), 0.52 * math.sin(tail)
    sheet.shape([(x, y), (x + 0.32, y - 0.2), (x + 0.2, y + 0.02), (x + 0.3, y + 0.2)], shade(colour, 0.72))
    sheet.dome = 0.12


def _nut(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    for _ in range(3):
        x, y, spin = draw.uniform(-0.4, 0.4), draw.uniform(-0.4, 0.4), draw.uniform(0, math.tau)
        base = [(0.42, 0), (0.2, 0.2), (-0.2, 0.24), (-0.4, 0), (-0.2, -0.24), (0.2, -0.2)]
        c, s = math.cos(spin), math.sin(spin)
        placed = [(x + a * c - b * s, y + a * s + b * c) for a, b in base]
        sheet.shape(placed, shade(colour, draw.uniform(0.85, 1.15)), draw.randint(180, 255))
        for shift in (-0.08, 0.06):
            sheet.line(
                [
                    (x - 0.3 * c - shift * s, y - 0.3 * s + shift * c),
                    (x + 0.3 * c - shift * s, y + 0.3 * s + shift * c),
                ],
                shade(colour, 0.72),
                0.03,
            )
    sheet.dome = 0.07


def _herb(sheet: Sheet) -> None:
    draw = sheet.draw
    for _ in range(5):
        angle, size = draw.uniform(0, math.tau), draw.uniform(0.5, 0.9)
        tone = shade(sheet.colour, draw.uniform(0.8, 1.3))
        c, s = math.cos(angle) * size, math.sin(angle) * size
        sheet.line([(0, 0), (c * 0.5, s * 0.5)], shade(tone, 0.8), 0.05, True, 120)
        sheet.shape(
            [
                (c * 0.3, s * 0.3),
                (c * 0.7 - s * 0.26, s * 0.7 + c * 0.26),
                (c, s),
                (c * 0.7 + s * 0.26, s * 0.7 - c * 0.26),
            ],
            tone,
            draw.randint(140, 255),
        )
        sheet.line([(c * 0.3, s * 0.3), (c * 0.9, s * 0.9)], shade(tone, 1.35), 0.03)
    sheet.dome = 0.04


def _dollop(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    sheet.shape(blob(draw, 0.9, 0.82, 0.06, 26), shade(colour, 0.95), 140)
    for index, size in enumerate((0.7, 0.5, 0.3)):
        sheet.shape(
            blob(draw, size, size * 0.9, 0.06, 22, 0.05 * index, -0.05 * index),
            shade(colour, 0.97 + 0.02 * index),
            175 + 28 * index,
        )
    sheet.dome = 0.09


def _ribbon(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    for row in range(5):
        y = -0.55 + row * 0.26
        wave = [(x, y + 0.12 * math.sin(4 * x + row)) for x in np.linspace(-0.9, 0.9, 14)]
        sheet.line(wave, shade(colour, 0.8), 0.32, True, 120 + row * 20)
        sheet.line(wave, shade(colour, draw.uniform(0.98, 1.12)), 0.24, True, 160 + row * 20)
        sheet.line([(x, yy - 0.05) for x, yy in wave], mix(colour, (255, 235, 220), 0.5), 0.03)
    sheet.dome = 0.05


def _mushroom(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    sheet.shape([(-0.2, 0), (0.2, 0), (0.24, 0.85), (-0.24, 0.85)], mix(colour, (250, 236, 210), 0.6))
    cap = [(x, -0.75 * math.sqrt(max(0.0, 1 - x * x)) + 0.1) for x in np.linspace(-0.95, 0.95, 15)]
    sheet.shape([*cap, (0.5, 0.24), (-0.5, 0.24)], shade(colour, 0.78, 0.4))
    sheet.paint(
        [(x * 0.84, y * 0.8 + 0.03) for x, y in [*cap, (0.5, 0.2), (-0.5, 0.2)]],
        mix(colour, (246, 230, 205), 0.45),
    )
    for x in np.linspace(-0.5, 0.5, 6):
        sheet.line([(x * 0.5, 0.0), (x, -0.1)], shade(colour, 0.6), 0.025)
    sheet.dome = 0.06 + draw.random() * 0.02


def _tube(sheet: Sheet) -> None:
    colour = sheet.colour
    sheet.shape([(-0.78, -0.27), (0.92, -0.27), (0.72, 0.27), (-0.95, 0.27)], shade(colour, 0.95))
    for y in (-0.16, -0.05, 0.06, 0.17):
        sheet.line([(-0.8, y), (0.8, y)], shade(colour, 0.85), 0.03)
    sheet.paint(blob(sheet.draw, 0.1, 0.23, 0.02, 12, -0.83, 0), shade(colour, 0.55, 0.5))
    sheet.dome = 0.18


def _bread(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    sheet.shape(blob(draw, 0.95, 0.7, 0.04, 26), shade(colour, 0.62, 0.5))
    sheet.paint(blob(draw, 0.87, 0.62, 0.04, 26), mix(colour, (250, 232, 196), 0.45))
    for _ in range(40):
        x, y = draw.uniform(-0.75, 0.75), draw.uniform(-0.5, 0.5)
        sheet.paint(
            blob(draw, draw.uniform(0.02, 0.06), draw.uniform(0.02, 0.04), 0.2, 7, x, y),
            shade(colour, draw.uniform(0.75, 1.02)),
        )
    sheet.dome = 0.05


def _pancake(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    sheet.shape(blob(draw, 0.95, 0.93, 0.015, 34), mix(colour, (250, 228, 176), 0.6))
    sheet.paint(blob(draw, 0.87, 0.85, 0.02, 34), shade(colour, 0.8, 0.5))
    sheet.paint(blob(draw, 0.74, 0.72, 0.03, 30), shade(colour, 0.95, 0.5))
    for _ in range(30):
        x, y = draw.uniform(-0.6, 0.6), draw.uniform(-0.6, 0.6)
        sheet.paint(blob(draw, 0.07, 0.05, 0.2, 8, x, y), shade(colour, draw.uniform(0.78, 1.1), 0.4))
    sheet.dome = 0.05


SHAPES: dict[str, Callable[[Sheet], None]] = {
    "cube": _cube,
    "slice": _slice,
    "strip": _strip,
    "spear": _spear,
    "leaf": _leaf,
    "floret": _floret,
    "berry": _berry,
    "ball": _ball,
    "bean": _bean,
    "pea": _pea,
    "rice": _rice,
    "granule": _granule,
    "lentil": _lentil,
    "kernel": _kernel,
    "seed": _seed,
    "speck": _speck,
    "crumble": _crumble,
    "shred": _shred,
    "noodle": _noodle,
    "fillet": _fillet,
    "ring": _ring,
    "wedge": _wedge,
    "citrus": _citrus,
    "egg": _egg,
    "avocado": _avocado,
    "shrimp": _shrimp,
    "nut": _nut,
    "herb": _herb,
    "dollop": _dollop,
    "ribbon": _ribbon,
    "mushroom": _mushroom,
    "tube": _tube,
    "bread": _bread,
    "pancake": _pancake,
}


MASTER_SIZES = {
    "fillet": 320,
    "bread": 300,
    "pancake": 300,
    "noodle": 256,
    "leaf": 200,
    "avocado": 220,
    "egg": 200,
    "spear": 220,
}


@lru_cache(maxsize=2500)
def master(shape: str, colour: RGB, variant: int) -> tuple[Image.Image, Image.Image, Image.Image]:
    """A piece drawn large: colour, mask and relief, to be reduced to the size that is needed."""
    draw = random.Random(f"{shape}{colour}{variant}")
    sheet = Sheet(MASTER_SIZES.get(shape, 136), shade(colour, draw.uniform(0.93, 1.07)), draw)
    SHAPES[shape](sheet)
    return (
        sheet.image,
        sheet.mask,
        sheet.relief.filter(ImageFilter.BoxBlur(max(1.0, sheet.dome * sheet.size / 2))),
    )


@lru_cache(maxsize=2500)
def stamp(shape: str, colour: RGB, size: int, squash: float, variant: int) -> Stamp:
    """One of the variants of a piece, `size` pixels across, flattened to `squash` of its height."""
    target = (size, max(4, round(size * squash)))
    parts = master(shape, colour, variant)
    # A box is the cheaper filter, and as good where much is reduced.
    way = Image.Resampling.BOX if size < 0.75 * parts[0].width else Image.Resampling.BILINEAR
    image, mask, relief = (part.resize(target, way) for part in parts)
    return Stamp(image, mask, np.asarray(relief), np.asarray(mask) > 110)
