"""Dishes in a pool: soup and its like, and noodles in their sauce."""

import random

from local.simulator.drawing.colours import RGB, mix, rgb, shade
from local.simulator.drawing.layouts.parts import garnish, parts_of, solid
from local.simulator.drawing.places import amount, disc
from local.simulator.drawing.plate import Plate
from local.simulator.drawing.pools import fill, swirl
from local.simulator.drawing.scene import Scene
from local.simulator.pantry import Food

STRONG: dict[str, RGB] = {
    "canned tomatoes": (196, 66, 34),
    "tomato paste": (186, 60, 30),
    "coconut milk": (232, 190, 112),
    "rolled oats": (226, 206, 168),
    "red lentils": (214, 128, 54),
    "lentils": (136, 96, 58),
    "greek yogurt": (244, 238, 224),
    "beetroot": (150, 34, 70),
    "turmeric": (228, 168, 44),
}
BROTHS: tuple[RGB, ...] = (
    (204, 146, 66),
    (206, 88, 44),
    (150, 168, 84),
    (236, 214, 160),
    (168, 112, 62),
    (226, 160, 58),
    (184, 70, 48),
)
SWEET: tuple[RGB, ...] = (
    (246, 238, 222),
    (226, 208, 172),
    (214, 120, 138),
    (188, 204, 120),
    (232, 176, 96),
)
CREAM: RGB = (252, 247, 236)


def lay_liquid(plate: Plate, scene: Scene) -> None:
    """Soup, curry, porridge, a dip: a pool with things in it."""
    draw = plate.draw
    bases, things, greens, sprinkles = parts_of(scene.foods)
    pool = _pool_colour(scene, things, draw)
    fill(plate, pool, 0.99, 40, 26, shade(pool, 1.28, 0.6))
    creamy = any(food.role in ("dairy", "rich", "oats") for food in scene.foods)
    if creamy:
        swirl(plate, CREAM, 0.62)
    centre = (draw.uniform(-0.25, 0.25), draw.uniform(-0.25, 0.2))
    for food in solid([*bases[:1], *things[:5], *greens[:1]]):
        plate.crowd(food, disc(draw, max(3, amount(food.shape, 0.14)), draw.uniform(0.5, 0.82), centre), 0.12, 0.75)
    if not creamy and draw.random() < 0.5:
        swirl(plate, shade(pool, 1.35, 0.3), 0.4)
    garnish(plate, sprinkles, 0.3)


def _pool_colour(scene: Scene, things: list[Food], draw: random.Random) -> RGB:
    """By its richest ingredient, else by chance; tempered by what lies in it."""
    names = {food.name for food in scene.foods}
    sweet = sum(food.role in ("fruit", "oats", "nut") for food in scene.foods) >= 2
    otherwise = draw.choice(SWEET if sweet else BROTHS)
    base = next((colour for name, colour in STRONG.items() if name in names), otherwise)
    return mix(base, rgb(things[0].colour), draw.uniform(0.15, 0.4)) if things else base


def lay_nest(plate: Plate, scene: Scene) -> None:
    """Noodles or pasta wound into a nest, with the rest tossed through."""
    draw = plate.draw
    bases, things, greens, sprinkles = parts_of(scene.foods)
    shape = next((food.shape for food in bases if food.shape in ("noodle", "tube")), "noodle")
    colour = next((rgb(food.colour) for food in bases if food.shape == shape), (240, 212, 146))
    fill(plate, shade(colour, 0.62, 0.6), 0.82, 22, 10)
    for ring, count in ((0.72, 17), (0.46, 12), (0.2, 6)):
        for at in disc(draw, count, ring):
            plate.put(shape, colour, at, level=0.15 + 0.3 * (0.72 - ring))
    pieces = [
        (food, at) for food in [*things[:5], *greens[:1]] for at in disc(draw, max(3, amount(food.shape, 0.09)), 0.7)
    ]
    for food, at in sorted(pieces, key=lambda each: each[1][1]):
        plate.lay(food, at, level=0.4)
    for at in disc(draw, 5, 0.5):
        plate.put(shape, colour, at, 0.4 if shape == "noodle" else None, 0.5)
    garnish(plate, sprinkles, 0.6)
