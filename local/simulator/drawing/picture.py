"""A picture of a plated dish from a prompt."""

import io
from collections.abc import Iterable

import numpy as np
from PIL import Image

from local.simulator.chance import chance
from local.simulator.drawing.layouts import LAYOUTS
from local.simulator.drawing.light import daylight, expose, relief_light
from local.simulator.drawing.plate import Plate
from local.simulator.drawing.scene import read_scene
from local.simulator.drawing.table import lay_props, lay_table
from local.simulator.drawing.vessels import lay_vessel


def paint(prompt: str, seed: int, occurrence: int, width: int, height: int) -> Image.Image:
    """The dish a prompt describes; always the same for the same seed, prompt and occurrence."""
    draw = chance(seed, prompt, occurrence, "picture")
    scene = read_scene(prompt, draw)
    board = lay_table(scene, width, height, draw)
    lay_props(board, scene, draw)
    place = lay_vessel(board, scene, draw)
    plate = Plate(board, np.zeros((height, width), np.uint8), place, scene.flat, draw)
    LAYOUTS[scene.layout](plate, scene)
    light = daylight(scene, width, height, draw)
    box = _lit(plate.edges, width, height)
    bright, shine = relief_light(plate.relief, box, scene.sun, height / 832)
    light = light.copy()
    light[box[1] : box[3], box[0] : box[2]] *= bright
    return expose(board, light, (box, shine), scene)


def _lit(edges: Iterable[float], width: int, height: int) -> tuple[int, int, int, int]:
    """The part of the picture that has food on it, with a margin; all of it where that cannot be told."""
    left, top, right, bottom = (round(edge) for edge in edges)
    box = (max(0, left - 24), max(0, top - 24), min(width, right + 24), min(height, bottom + 24))
    return box if box[2] - box[0] > 8 and box[3] - box[1] > 8 else (0, 0, width, height)


def encode(image: Image.Image, output_format: str, compression: int) -> bytes:
    """The picture's bytes."""
    buffer = io.BytesIO()
    quality = max(1, min(95, compression))
    if output_format == "png":
        image.save(buffer, "PNG", compress_level=1)
    elif output_format == "webp":
        image.save(buffer, "WEBP", quality=quality, method=0)
    else:
        image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
