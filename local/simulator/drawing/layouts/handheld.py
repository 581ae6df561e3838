"""Dishes that are eaten by hand: toasts and wraps."""

from local.simulator.drawing.colours import RGB, rgb
from local.simulator.drawing.layouts.parts import garnish, parts_of
from local.simulator.drawing.pieces import PIECES
from local.simulator.drawing.places import amount, disc, far_first, turned
from local.simulator.drawing.plate import Plate
from local.simulator.drawing.scene import Scene
from local.simulator.pantry import Food

LETTUCE: RGB = (150, 194, 92)
TORTILLA: RGB = (236, 208, 156)


def lay_toast(plate: Plate, scene: Scene) -> None:
    """Two or three slices of bread, piled high."""
    draw = plate.draw
    bread, filling, sprinkles = _bread_and_rest(scene)
    crust = rgb(bread.colour) if bread else (206, 160, 100)
    turn, count = draw.uniform(0, 3.14), draw.choice((2, 3))
    spots = [turned(0.48 * (index - (count - 1) / 2) * 1.6, 0, turn) for index in range(count)]
    for x, y in far_first(spots):
        plate.put("bread", crust, (x, y), 0.98, 0.1)
        for food in filling:
            for a, b in disc(draw, max(3, amount(food.shape, 0.09)), 0.8):
                plate.lay(food, (x + a * 0.42, y + b * 0.42), min(PIECES[food.shape].size, 0.5) * 0.85, 0.4)
    garnish(plate, sprinkles, 0.6)


def lay_wraps(plate: Plate, scene: Scene) -> None:
    """Soft tacos, wraps or leaves, filled and side by side."""
    draw = plate.draw
    bread, filling, sprinkles = _bread_and_rest(scene)
    leafy = bread is None and any("lettuce" in food.name for food in scene.foods)
    shape, wrap = ("leaf", LETTUCE) if leafy else ("bread", TORTILLA)
    turn = draw.uniform(-0.5, 0.5) + draw.choice((0, 1.57))
    for index in range(3):
        along = (index - 1) * 0.55
        plate.put(shape, wrap, turned(along, 0, turn), 1.05, 0.05)
        for food in filling:
            for _ in range(6):
                x, y = turned(along, draw.uniform(-0.4, 0.4), turn)
                at = (x + draw.uniform(-0.09, 0.09), y + draw.uniform(-0.09, 0.09))
                plate.lay(food, at, min(PIECES[food.shape].size, 0.42) * 0.85, 0.35)
    garnish(plate, sprinkles, 0.6)


def _bread_and_rest(scene: Scene) -> tuple[Food | None, list[Food], list[Food]]:
    """The bread, what lies on or in it, and the sprinkles."""
    bread = next((food for food in scene.foods if food.role == "bread"), None)
    _, things, greens, sprinkles = parts_of(food for food in scene.foods if food.role != "bread")
    return bread, [*greens[:1], *things[:4]], sprinkles
