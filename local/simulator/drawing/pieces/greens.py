"""What grows green: leaves, spears, florets and herbs."""

import math

import numpy as np

from local.simulator.drawing.colours import mix, shade
from local.simulator.drawing.pieces.piece import Piece
from local.simulator.drawing.sheet import Sheet, blob


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


GREENS = {
    "leaf": Piece(_leaf, 0.46, cover=2.0, pixels=200),
    "spear": Piece(_spear, 0.62, cover=3.4, pixels=220),
    "floret": Piece(_floret, 0.34),
    "herb": Piece(_herb, 0.24, cover=0.7),
}
