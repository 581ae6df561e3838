"""Where things stand on the table: beside the dish, towards the free side of the picture."""

import math
import random

from PIL import Image

from local.simulator.drawing.scene import Scene


def beside(board: Image.Image, scene: Scene, draw: random.Random, off: float) -> tuple[float, float, float]:
    """A spot beside the vessel towards a free side of the picture, and its direction."""
    cx, cy = scene.centre[0] * board.width, scene.centre[1] * board.height
    free = math.atan2(board.height / 2 - cy, board.width / 2 - cx)
    turn = free + draw.uniform(-1.5, 1.5)
    reach = scene.radius * board.height * off
    return cx + 1.12 * reach * math.cos(turn), cy + reach * math.sin(turn) * (0.35 + 0.65 * scene.flat), turn
