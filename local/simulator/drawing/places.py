"""Where pieces go: places in -1..1 of the plate, and how many of a shape they hold."""

import math
import random

from local.simulator.drawing.pieces import PIECES

Where = tuple[float, float]


def disc(draw: random.Random, count: int, reach: float, centre: Where = (0.0, 0.0)) -> list[Where]:
    """Places spread evenly over a disc by the sunflower's angle, shaken, the far ones first."""
    turn = draw.uniform(0, 6.28)
    places = []
    for index in range(count):
        distance = reach * math.sqrt((index + 0.5) / count) + draw.uniform(-0.05, 0.05)
        angle = turn + index * 2.39996 + draw.uniform(-0.2, 0.2)
        places.append((centre[0] + distance * math.cos(angle), centre[1] + distance * math.sin(angle)))
    return far_first(places)


def sector(draw: random.Random, count: int, start: float, sweep: float, inner: float, outer: float) -> list[Where]:
    """Places spread over a sector of a ring, the far ones first."""
    places = []
    for index in range(count):
        share = (index + draw.random()) / count
        distance = math.sqrt(inner**2 + (outer**2 - inner**2) * ((index * 0.618 + draw.random() * 0.2) % 1))
        angle = start + sweep * (0.08 + 0.84 * share)
        places.append((distance * math.cos(angle), distance * math.sin(angle)))
    return far_first(places)


def far_first(places: list[Where]) -> list[Where]:
    """What is nearer to the camera lies over what is farther."""
    return sorted(places, key=lambda at: at[1])


def turned(along: float, across: float, turn: float) -> Where:
    """A place on axes that are turned."""
    return along * math.cos(turn) - across * math.sin(turn), along * math.sin(turn) + across * math.cos(turn)


def amount(shape: str, share: float) -> int:
    """How many pieces cover this share of the place."""
    size = 1.2 * PIECES[shape].size
    return max(1, round(1.7 * share * PIECES[shape].cover * 4 / (size * size * 3.14)))
