"""Large pieces, one or two to a plate."""

import numpy as np

from local.simulator.drawing.colours import mix, shade
from local.simulator.drawing.pieces.piece import Piece
from local.simulator.drawing.sheet import Sheet, blob


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


SLABS = {
    "fillet": Piece(_fillet, 0.98, cover=1.2, pixels=320),
    "bread": Piece(_bread, 0.95, pixels=300),
    "pancake": Piece(_pancake, 1.25, pixels=300),
}
