"""Plates, bowls, the skillet and the board: shaded by a profile that turns round their centre."""

import math
import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from local.simulator.drawing.colours import RGB
from local.simulator.drawing.noise import smooth
from local.simulator.drawing.scene import Scene
from local.simulator.drawing.surfaces import cut


@dataclass(frozen=True)
class Body:
    """A vessel: colour, gloss, profile as (radius, slope), depth, and the part food may cover."""

    colour: RGB
    gloss: float
    profile: tuple[tuple[float, float], ...]
    depth: float
    food: float
    speckle: float = 0.0


PLATE = ((0.0, 0.0), (0.6, 0.0), (0.66, 0.55), (0.72, 0.14), (0.93, 0.2), (0.97, 0.05), (1.0, -1.6))
BOWL = ((0.0, 0.0), (0.3, 0.1), (0.6, 0.55), (0.88, 1.1), (0.93, 0.2), (0.96, -0.1), (1.0, -1.9))
DEEP = ((0.0, 0.0), (0.3, 0.3), (0.6, 0.9), (0.87, 1.9), (0.92, 0.3), (0.95, -0.2), (1.0, -2.2))
PAN = ((0.0, 0.0), (0.8, 0.0), (0.84, 1.6), (0.93, 1.8), (0.95, 0.0), (0.98, -0.2), (1.0, -2.0))
BODIES = {
    "white plate": Body((226, 224, 219), 0.3, PLATE, 0.05, 0.76),
    "black plate": Body((44, 43, 46), 0.14, PLATE, 0.05, 0.76),
    "blue plate": Body((92, 126, 156), 0.28, PLATE, 0.05, 0.76, 0.6),
    "stoneware": Body((198, 186, 166), 0.16, BOWL, 0.16, 0.8, 0.35),
    "deep bowl": Body((226, 222, 214), 0.34, DEEP, 0.34, 0.82),
    "glass bowl": Body((206, 220, 224), 0.6, DEEP, 0.3, 0.82),
    "skillet": Body((42, 40, 39), 0.2, PAN, 0.13, 0.83),
}


@dataclass(frozen=True)
class Place:
    """Where food may lie: centre and half-axes in pixels."""

    x: float
    y: float
    a: float
    b: float


def shadow(
    board: Image.Image,
    box: tuple[float, float, float, float],
    offset: tuple[float, float],
    strength: float,
    soft: float,
) -> None:
    """A soft elliptic shadow, drawn small and enlarged."""
    left, top, right, bottom = box
    pad, scale = soft * 3, 8
    x0, y0 = left + offset[0] - pad, top + offset[1] - pad
    width, height = int((right - left + 2 * pad) / scale) + 1, int((bottom - top + 2 * pad) / scale) + 1
    small = Image.new("L", (width, height), 0)
    ImageDraw.Draw(small).ellipse(
        (pad / scale, pad / scale, width - pad / scale, height - pad / scale), fill=round(255 * strength)
    )
    small = small.filter(ImageFilter.GaussianBlur(soft / scale))
    board.paste(
        (14, 10, 8),
        (int(x0), int(y0)),
        small.resize((width * scale, height * scale), Image.Resampling.BILINEAR),
    )


def lay_vessel(board: Image.Image, scene: Scene, draw: random.Random) -> Place:
    """Draw the vessel with its shadow; gives where food may lie."""
    height = board.height
    x, y = scene.centre[0] * board.width, scene.centre[1] * height
    a = scene.radius * height
    if scene.vessel == "board":
        place = _lay_board(board, scene, draw, x, y, a)
        if scene.layout != "liquid":
            return place
        a *= 0.68  # a board holds no soup: a bowl stands on it
        return lay_round(board, BODIES["deep bowl"], (x, y, a, a * scene.flat), scene, draw)
    body = BODIES[scene.vessel]
    return lay_round(board, body, (x, y, a, a * scene.flat), scene, draw, handle=scene.vessel == "skillet")


def lay_round(
    board: Image.Image,
    body: Body,
    spot: tuple[float, float, float, float],
    scene: Scene,
    draw: random.Random,
    handle: bool = False,
) -> Place:
    """Draw a round vessel at centre x, y with half-axes a, b."""
    x, y, a, b = spot
    tilt = math.sqrt(max(0.0, 1 - scene.flat**2))
    drop = body.depth * a * tilt
    away = (-scene.sun[0] * a * 0.12, -scene.sun[1] * a * 0.08 + drop + a * 0.02)
    shadow(board, (x - a * 0.98, y - b, x + a * 0.98, y + b), away, 0.7, a * 0.07)
    if handle:
        _handle(board, (x, y, a, b), body, draw)
    if drop > 2:
        _wall(board, body, (x, y, a, b), drop, scene)
    _dish(board, body, spot, scene, draw)
    lift = 0.05 * b * (1 - scene.flat)
    return Place(x, y + drop * 0.28 * (body.food > 0.75) - lift, a * body.food, b * body.food)


def _handle(board: Image.Image, spot: tuple[float, float, float, float], body: Body, draw: random.Random) -> None:
    x, y, a, b = spot
    turn = draw.uniform(0, 2 * math.pi)
    ends = [(x + r * a * math.cos(turn), y + r * b * math.sin(turn)) for r in (0.9, 1.7)]
    pen, width = ImageDraw.Draw(board), a * 0.2
    for grow, tone in ((1.0, 0.75), (0.7, 1.25), (0.4, 0.95)):
        colour = tuple(min(255, round(channel * tone)) for channel in body.colour)
        pen.line(ends, fill=colour, width=max(2, round(width * grow)))
        end, half = ends[1], width * grow / 2
        pen.ellipse((end[0] - half, end[1] - half, end[0] + half, end[1] + half), fill=colour)
    pen.ellipse((ends[1][0] - 7, ends[1][1] - 7, ends[1][0] + 7, ends[1][1] + 7), fill=(16, 14, 13))


def _wall(board: Image.Image, body: Body, spot: tuple[float, float, float, float], drop: float, scene: Scene) -> None:
    """The outside of a vessel that a low camera sees below the rim: in columns, lit from the sun's side."""
    x, y, a, b = spot
    pen, columns = ImageDraw.Draw(board), 90
    for index in range(columns):
        u0, u1 = -1 + 2 * index / columns, -1 + 2 * (index + 1) / columns
        u = (u0 + u1) / 2
        drops = [math.sqrt(max(0.0, 1 - edge * edge)) for edge in (u0, u1)]
        rims, feet = [y + b * d - 2 for d in drops], [y + drop + b * 0.62 * d for d in drops]
        light = (
            0.5
            + 0.42 * max(0.0, u * math.copysign(min(1, abs(scene.sun[0]) + 0.3), scene.sun[0]))
            + 0.1 * math.sqrt(max(0.0, 1 - u * u))
        )
        colour = tuple(min(255, round(channel * light)) for channel in body.colour)
        inner = 0.72
        pen.polygon(
            [
                (x + a * u0, rims[0]),
                (x + a * u1 + 1, rims[1]),
                (x + a * u1 * inner + 1, feet[1]),
                (x + a * u0 * inner, feet[0]),
            ],
            fill=colour,
        )


def _dish(
    board: Image.Image, body: Body, spot: tuple[float, float, float, float], scene: Scene, draw: random.Random
) -> None:
    """The vessel from above, shaded at half size and enlarged."""
    x, y, a, b = spot
    left, top = math.floor(x - a) - 2, math.floor(y - b) - 2
    width, height = math.ceil(2 * a) + 5, math.ceil(2 * b) + 5
    u = ((np.arange(width // 2, dtype=np.float32) * 2 + 1 + left - x) / a)[None, :]
    v = ((np.arange(height // 2, dtype=np.float32) * 2 + 1 + top - y) / b)[:, None]
    r = np.sqrt(u * u + v * v) + 1e-4
    shaded = _shaded(body, u, v, r, scene, draw)
    picture = Image.fromarray(shaded).resize((width, height), Image.Resampling.BILINEAR)
    edge = Image.fromarray(np.clip((1 - r) * a * 0.5 * 255 + 128, 0, 255).astype(np.uint8))
    mask = edge.resize((width, height), Image.Resampling.BILINEAR)
    if body.gloss > 0.5:
        mask = mask.point([round(value * 0.62) for value in range(256)])
    board.paste(picture, (left, top), mask)


def _shaded(
    body: Body,
    u: NDArray[np.float32],
    v: NDArray[np.float32],
    r: NDArray[np.float32],
    scene: Scene,
    draw: random.Random,
) -> NDArray[np.uint8]:
    """Lambert and a highlight on the turned profile."""
    radii, slopes = zip(*body.profile, strict=True)
    slope = np.interp(r, radii, slopes).astype(np.float32)
    toward = (u * scene.sun[0] + v * scene.sun[1]) / r
    flat = 1 / np.sqrt(1 + slope * slope)
    light = 0.42 + 0.58 * np.clip((0.85 - 0.6 * slope * toward) * flat / 0.85, 0, 1.5)
    shine = np.clip(-slope * toward * flat - 0.35, 0, 1) ** 2 * body.gloss * 2.2
    if body.speckle:
        rng = np.random.default_rng(draw.getrandbits(32))
        dots = smooth(rng, r.shape[1], r.shape[0], r.shape[1] // 3, r.shape[0] // 3) > 0.97
        light = light * (1 - body.speckle * dots)
    channels = [np.clip(channel * light + 255 * shine, 0, 255) for channel in body.colour]
    return np.stack(channels, axis=-1).astype(np.uint8)


def _lay_board(board: Image.Image, scene: Scene, draw: random.Random, x: float, y: float, a: float) -> Place:
    """A wooden board, turned a little, with a thick edge."""
    turn, wide, deep = draw.uniform(-0.45, 0.45), a * draw.uniform(1.08, 1.25), a * draw.uniform(0.74, 0.9)
    corners = [(sx * wide, sy * deep) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    c, s = math.cos(turn), math.sin(turn)
    outline = [(x + px * c - py * s, y + (px * s + py * c) * scene.flat) for px, py in corners]
    shadow(
        board,
        (x - wide, y - deep * scene.flat, x + wide, y + deep * scene.flat),
        (-scene.sun[0] * a * 0.1, a * 0.1),
        0.6,
        a * 0.08,
    )
    thick = round(a * 0.05 + a * 0.06 * (1 - scene.flat))
    mask, edge = Image.new("L", board.size, 0), max(4, round(a * 0.06))
    pen = ImageDraw.Draw(mask)
    pen.polygon(outline, fill=255)
    pen.line([*outline, outline[0], outline[1]], fill=255, width=edge * 2, joint="curve")
    pale = scene.surface in ("rustic wooden", "slate", "terracotta", "blue glazed")
    box = (
        max(0, int(x - wide * 1.3)),
        max(0, int(y - a * 1.2)),
        min(board.width, int(x + wide * 1.3)),
        min(board.height, int(y + a * 1.2)),
    )
    wood = cut("oak" if pale else "rustic wooden", box[2] - box[0], box[3] - box[1], scene.flat, draw)
    part = mask.crop(box)
    board.paste((58, 38, 24), (box[0], box[1] + thick), part)
    board.paste(wood, box[:2], part)
    reach = 0.8
    return Place(x, y, wide * reach * 0.95, deep * reach * 1.06 * scene.flat)
