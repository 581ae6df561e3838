"""Dishes from the pan, the griddle and the grill."""

from PIL import ImageDraw

from local.simulator.drawing.colours import RGB, mix, rgb
from local.simulator.drawing.layouts.parts import garnish, ground, parts_of
from local.simulator.drawing.places import Where, amount, disc, sector, turned
from local.simulator.drawing.plate import Plate
from local.simulator.drawing.pools import fill
from local.simulator.drawing.scene import Scene

CREAM: RGB = (252, 247, 236)
YOGURT: RGB = (250, 246, 236)
SKEWERED = ("slice", "berry", "shrimp", "mushroom", "cube", "wedge", "strip")


def lay_pancakes(plate: Plate, scene: Scene) -> None:
    """A stack with fruit on top and cream."""
    draw = plate.draw
    _, things, _, sprinkles = parts_of(scene.foods)
    x, y = draw.uniform(-0.2, 0.2), 0.12
    for layer in range(draw.randint(3, 5)):
        at = (x + draw.uniform(-0.06, 0.06), y - 0.02 * layer)
        plate.put("pancake", (226, 170, 92), at, 1.25, 0.1 + 0.28 * layer)
    top = 0.1 + 0.28 * 4
    for food in things[:3]:
        plate.crowd(food, disc(draw, 7, 0.4, (x, y)), top * 0.9)
        plate.crowd(food, disc(draw, 4, 0.9), 0.05)
    plate.put("dollop", CREAM, (x, y), 0.34, top)
    garnish(plate, sprinkles, top)


def lay_omelette(plate: Plate, scene: Scene) -> None:
    """A folded omelette or a whole frittata, with leaves beside it."""
    draw = plate.draw
    _, things, greens, sprinkles = parts_of(food for food in scene.foods if food.shape != "egg")
    if greens:
        plate.crowd(greens[0], sector(draw, 12, draw.uniform(0, 6.28), 2.2, 0.5, 0.92), 0.05)
    fill(plate, (242, 192, 74), draw.uniform(0.74, 0.86), 74, 60, (206, 138, 50))
    for food in things[:5]:
        plate.crowd(food, disc(draw, max(3, amount(food.shape, 0.08)), 0.6), 0.38, 0.8)
    garnish(plate, sprinkles, 0.5)


def lay_rounds(plate: Plate, scene: Scene) -> None:
    """Patties, cakes or bites, overlapping, with leaves and a dollop."""
    draw = plate.draw
    _, things, greens, sprinkles = parts_of(scene.foods)
    if greens:
        plate.crowd(greens[0], disc(draw, 18, 0.8), 0.05)
    colour = mix(rgb((things or scene.foods)[0].colour), (150, 96, 48), 0.5)
    small = draw.random() < 0.5
    shape, size, count = ("ball", 0.34, draw.randint(9, 12)) if small else ("pancake", 0.58, draw.randint(5, 7))
    for at in disc(draw, count, 0.66):
        plate.put(shape, colour, at, size, 0.35)
    for food in things[1:4]:
        plate.crowd(food, disc(draw, max(3, amount(food.shape, 0.05)), 0.85), 0.2)
    plate.put("dollop", YOGURT, (draw.uniform(-0.4, 0.4), draw.uniform(-0.3, 0.3)), 0.36, 0.6)
    garnish(plate, sprinkles, 0.6)


def lay_skewers(plate: Plate, scene: Scene) -> None:
    """Skewers side by side on grains or leaves."""
    draw = plate.draw
    bases, things, greens, sprinkles = parts_of(scene.foods)
    ground(plate, bases, greens)
    turn, cubes = draw.uniform(-0.6, 0.6) + draw.choice((0, 0, 1.57)), things[:3] or scene.foods[:2]
    for row in range(4):
        across = (row - 1.5) * 0.36
        _lay_stick(plate, turned(-1.12, across, turn), turned(1.12, across, turn))
        for step in range(7):
            food = cubes[step % len(cubes)]
            shape = food.shape if food.shape in SKEWERED else "cube"
            plate.put(shape, rgb(food.colour), turned(step / 6 * 1.5 - 0.75, across, turn), 0.29, 0.45)
    garnish(plate, sprinkles, 0.7)


def _lay_stick(plate: Plate, start: Where, end: Where) -> None:
    place, lift = plate.place, 0.1 * plate.place.a * (1 - plate.flat)
    line = [(place.x + x * place.a, place.y + y * place.b - lift) for x, y in (start, end)]
    ImageDraw.Draw(plate.board).line(line, fill=(196, 160, 104), width=max(3, round(place.a * 0.025)))
