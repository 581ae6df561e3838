"""Cloths on the table: a napkin or a runner, partly under the dish."""

import math
import random

from PIL import Image, ImageDraw, ImageFilter

from local.simulator.drawing.colours import RGB, shade
from local.simulator.drawing.props.spots import beside
from local.simulator.drawing.scene import Scene
from local.simulator.drawing.surfaces import cut

CLOTHS: tuple[RGB, ...] = (
    (236, 230, 218),
    (92, 110, 126),
    (196, 150, 96),
    (120, 136, 108),
    (176, 92, 74),
    (60, 62, 66),
    (222, 200, 190),
)


def lay_cloth(board: Image.Image, scene: Scene, draw: random.Random) -> None:
    """A napkin or a runner, partly under the dish and out of the frame."""
    x, y, turn = beside(board, scene, draw, draw.uniform(0.5, 1.2))
    long, wide = board.height * draw.uniform(0.5, 1.1), board.height * draw.uniform(0.2, 0.42)
    spin = turn + draw.uniform(-0.6, 0.6)
    colour = draw.choice(CLOTHS)
    outline = _quad(x, y, long, wide, spin, scene.flat, draw)
    left, top = max(0, int(min(p[0] for p in outline))), max(0, int(min(p[1] for p in outline)))
    right, bottom = (
        min(board.width, int(max(p[0] for p in outline)) + 1),
        min(board.height, int(max(p[1] for p in outline)) + 1),
    )
    if right - left < 20 or bottom - top < 20:
        return
    mask = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(mask).polygon([(px - left, py - top) for px, py in outline], fill=255)
    dark = (
        mask.reduce(4)
        .filter(ImageFilter.GaussianBlur(3))
        .resize(mask.size, Image.Resampling.BILINEAR)
        .point([v // 2 for v in range(256)])
    )
    board.paste((10, 8, 6), (left + 5, top + 8), dark)
    cloth = cut("linen", right - left, bottom - top, 1.0, draw)
    tone = Image.new("RGB", cloth.size, colour)
    woven = Image.blend(cloth, tone, 0.72)
    pen = ImageDraw.Draw(woven)
    if draw.random() < 0.6:
        _stripes(pen, (x - left, y - top), spin, wide, long, shade(colour, draw.choice((0.6, 1.35))), scene.flat)
    board.paste(woven, (left, top), mask)


def _quad(
    x: float, y: float, long: float, wide: float, spin: float, flat: float, draw: random.Random
) -> list[tuple[float, float]]:
    c, s = math.cos(spin), math.sin(spin)
    corners = [
        (sx * long / 2 * draw.uniform(0.94, 1.06), sy * wide / 2 * draw.uniform(0.9, 1.1))
        for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    return [(x + px * c - py * s, y + (px * s + py * c) * (0.3 + 0.7 * flat)) for px, py in corners]


def _stripes(
    pen: ImageDraw.ImageDraw,
    centre: tuple[float, float],
    spin: float,
    wide: float,
    long: float,
    colour: RGB,
    flat: float,
) -> None:
    c, s = math.cos(spin), math.sin(spin)
    for off in (-0.36, -0.3, 0.3, 0.36):
        ends = [
            (
                centre[0] + sx * long * c - off * wide * s,
                centre[1] + (sx * long * s + off * wide * c) * (0.3 + 0.7 * flat),
            )
            for sx in (-0.6, 0.6)
        ]
        pen.line(ends, fill=colour, width=3)
