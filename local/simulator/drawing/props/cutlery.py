"""Forks, spoons and knives."""

import math
import random

from PIL import Image, ImageDraw

from local.simulator.drawing.colours import RGB, shade
from local.simulator.drawing.props.spots import beside
from local.simulator.drawing.scene import Scene

METALS: tuple[RGB, ...] = ((196, 196, 198), (206, 176, 116), (70, 70, 74))


def lay_cutlery(board: Image.Image, scene: Scene, draw: random.Random) -> None:
    """A fork, a spoon or a knife, or two of them."""
    metal = draw.choice(METALS)
    x, y, turn = beside(board, scene, draw, 1.28)
    spin = turn + math.pi / 2 + draw.uniform(-0.4, 0.4)
    for index in range(draw.choice((1, 1, 2))):
        kind = draw.choice(("fork", "spoon", "knife"))
        gap = board.height * 0.075 * index
        _implement(board, kind, (x + gap * math.cos(turn), y + gap * math.sin(turn)), spin, scene, metal, draw)


def _implement(
    board: Image.Image,
    kind: str,
    at: tuple[float, float],
    spin: float,
    scene: Scene,
    metal: RGB,
    draw: random.Random,
) -> None:
    """One piece of cutlery: a dark outline below, the metal, a bright line along it."""
    unit = board.height * 0.3
    pen = ImageDraw.Draw(board)
    c, s, tall = math.cos(spin), math.sin(spin), 0.3 + 0.7 * scene.flat

    def spot(along: float, across: float, dx: float = 0, dy: float = 0) -> tuple[float, float]:
        return at[0] + unit * (along * c - across * s) + dx, at[1] + unit * (along * s + across * c) * tall + dy

    heads = {
        "spoon": [[(0.98 + 0.2 * math.cos(t / 10 * 6.28), 0.115 * math.sin(t / 10 * 6.28)) for t in range(10)]],
        "knife": [[(0.25, -0.035), (1.1, -0.05), (1.2, 0.0), (1.12, 0.035), (0.25, 0.03)]],
        "fork": [[(0.72, -0.03), (0.85, -0.09), (0.85, 0.09), (0.72, 0.03)]]
        + [[(0.84, o), (1.16, o), (1.16, o + 0.025), (0.84, o + 0.025)] for o in (-0.09, -0.038, 0.014, 0.065)],
    }
    handle = [(-1.0, -0.045), (0.0, -0.03), (0.82, -0.02), (0.82, 0.02), (0.0, 0.03), (-1.0, 0.045)]
    for dx, dy, colour in ((5, 7, (20, 17, 15)), (0, 0, metal)):
        for outline in [handle, *heads[kind]]:
            pen.polygon([spot(a, b, dx, dy) for a, b in outline], fill=colour)
    pen.line([spot(-0.95, -0.012), spot(0.78, -0.008)], fill=shade(metal, 1.3), width=2)
    if kind == "spoon":
        pen.polygon(
            [spot(0.98 + 0.13 * math.cos(t / 10 * 6.28), 0.07 * math.sin(t / 10 * 6.28)) for t in range(10)],
            fill=shade(metal, 0.72),
        )
