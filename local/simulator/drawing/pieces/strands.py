"""Long thin pieces, many to a piece."""

import math

import numpy as np

from local.simulator.drawing.colours import mix, shade
from local.simulator.drawing.pieces.piece import Piece
from local.simulator.drawing.sheet import Sheet, arc


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


def _ribbon(sheet: Sheet) -> None:
    draw, colour = sheet.draw, sheet.colour
    for row in range(5):
        y = -0.55 + row * 0.26
        wave = [(x, y + 0.12 * math.sin(4 * x + row)) for x in np.linspace(-0.9, 0.9, 14)]
        sheet.line(wave, shade(colour, 0.8), 0.32, True, 120 + row * 20)
        sheet.line(wave, shade(colour, draw.uniform(0.98, 1.12)), 0.24, True, 160 + row * 20)
        sheet.line([(x, yy - 0.05) for x, yy in wave], mix(colour, (255, 235, 220), 0.5), 0.03)
    sheet.dome = 0.05


STRANDS = {
    "shred": Piece(_shred, 0.46),
    "noodle": Piece(_noodle, 0.66, cover=2.6, pixels=256),
    "ribbon": Piece(_ribbon, 0.46),
}
