"""What the dish stands on: eight textures, made once and cut from ever differently."""

import hashlib
import os
import random
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from local.simulator.drawing.noise import Field, cloud, grain, smooth, tint

SIDE = 1500
Maker = Callable[[np.random.Generator], "np.typing.NDArray[np.uint8]"]


def _planks(rng: np.random.Generator, count: int, contrast: float, seam: float) -> Field:
    """Wood seen from above: streaks along the boards, a tone for each board, dark seams."""
    streaks = (
        0.5 * smooth(rng, SIDE, SIDE, 90, 3)
        + 0.3 * smooth(rng, SIDE, SIDE, 380, 6)
        + 0.2 * smooth(rng, SIDE, SIDE, 800, 30)
    )
    wave = smooth(rng, SIDE, SIDE, 14, 4)
    rings = 0.5 + 0.5 * np.sin(wave * 60 + np.linspace(0, count * 9, SIDE, dtype=np.float32)[None, :])
    edges = np.sort(rng.uniform(0.03, 0.97, count - 1)) * SIDE
    columns = np.arange(SIDE)
    board = np.searchsorted(edges, columns)
    tones = rng.uniform(-1, 1, count).astype(np.float32)[board]
    gap = np.min(np.abs(columns[:, None] - edges[None, :]), axis=1)
    seams = np.clip(1 - gap / 3.0, 0, 1).astype(np.float32)
    wood = 0.5 + contrast * (streaks - 0.5) * 1.6 + 0.16 * contrast * (rings - 0.5) + 0.14 * tones[None, :]
    grown: Field = wood - seam * seams[None, :] + 0.02 * grain(rng, SIDE, SIDE)
    return grown


def _tiles(rng: np.random.Generator, size: int, spread: float) -> tuple[Field, Field]:
    """A tone for each tile, and where the grout runs."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    count = SIDE // size + 2
    tones = rng.uniform(-spread, spread, (count, count)).astype(np.float32)
    tone = tones[(y // size).astype(int), (x // size).astype(int)]
    edge = np.minimum(np.minimum(x % size, size - x % size), np.minimum(y % size, size - y % size))
    return tone, np.clip(1.6 - edge / 4, 0, 1)


def _rustic(rng: np.random.Generator) -> "np.typing.NDArray[np.uint8]":
    return tint(_planks(rng, 6, 0.7, 0.5), (52, 33, 22), (142, 98, 64))


def _oak(rng: np.random.Generator) -> "np.typing.NDArray[np.uint8]":
    return tint(_planks(rng, 4, 0.5, 0.35), (146, 116, 80), (216, 190, 150))


def _marble(rng: np.random.Generator) -> "np.typing.NDArray[np.uint8]":
    warp, fine = cloud(rng, SIDE, SIDE, 3, 5), cloud(rng, SIDE, SIDE, 7, 4)
    veins = np.exp(-np.abs(warp - 0.48) * 42) * 0.75 + np.exp(-np.abs(fine - 0.46) * 60) * 0.3
    return tint(
        0.97 - veins * cloud(rng, SIDE, SIDE, 4, 3) * 1.5 - 0.08 * (warp - 0.5),
        (118, 120, 126),
        (226, 224, 221),
    )


def _slate(rng: np.random.Generator) -> "np.typing.NDArray[np.uint8]":
    layers = cloud(rng, SIDE, SIDE, 4, 6)
    cracks = np.exp(-np.abs(cloud(rng, SIDE, SIDE, 5, 4) - 0.5) * 70)
    return tint(layers * 0.9 - 0.2 * cracks + 0.06 * grain(rng, SIDE, SIDE), (24, 27, 31), (92, 98, 104))


def _linen(rng: np.random.Generator) -> "np.typing.NDArray[np.uint8]":
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    threads = smooth(rng, SIDE, SIDE, 500, 6) + smooth(rng, SIDE, SIDE, 6, 500)
    weave = 0.12 * np.sin(x * 1.3) * np.sin(y * 1.3) + 0.16 * (threads - 1)
    folds = smooth(rng, SIDE, SIDE, 6, 3)
    return tint(0.55 + weave + 0.5 * (folds - 0.5), (150, 140, 122), (222, 214, 199))


def _terracotta(rng: np.random.Generator) -> "np.typing.NDArray[np.uint8]":
    tone, grout = _tiles(rng, 310, 0.22)
    face = tint(
        0.5 + tone + 0.5 * (cloud(rng, SIDE, SIDE, 9, 4) - 0.5) + 0.04 * grain(rng, SIDE, SIDE),
        (138, 66, 42),
        (216, 132, 92),
    )
    return _grouted(face, grout, (196, 178, 156))


def _blue(rng: np.random.Generator) -> "np.typing.NDArray[np.uint8]":
    tone, grout = _tiles(rng, 205, 0.3)
    gloss = cloud(rng, SIDE, SIDE, 12, 3)
    return _grouted(tint(0.45 + tone + 0.7 * (gloss - 0.5), (26, 62, 104), (112, 168, 196)), grout, (214, 214, 206))


def _grouted(
    face: "np.typing.NDArray[np.uint8]", grout: Field, colour: tuple[int, int, int]
) -> "np.typing.NDArray[np.uint8]":
    mix = grout[..., None]
    return (face * (1 - mix) + np.array(colour, np.float32) * mix).astype(np.uint8)


def _concrete(rng: np.random.Generator) -> "np.typing.NDArray[np.uint8]":
    pits = (smooth(rng, SIDE, SIDE, 300, 300) > 0.93) * 0.16
    return tint(
        0.5 + 0.8 * (cloud(rng, SIDE, SIDE, 4, 6) - 0.5) - pits + 0.04 * grain(rng, SIDE, SIDE),
        (108, 108, 106),
        (190, 188, 184),
    )


MAKERS: dict[str, Maker] = {
    "rustic wooden": _rustic,
    "marble": _marble,
    "slate": _slate,
    "linen": _linen,
    "terracotta": _terracotta,
    "oak": _oak,
    "blue glazed": _blue,
    "concrete": _concrete,
}


def _kept(kind: str) -> "np.typing.NDArray[np.uint8]":
    """The texture's pixels, kept in the temporary folder for other workers and later runs."""
    version = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"model-simulator-{os.getuid()}-{version}"
    path = folder / f"{kind.replace(' ', '-')}.npy"
    try:
        pixels: np.typing.NDArray[np.uint8] = np.load(path)
    except (OSError, ValueError):
        pixels = MAKERS[kind](np.random.default_rng(len(kind) * 77))
        folder.mkdir(mode=0o700, exist_ok=True)
        own = path.with_suffix(f".{os.getpid()}")
        with own.open("wb") as file:
            np.save(file, pixels)
        own.replace(path)  # atomic: another worker reads a whole file or none
    return pixels


@cache
def texture(kind: str, across: bool) -> Image.Image:
    """The whole texture; about 7 MB, kept for the life of the worker."""
    if across:
        return texture(kind, False).transpose(Image.Transpose.ROTATE_90)
    return Image.fromarray(_kept(kind))


def cut(kind: str, width: int, height: int, flat: float, draw: random.Random) -> Image.Image:
    """A piece of the surface as the camera sees it: flatter where the camera is low."""
    whole = texture(kind, draw.random() < 0.5)
    # Only tiles show that the camera is low; the other surfaces are cut as they are, which costs nothing.
    tiled = kind in ("terracotta", "blue glazed")
    wide = draw.choice((1.0, 1.0, 1.0, 0.78)) * width if width < SIDE else SIDE * 0.98
    tall = min(float(SIDE), wide * height / width / (0.45 + 0.55 * flat if tiled else 1.0))
    left, top = draw.uniform(0, SIDE - wide), draw.uniform(0, SIDE - tall)
    box = (int(left), int(top), int(left + wide), int(top + tall))
    turned = draw.choice(
        (None, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.ROTATE_180)
    )
    part = whole.resize((width, height), Image.Resampling.BILINEAR, box, reducing_gap=1.0)
    return part.transpose(turned) if turned is not None else part
