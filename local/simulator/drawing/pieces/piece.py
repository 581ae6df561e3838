"""What is known of a kind of piece: how it is drawn, and how it lies on a plate."""

from collections.abc import Callable
from dataclasses import dataclass

from local.simulator.drawing.sheet import Sheet

Drawing = Callable[[Sheet], None]


@dataclass(frozen=True)
class Piece:
    """`size` is a share of the plate's radius, `cover` how thickly pieces lie, `pixels` a drawing's side."""

    draw: Drawing
    size: float
    cover: float = 1.5
    pixels: int = 136
