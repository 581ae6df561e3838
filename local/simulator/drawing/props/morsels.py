"""Food beside the dish: a small bowl, sprigs, slices and crumbs."""

import math
import random

from PIL import Image, ImageDraw

from local.simulator.drawing.colours import RGB, shade
from local.simulator.drawing.props.spots import beside
from local.simulator.drawing.scene import Scene
from local.simulator.drawing.stamps import stamp
from local.simulator.drawing.vessels import DEEP, Body, lay_round, shadow

SMALL_BOWLS = (
    Body((236, 232, 224), 0.3, DEEP, 0.3, 0.8),
    Body((70, 84, 96), 0.25, DEEP, 0.3, 0.8),
    Body((176, 120, 84), 0.2, DEEP, 0.3, 0.8),
)
SPICES: tuple[RGB, ...] = (
    (196, 60, 34),
    (214, 160, 44),
    (122, 138, 62),
    (240, 232, 212),
    (90, 60, 40),
    (150, 40, 60),
)


def lay_small_bowl(board: Image.Image, scene: Scene, draw: random.Random) -> None:
    """A small bowl of sauce, spice or seeds, often cut by the frame."""
    x, y, _ = beside(board, scene, draw, 1.5)
    size = board.height * draw.uniform(0.11, 0.19)
    place = lay_round(board, draw.choice(SMALL_BOWLS), (x, y, size, size * scene.flat), scene, draw)
    colour = draw.choice(SPICES)
    pen = ImageDraw.Draw(board)
    for grow, tone in ((1.0, 0.8), (0.9, 1.0)):
        pen.ellipse(
            (
                place.x - place.a * grow,
                place.y - place.b * grow,
                place.x + place.a * grow,
                place.y + place.b * grow,
            ),
            fill=shade(colour, tone),
        )
    for _ in range(12):
        turn, away = draw.uniform(0, 6.28), draw.uniform(0, 0.6)
        piece = stamp("speck", shade(colour, 1.2), 26, 0.8, draw.randrange(4))
        board.paste(
            piece.colour,
            (
                int(place.x + away * place.a * math.cos(turn)) - 13,
                int(place.y + away * place.b * math.sin(turn)) - 10,
            ),
            piece.mask,
        )


def lay_sprigs(board: Image.Image, scene: Scene, draw: random.Random) -> None:
    """Herbs, or slices of lemon, beside the dish."""
    if draw.random() < 0.5:
        _strewn(board, scene, draw, "herb", draw.choice(((70, 130, 56), (92, 144, 70))), 96, draw.randint(3, 6))
    else:
        _strewn(
            board,
            scene,
            draw,
            "citrus",
            draw.choice(((246, 208, 58), (172, 200, 70), (240, 140, 40))),
            110,
            draw.randint(2, 3),
        )


def lay_crumbs(board: Image.Image, scene: Scene, draw: random.Random) -> None:
    """Seeds, nuts or peppercorns strewn about."""
    shape, colour = draw.choice(
        (
            ("nut", (176, 120, 64)),
            ("seed", (120, 132, 72)),
            ("speck", (60, 50, 44)),
            ("berry", (206, 52, 44)),
            ("seed", (240, 226, 188)),
        )
    )
    _strewn(board, scene, draw, shape, colour, 60 if shape != "berry" else 78, draw.randint(5, 9))


def _strewn(
    board: Image.Image, scene: Scene, draw: random.Random, shape: str, colour: RGB, size: int, count: int
) -> None:
    x, y, _ = beside(board, scene, draw, 1.3)
    for _ in range(count):
        px, py = x + draw.gauss(0, 0.11) * board.width, y + draw.gauss(0, 0.09) * board.height
        pixels = max(10, round(size * board.height / 832))
        piece = stamp(shape, colour, pixels, 0.8, draw.randrange(7))
        shadow(
            board,
            (px + pixels * 0.28, py + pixels * 0.28, px + pixels * 0.74, py + pixels * 0.6),
            (3, 5),
            0.42,
            4,
        )
        board.paste(piece.colour, (int(px), int(py)), piece.mask)
