"""Many small pieces in a clump: beans, grains, seeds and crumbs."""

import math
from collections.abc import Callable

from local.simulator.drawing.colours import shade
from local.simulator.drawing.pieces.piece import Drawing, Piece
from local.simulator.drawing.sheet import Points, Sheet, blob, placed


def _clump(sheet: Sheet, count: int, spread: float, outline: Callable[[], Points], vary: float) -> None:
    """Each turned its own way, with a light and a dark side."""
    for _ in range(count):
        angle, distance = sheet.draw.uniform(0, math.tau), spread * math.sqrt(sheet.draw.random())
        x, y = distance * math.cos(angle), distance * math.sin(angle)
        tone = shade(sheet.colour, 1 + sheet.draw.uniform(-vary, vary))
        spin = sheet.draw.uniform(0, math.tau)
        points = placed(outline(), x, y, spin)
        sheet.shape([(px + 0.02, py + 0.03) for px, py in points], shade(tone, 0.6), 60)
        sheet.shape(points, tone, sheet.draw.randint(150, 255))
    sheet.dome = 0.035


def _clump_of(count: int, spread: float, rx: float, ry: float, rough: float, corners: int, vary: float) -> Drawing:
    """So many blobs with half-axes `rx` and `ry`, over `spread` of the sheet, whose tones vary by `vary`."""
    return lambda sheet: _clump(sheet, count, spread, lambda: blob(sheet.draw, rx, ry, rough, corners), vary)


def _crumble(sheet: Sheet) -> None:
    draw = sheet.draw
    _clump(sheet, 13, 0.66, lambda: blob(draw, draw.uniform(0.16, 0.3), draw.uniform(0.13, 0.24), 0.16, 9), 0.16)


STREWN = {
    "bean": Piece(_clump_of(7, 0.6, 0.33, 0.2, 0.05, 12, 0.14), 0.36),
    "pea": Piece(_clump_of(9, 0.68, 0.22, 0.215, 0.03, 14, 0.14), 0.34),
    "rice": Piece(_clump_of(60, 0.84, 0.12, 0.042, 0.02, 8, 0.08), 0.5, cover=2.4),
    "granule": Piece(_clump_of(80, 0.86, 0.068, 0.058, 0.08, 7, 0.16), 0.5, cover=2.4),
    "lentil": Piece(_clump_of(36, 0.82, 0.115, 0.09, 0.03, 9, 0.18), 0.44),
    "kernel": Piece(_clump_of(18, 0.72, 0.17, 0.13, 0.09, 7, 0.13), 0.34),
    "seed": Piece(_clump_of(12, 0.85, 0.15, 0.07, 0.03, 9, 0.2), 0.3, cover=0.7),
    "speck": Piece(_clump_of(16, 0.92, 0.06, 0.04, 0.03, 6, 0.25), 0.3, cover=0.6),
    "crumble": Piece(_crumble, 0.36),
}
