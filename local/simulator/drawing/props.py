"""The table round the dish: a blurred background, cloths, cutlery, small bowls, sprigs and crumbs."""

import math
import random

from PIL import Image, ImageDraw, ImageFilter

from local.simulator.drawing.colours import RGB, shade
from local.simulator.drawing.scene import Scene
from local.simulator.drawing.stamps import stamp
from local.simulator.drawing.surfaces import cut
from local.simulator.drawing.vessels import DEEP, Body, lay_round, shadow

CLOTHS: tuple[RGB, ...] = (
    (236, 230, 218),
    (92, 110, 126),
    (196, 150, 96),
    (120, 136, 108),
    (176, 92, 74),
    (60, 62, 66),
    (222, 200, 190),
)
METALS: tuple[RGB, ...] = ((196, 196, 198), (206, 176, 116), (70, 70, 74))
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


def lay_table(scene: Scene, width: int, height: int, draw: random.Random) -> Image.Image:
    """The surface; where the camera is low, its far part is out of focus."""
    board = cut(scene.surface, width, height, scene.flat, draw)
    if scene.flat < 0.9:
        depth = draw.uniform(0.3, 0.5)
        far = board.crop((0, 0, width, int(height * depth)))
        small = far.reduce(6).filter(ImageFilter.GaussianBlur(2))
        blurred = small.resize(far.size, Image.Resampling.BICUBIC)
        fade = (
            Image.linear_gradient("L")
            .resize((1, far.height))
            .point([min(255, (255 - value) * 2) for value in range(256)])
        )
        board.paste(blurred, (0, 0), fade.resize(far.size))
    return board


def lay_props(board: Image.Image, scene: Scene, draw: random.Random) -> None:
    """Two to four things at the border, those the prompt names first."""
    wanted = [_KINDS[name] for name in scene.props if name in _KINDS]
    others = [lay_cloth, lay_cutlery, lay_small_bowl, lay_sprigs, lay_crumbs]
    chosen = list(dict.fromkeys(wanted))[:3]
    for _ in range(draw.randint(2, 3)):
        chosen.append(draw.choice(others))
    order = [lay_cloth, lay_crumbs, lay_sprigs, lay_cutlery, lay_small_bowl]
    for prop in sorted(dict.fromkeys(chosen), key=order.index):
        prop(board, scene, draw)


def _border(board: Image.Image, scene: Scene, draw: random.Random, off: float) -> tuple[float, float, float]:
    """A spot beside the vessel towards a free side of the picture, and its direction."""
    cx, cy = scene.centre[0] * board.width, scene.centre[1] * board.height
    free = math.atan2(board.height / 2 - cy, board.width / 2 - cx)
    turn = free + draw.uniform(-1.5, 1.5)
    reach = scene.radius * board.height * off
    return cx + 1.12 * reach * math.cos(turn), cy + reach * math.sin(turn) * (0.35 + 0.65 * scene.flat), turn


def lay_cloth(board: Image.Image, scene: Scene, draw: random.Random) -> None:
    """A napkin or a runner, partly under the dish and out of the frame."""
    x, y, turn = _border(board, scene, draw, draw.uniform(0.5, 1.2))
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


def lay_cutlery(board: Image.Image, scene: Scene, draw: random.Random) -> None:
    """A fork, a spoon or a knife, or two of them."""
    metal = draw.choice(METALS)
    x, y, turn = _border(board, scene, draw, 1.28)
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


def lay_small_bowl(board: Image.Image, scene: Scene, draw: random.Random) -> None:
    """A small bowl of sauce, spice or seeds, often cut by the frame."""
    x, y, _ = _border(board, scene, draw, 1.5)
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


def _strewn(
    board: Image.Image, scene: Scene, draw: random.Random, shape: str, colour: RGB, size: int, count: int
) -> None:
    x, y, _ = _border(board, scene, draw, 1.3)
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


_KINDS = {
    "napkin": lay_cloth,
    "cloth": lay_cloth,
    "linen": lay_cloth,
    "fork": lay_cutlery,
    "spoon": lay_cutlery,
    "knife": lay_cutlery,
    "cutlery": lay_cutlery,
    "bowl": lay_small_bowl,
    "glass": lay_small_bowl,
    "salt": lay_small_bowl,
    "lemon": lay_sprigs,
    "herb": lay_sprigs,
    "sprig": lay_sprigs,
    "seeds": lay_crumbs,
    "pepper": lay_crumbs,
}
