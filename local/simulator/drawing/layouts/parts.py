"""What most dishes share: the parts of their food, the ground it lies on, and the garnish."""

from collections.abc import Iterable

from local.simulator.drawing.colours import rgb, shade
from local.simulator.drawing.places import amount, disc
from local.simulator.drawing.plate import Plate
from local.simulator.drawing.pools import fill
from local.simulator.pantry import Food

POURED = {"mash", "sauce", "swirl", "drizzle", "liquid"}
BASES = {"rice", "granule", "lentil", "noodle", "tube", "mash"}
SPRINKLES = {"herb", "seed", "speck", "nut", "shred"}


def parts_of(foods: Iterable[Food]) -> tuple[list[Food], list[Food], list[Food], list[Food]]:
    """Bases, things, greens and sprinkles of a dish; only a base may be poured."""
    bases, things, greens, sprinkles = [], [], [], []
    for food in foods:
        if food.shape in BASES:
            bases.append(food)
        elif food.shape == "leaf":
            greens.append(food)
        elif food.shape in SPRINKLES and food.role not in ("vegetable", "aromatic"):
            sprinkles.append(food)
        elif food.shape not in POURED:
            things.append(food)
    return bases, things, greens, sprinkles


def solid(foods: list[Food]) -> list[Food]:
    return [food for food in foods if food.shape not in POURED]


def ground(plate: Plate, bases: list[Food], greens: list[Food]) -> None:
    """What the dish lies on: grains, leaves, or a smear of sauce."""
    draw = plate.draw
    if bases and bases[0].shape == "mash":
        fill(plate, rgb(bases[0].colour), 0.9, 46, 46)
    elif bases:
        food = bases[0]
        fill(plate, shade(rgb(food.colour), 0.72, 0.4), 0.86, 24, 12)
        plate.crowd(food, disc(draw, amount(food.shape, 0.62), 0.78), 0.12)
    elif greens:
        plate.crowd(greens[0], disc(draw, 26, 0.78), 0.05)
    else:
        fill(plate, shade((214, 176, 120), draw.uniform(0.7, 1.1)), draw.uniform(0.72, 0.86), 22, 10)


def garnish(plate: Plate, sprinkles: list[Food], level: float) -> None:
    """Herbs and seeds, and a few peppercorns."""
    draw = plate.draw
    for food in sprinkles[:3]:
        count = draw.randint(8, 14) if food.shape == "herb" else draw.randint(7, 13)
        plate.crowd(food, disc(draw, count, draw.uniform(0.45, 0.78)), level)
    for at in disc(draw, 4, 0.6):
        plate.put("speck", (46, 40, 36), at, 0.14, level)
