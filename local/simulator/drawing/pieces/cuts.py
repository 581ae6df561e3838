"""Pieces that a knife makes."""

import math

import numpy as np

from local.simulator.drawing.colours import mix, shade
from local.simulator.drawing.pieces.piece import Piece
from local.simulator.drawing.sheet import Sheet, arc, blob


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


def _wedge(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    outer = arc(draw, 0.95, 0.15, math.pi - 0.3, 14)
    sheet.shape([(x, y - 0.42) for x, y in outer], shade(colour, 0.78))
    sheet.paint([(x * 0.88, y * 0.84 - 0.4) for x, y in outer], colour)
    sheet.paint([(x * 0.6, y * 0.52 - 0.38) for x, y in outer], shade(colour, 1.18))
    for x in (-0.4, 0, 0.4):
        sheet.line([(x * 0.3, -0.38), (x, 0.2)], shade(colour, 0.85), 0.035)
    sheet.dome = 0.1


def _ring(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    for _ in range(3):
        x, y, size = draw.uniform(-0.4, 0.4), draw.uniform(-0.4, 0.4), draw.uniform(0.34, 0.5)
        outline = blob(draw, size, size * 0.92, 0.03, 22, x, y)
        sheet.line([*outline, outline[0]], shade(colour, 0.7), 0.17, True, 130)
        sheet.line([*outline, outline[0]], shade(colour, draw.uniform(1.05, 1.3)), 0.1, True, 240)
    sheet.dome = 0.03


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


def _avocado(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    for index in range(6):
        x = -0.6 + index * 0.24
        sheet.shape(blob(draw, 0.2, 0.78, 0.02, 20, x, 0), (72, 92, 38), 120 + 20 * index)
        sheet.shape(blob(draw, 0.17, 0.73, 0.02, 20, x + 0.01, 0), shade(colour, 0.95), 140 + 20 * index)
        sheet.paint(blob(draw, 0.1, 0.55, 0.02, 16, x + 0.02, 0), (226, 222, 132))
    sheet.dome = 0.04


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


CUTS = {
    "cube": Piece(_cube, 0.21),
    "slice": Piece(_slice, 0.27),
    "strip": Piece(_strip, 0.4, cover=2.6),
    "wedge": Piece(_wedge, 0.32),
    "ring": Piece(_ring, 0.3),
    "citrus": Piece(_citrus, 0.28),
    "avocado": Piece(_avocado, 0.62, cover=1.0, pixels=220),
    "mushroom": Piece(_mushroom, 0.28),
    "tube": Piece(_tube, 0.3),
}
