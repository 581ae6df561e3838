"""Small things that come whole."""

import math

from local.simulator.drawing.colours import mix, shade
from local.simulator.drawing.pieces.piece import Piece
from local.simulator.drawing.sheet import Sheet, blob, placed


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


def _nut(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    half = [(0.42, 0.0), (0.2, 0.2), (-0.2, 0.24), (-0.4, 0.0), (-0.2, -0.24), (0.2, -0.2)]
    for _ in range(3):
        x, y, spin = draw.uniform(-0.4, 0.4), draw.uniform(-0.4, 0.4), draw.uniform(0, math.tau)
        sheet.shape(placed(half, x, y, spin), shade(colour, draw.uniform(0.85, 1.15)), draw.randint(180, 255))
        for across in (-0.08, 0.06):
            sheet.line(placed([(-0.3, across), (0.3, across)], x, y, spin), shade(colour, 0.72), 0.03)
    sheet.dome = 0.07


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


def _egg(sheet: Sheet) -> None:
    draw = sheet.draw
    sheet.shape(blob(draw, 0.92, 0.84, 0.06, 26), (250, 246, 236), 120)
    yolk = blob(draw, 0.4, 0.39, 0.02, 24, draw.uniform(-0.12, 0.12), draw.uniform(-0.1, 0.1))
    sheet.shape(yolk, (244, 166, 30), 255)
    sheet.paint([(x * 0.82, y * 0.82) for x, y in yolk], (250, 184, 42))
    sheet.dome = 0.07


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


WHOLE = {
    "berry": Piece(_berry, 0.2),
    "ball": Piece(_ball, 0.25),
    "nut": Piece(_nut, 0.24, cover=0.8),
    "shrimp": Piece(_shrimp, 0.36),
    "egg": Piece(_egg, 0.52, cover=0.9, pixels=200),
    "dollop": Piece(_dollop, 0.34),
}
