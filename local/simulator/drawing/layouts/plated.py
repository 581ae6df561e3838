"""Dishes laid out on a plate, in a bowl or on a tray."""

import math

from local.simulator.drawing.colours import rgb, shade
from local.simulator.drawing.layouts.parts import BASES, POURED, garnish, ground, parts_of, solid
from local.simulator.drawing.places import Where, amount, disc, sector, turned
from local.simulator.drawing.plate import Plate
from local.simulator.drawing.pools import fill
from local.simulator.drawing.scene import Scene
from local.simulator.pantry import Food


def lay_heap(plate: Plate, scene: Scene) -> None:
    """A base, vegetables around, the main ingredient on top."""
    draw = plate.draw
    bases, things, greens, sprinkles = parts_of(scene.foods)
    ground(plate, bases, greens)
    start = draw.uniform(0, 6.28)
    sides = [*things[1:5], *(greens[:1] if bases else [])]
    for index, food in enumerate(sides):
        sweep = draw.uniform(1.4, 2.4)
        places = sector(draw, amount(food.shape, 0.13), start + index * 6.28 / len(sides), sweep, 0.35, 0.86)
        plate.crowd(food, places, 0.28)
    if things:
        _lay_main(plate, things[0], (draw.uniform(-0.2, 0.2), draw.uniform(-0.2, 0.1)))
    garnish(plate, sprinkles, 0.7)


def _lay_main(plate: Plate, food: Food, centre: Where) -> None:
    """The main ingredient where the eye goes first."""
    if food.shape == "fillet":
        for shift in range(plate.draw.choice((1, 2, 2))):
            plate.lay(food, (centre[0] + 0.28 * shift - 0.14, centre[1] + 0.26 * shift - 0.12), 1.12, 0.5)
    else:
        plate.crowd(food, disc(plate.draw, amount(food.shape, 0.2), 0.44, centre), 0.5)


def lay_sections(plate: Plate, scene: Scene) -> None:
    """A bowl in sectors, each ingredient in its own."""
    draw = plate.draw
    bases, things, greens, sprinkles = parts_of(scene.foods)
    parts = [*bases[:1], *things[:5], *greens[:1]]
    fill(plate, shade(rgb(parts[0].colour), 0.62, 0.4), 0.9, 20, 8)
    start = draw.uniform(0, 6.28)
    weights = [draw.uniform(0.8, 1.5) * (1.3 if index < 2 else 1) for index in range(len(parts))]
    for food, weight in sorted(zip(parts, weights, strict=True), key=lambda each: each[0].shape not in BASES):
        sweep = 6.28 * weight / sum(weights)
        if food.shape not in POURED:
            places = sector(draw, amount(food.shape, 0.9 * sweep / 6.28), start, sweep, 0.08, 0.86)
            plate.crowd(food, places, draw.uniform(0.15, 0.35))
        start += sweep
    garnish(plate, sprinkles, 0.5)


def lay_salad(plate: Plate, scene: Scene) -> None:
    """Everything tossed over leaves."""
    draw = plate.draw
    bases, things, greens, sprinkles = parts_of(scene.foods)
    leaf = rgb(greens[0].colour) if greens else (96, 148, 60)
    for at in disc(draw, 34, 0.84):
        plate.put("leaf", leaf, at, draw.uniform(0.34, 0.5), 0.05)
    pieces = [
        (food, at)
        for food in solid([*bases[:1], *things[:6]])
        for at in disc(draw, amount(food.shape, 0.15) + 1, draw.uniform(0.6, 0.84))
    ]
    for food, at in sorted(pieces, key=lambda each: each[1][1]):
        plate.lay(food, at, level=draw.uniform(0.2, 0.5))
    for at in disc(draw, 7, 0.7):
        plate.put("leaf", leaf, at, 0.3, 0.45)
    garnish(plate, sprinkles, 0.6)


def lay_rows(plate: Plate, scene: Scene) -> None:
    """A traybake: bands of each ingredient from edge to edge."""
    draw = plate.draw
    bases, things, greens, sprinkles = parts_of(scene.foods)
    parts = solid([*things[:5], *bases[:1], *greens[:1]])
    draw.shuffle(parts)
    turn = draw.uniform(0, 3.14)
    fill(plate, (150, 108, 62), 0.94, 20, 12)
    width = 1.8 / len(parts)
    for index, food in enumerate(parts):
        middle = -0.9 + width * (index + 0.5)
        reach = math.sqrt(max(0.1, 0.82 - middle * middle))
        for _ in range(amount(food.shape, 0.75 / len(parts)) + 1):
            along, across = middle + draw.uniform(-0.5, 0.5) * width, draw.uniform(-reach, reach)
            plate.lay(food, turned(along, across, turn), level=0.2)
    garnish(plate, sprinkles, 0.5)
