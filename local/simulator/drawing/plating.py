"""Plating: which pieces of food lie where, in layers, for each kind of dish."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from local.simulator.drawing.colours import RGB, mix, rgb, shade
from local.simulator.drawing.noise import cloud
from local.simulator.drawing.scene import Scene
from local.simulator.drawing.stamps import VARIANTS, stamp
from local.simulator.drawing.vessels import Place
from local.simulator.pantry import Food

SIZES = {
    "cube": 0.21,
    "slice": 0.27,
    "strip": 0.4,
    "spear": 0.62,
    "leaf": 0.46,
    "floret": 0.34,
    "berry": 0.2,
    "ball": 0.25,
    "bean": 0.36,
    "pea": 0.34,
    "rice": 0.5,
    "granule": 0.5,
    "lentil": 0.44,
    "kernel": 0.34,
    "seed": 0.3,
    "speck": 0.3,
    "crumble": 0.36,
    "shred": 0.46,
    "noodle": 0.66,
    "fillet": 0.98,
    "ring": 0.3,
    "wedge": 0.32,
    "citrus": 0.28,
    "egg": 0.52,
    "avocado": 0.62,
    "shrimp": 0.36,
    "nut": 0.24,
    "herb": 0.24,
    "dollop": 0.34,
    "ribbon": 0.46,
    "mushroom": 0.28,
    "tube": 0.3,
    "bread": 0.95,
    "pancake": 1.25,
}
POOLS: tuple[RGB, ...] = (
    (204, 146, 66),
    (206, 88, 44),
    (150, 168, 84),
    (236, 214, 160),
    (168, 112, 62),
    (226, 160, 58),
    (184, 70, 48),
)
SWEET_POOLS: tuple[RGB, ...] = (
    (246, 238, 222),
    (226, 208, 172),
    (214, 120, 138),
    (188, 204, 120),
    (232, 176, 96),
)
AREA = {"mash", "sauce", "swirl", "drizzle", "liquid"}
BASES = {"rice", "granule", "lentil", "noodle", "tube", "mash"}
GREENS = {"leaf"}
SPRINKLES = {"herb", "seed", "speck", "nut", "shred"}
Where = tuple[float, float]


@dataclass
class Plate:
    """The food in the making: the board's colours, the relief, and the place food may lie."""

    board: Image.Image
    relief: NDArray[np.uint8]
    place: Place
    flat: float
    draw: random.Random
    edges: list[float] = field(default_factory=lambda: [1e9, 1e9, -1e9, -1e9])

    @property
    def squash(self) -> float:
        """How far pieces are flattened; they stand up a little, so less than the plate."""
        return round(min(1.0, 0.35 + 0.65 * self.flat), 1)

    def touch(self, left: float, top: float, right: float, bottom: float) -> None:
        """Remember that this part of the picture now holds food."""
        low, high = self.edges[:2], self.edges[2:]
        self.edges = [min(low[0], left), min(low[1], top), max(high[0], right), max(high[1], bottom)]

    def put(
        self,
        shape: str,
        colour: RGB,
        at: Where,
        size: float | None = None,
        level: float = 0.0,
        sunk: float = 1.0,
    ) -> None:
        """One piece at x, y in -1..1 of the place; it lies at height `level`, 0..1, `sunk` of it above."""
        pixels = _rung(
            1.32
            * (size or SIZES[shape])
            * math.sqrt(self.place.a * max(self.place.b, 0.6 * self.place.a))
            * self.draw.uniform(0.88, 1.14)
        )
        piece = stamp(shape, colour, pixels, self.squash, self.draw.randrange(VARIANTS))
        height, width = piece.relief.shape
        x = round(self.place.x + at[0] * self.place.a - width / 2)
        y = round(self.place.y + at[1] * self.place.b - height / 2 - level * self.place.a * 0.34 * (1.02 - self.flat))
        if x < 0 or y < 0 or x + width > self.board.width or y + height > self.board.height:
            self._put_cut(piece.colour, piece.mask, (x, y))
            return
        self.board.paste(piece.colour, (x, y), piece.mask)
        lifted = (piece.relief * (0.42 * sunk) + min(140.0, 26 + level * 110)).astype(np.uint8)
        np.copyto(self.relief[y : y + height, x : x + width], lifted, where=piece.solid)
        self.touch(x, y, x + width, y + height)

    def _put_cut(self, colour: Image.Image, mask: Image.Image, corner: tuple[int, int]) -> None:
        """A piece that the frame cuts: colour alone, nobody misses its relief at the border."""
        self.board.paste(colour, corner, mask)

    def fill(self, colour: RGB, reach: float, level: int, rough: float, spots: RGB | None = None) -> None:
        """A pool over the place: soup, sauce, mash; `rough` waves its surface."""
        place, draw = self.place, self.draw
        left, top = int(place.x - place.a * reach), int(place.y - place.b * reach)
        width, height = int(2 * place.a * reach), int(2 * place.b * reach)
        rng = np.random.default_rng(draw.getrandbits(32))
        waves = cloud(rng, width, height, 4, 4)
        mask = Image.new("L", (width // 2, height // 2), 0)
        outline = _wobbly(draw, width / 4, height / 4, 0.015 if reach > 0.93 else 0.07)
        ImageDraw.Draw(mask).polygon(outline, fill=255)
        mask = mask.filter(ImageFilter.BoxBlur(1)).resize((width, height), Image.Resampling.BILINEAR)
        tone = np.clip((waves - 0.5) * 0.7 + 1, 0.6, 1.3)[..., None]
        surface = np.clip(np.array(colour, np.float32) * tone, 0, 255)
        if spots is not None:
            oily = np.clip((cloud(rng, width, height, 14, 2) - 0.56) * 9, 0, 0.6)[..., None]
            surface = surface * (1 - oily) + np.array(spots, np.float32) * oily
        self.board.paste(Image.fromarray(surface.astype(np.uint8)), (left, top), mask)
        self._raise(left, top, np.asarray(mask) > 128, level + (waves - 0.5) * rough)

    def _raise(self, left: int, top: int, solid: NDArray[np.bool_], heights: NDArray[np.float32]) -> None:
        """Set the relief under a pool, within the frame."""
        height, width = solid.shape
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(self.board.width, left + width), min(self.board.height, top + height)
        if x1 <= x0 or y1 <= y0:
            return
        inner = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
        np.copyto(self.relief[y0:y1, x0:x1], np.clip(heights[inner], 1, 200).astype(np.uint8), where=solid[inner])
        self.touch(x0, y0, x1, y1)

    def swirl(self, colour: RGB, reach: float) -> None:
        """A spiral of cream or oil."""
        place, draw = self.place, self.draw
        start, turns = draw.uniform(0, 6), draw.uniform(1.3, 2.2)
        x, y = draw.uniform(-0.2, 0.2), draw.uniform(-0.15, 0.15)
        steps = np.linspace(0.08, 1, 46)
        line = [
            (
                place.x + place.a * (x + reach * t * math.cos(start + turns * 6.28 * t)),
                place.y + place.b * (y + reach * t * math.sin(start + turns * 6.28 * t)),
            )
            for t in steps
        ]
        pen = ImageDraw.Draw(self.board)
        for wide, share in ((0.055, 0.55), (0.034, 1.0)):
            under = self.board.getpixel(
                (
                    int(min(max(line[0][0], 0), self.board.width - 1)),
                    int(min(max(line[0][1], 0), self.board.height - 1)),
                )
            )
            tone = mix(under, colour, share) if isinstance(under, tuple) else colour  # type: ignore[arg-type]
            pen.line(line, fill=tone, width=max(2, round(wide * place.a)))


def _rung(pixels: float) -> int:
    """The nearest of a ladder of sizes, so that stamps are shared between pictures."""
    return max(10, round(1.2 ** round(math.log(max(pixels, 8)) / math.log(1.2))))


def _wobbly(draw: random.Random, a: float, b: float, rough: float) -> list[Where]:
    phases = [draw.uniform(0, 6) for _ in range(3)]
    points = []
    for index in range(60):
        angle = index * math.tau / 60
        swell = 1 - rough + rough * sum(math.sin(n * angle + p) for n, p in zip((2, 3, 5), phases, strict=True)) / 2
        points.append((a + a * swell * math.cos(angle), b + b * swell * math.sin(angle)))
    return points


# --- Patterns of places --------------------------------------------------------------------------


def disc(draw: random.Random, count: int, reach: float, centre: Where = (0.0, 0.0)) -> list[Where]:
    """Places spread evenly over a disc by the sunflower's angle, shaken, the far ones first."""
    turn = draw.uniform(0, 6.28)
    places = []
    for index in range(count):
        distance = reach * math.sqrt((index + 0.5) / count) + draw.uniform(-0.05, 0.05)
        angle = turn + index * 2.39996 + draw.uniform(-0.2, 0.2)
        places.append((centre[0] + distance * math.cos(angle), centre[1] + distance * math.sin(angle)))
    return sorted(places, key=lambda each: each[1])


def sector(draw: random.Random, count: int, start: float, sweep: float, inner: float, outer: float) -> list[Where]:
    """Places spread over a sector of a ring, the far ones first."""
    places = []
    for index in range(count):
        share = (index + draw.random()) / count
        distance = math.sqrt(inner**2 + (outer**2 - inner**2) * ((index * 0.618 + draw.random() * 0.2) % 1))
        angle = start + sweep * (0.08 + 0.84 * share)
        places.append((distance * math.cos(angle), distance * math.sin(angle)))
    return sorted(places, key=lambda each: each[1])


def crowd(plate: Plate, food: Food, places: list[Where], level: float, sunk: float = 1.0) -> None:
    """The same food at every place."""
    colour = rgb(food.colour)
    for at in places:
        plate.put(food.shape, colour, at, level=level, sunk=sunk)


def amount(shape: str, share: float) -> int:
    """How many pieces cover this share of the place."""
    size = 1.2 * SIZES[shape]
    cover = {
        "fillet": 1.2,
        "leaf": 2.0,
        "noodle": 2.6,
        "spear": 3.4,
        "strip": 2.6,
        "avocado": 1.0,
        "egg": 0.9,
        "herb": 0.7,
        "seed": 0.7,
        "nut": 0.8,
        "speck": 0.6,
        "granule": 2.4,
        "rice": 2.4,
    }.get(shape, 1.5)
    return max(1, round(1.7 * share * cover * 4 / (size * size * 3.14)))


# --- Layouts -------------------------------------------------------------------------------------


def sorted_foods(foods: tuple[Food, ...]) -> tuple[list[Food], list[Food], list[Food], list[Food]]:
    """Bases, things, greens and sprinkles of a dish."""
    drawn = [food for food in foods if food.shape != "none"]
    bases = [food for food in drawn if food.shape in BASES]
    greens = [food for food in drawn if food.shape in GREENS]
    sprinkles = [food for food in drawn if food.shape in SPRINKLES and food.role not in ("vegetable", "aromatic")]
    rest = [
        food
        for food in drawn
        if food not in bases and food not in greens and food not in sprinkles and food.shape not in AREA
    ]
    return bases, rest, greens, sprinkles


def finish(plate: Plate, sprinkles: list[Food], level: float) -> None:
    """Garnish: herbs and seeds, and now and then a wedge of lemon."""
    draw = plate.draw
    for food in sprinkles[:3]:
        places = disc(
            draw,
            draw.randint(7, 13) if food.shape != "herb" else draw.randint(8, 14),
            draw.uniform(0.45, 0.78),
        )
        crowd(plate, food, places, level)
    for at in disc(draw, 4, 0.6):
        plate.put("speck", (46, 40, 36), at, 0.14, level)


def ground(plate: Plate, bases: list[Food], greens: list[Food]) -> None:
    """What the dish lies on: grains, leaves, or a smear of sauce."""
    draw = plate.draw
    if bases and bases[0].shape == "mash":
        plate.fill(rgb(bases[0].colour), 0.9, 46, 46)
    elif bases:
        food = bases[0]
        plate.fill(shade(rgb(food.colour), 0.72, 0.4), 0.86, 24, 12)
        crowd(plate, food, disc(draw, amount(food.shape, 0.62), 0.78), 0.12)
    elif greens:
        crowd(plate, greens[0], disc(draw, 26, 0.78), 0.05)
    else:
        plate.fill(shade((214, 176, 120), draw.uniform(0.7, 1.1)), draw.uniform(0.72, 0.86), 22, 10)


def lay_heap(plate: Plate, scene: Scene) -> None:
    """A base, vegetables around, the main ingredient on top."""
    draw = plate.draw
    bases, rest, greens, sprinkles = sorted_foods(scene.foods)
    ground(plate, bases, greens)
    start = draw.uniform(0, 6.28)
    side = [*rest[1:5], *(greens[:1] if bases else [])]
    for index, food in enumerate(side):
        sweep = draw.uniform(1.4, 2.4)
        crowd(
            plate,
            food,
            sector(draw, amount(food.shape, 0.13), start + index * 6.28 / len(side), sweep, 0.35, 0.86),
            0.28,
        )
    if rest:
        _hero(plate, rest[0], (draw.uniform(-0.2, 0.2), draw.uniform(-0.2, 0.1)))
    finish(plate, sprinkles, 0.7)


def _hero(plate: Plate, food: Food, centre: Where) -> None:
    """The main ingredient where the eye goes first."""
    draw = plate.draw
    if food.shape == "fillet":
        for shift in range(draw.choice((1, 2, 2))):
            plate.put(
                "fillet",
                rgb(food.colour),
                (centre[0] + 0.28 * shift - 0.14, centre[1] + 0.26 * shift - 0.12),
                1.12,
                0.5,
            )
        return
    crowd(plate, food, disc(draw, amount(food.shape, 0.2), 0.44, centre), 0.5)


def lay_sections(plate: Plate, scene: Scene) -> None:
    """A bowl in sectors, each ingredient in its own."""
    draw = plate.draw
    bases, rest, greens, sprinkles = sorted_foods(scene.foods)
    parts = [*bases[:1], *rest[:5], *greens[:1]]
    plate.fill(shade(rgb(parts[0].colour), 0.62, 0.4), 0.9, 20, 8)
    start = draw.uniform(0, 6.28)
    weights = [draw.uniform(0.8, 1.5) * (1.3 if index < 2 else 1) for index in range(len(parts))]
    for food, weight in sorted(zip(parts, weights, strict=True), key=lambda each: each[0].shape not in BASES):
        sweep = 6.28 * weight / sum(weights)
        if food.shape == "mash":
            crowd(plate, food, [], 0.1)
        elif food.shape in SIZES:
            crowd(
                plate,
                food,
                sector(draw, amount(food.shape, 0.9 * sweep / 6.28), start, sweep, 0.08, 0.86),
                draw.uniform(0.15, 0.35),
            )
        start += sweep
    finish(plate, sprinkles, 0.5)


def lay_salad(plate: Plate, scene: Scene) -> None:
    """Everything tossed over leaves."""
    draw = plate.draw
    bases, rest, greens, sprinkles = sorted_foods(scene.foods)
    leaf = rgb(greens[0].colour) if greens else (96, 148, 60)
    for at in disc(draw, 34, 0.84):
        plate.put("leaf", leaf, at, draw.uniform(0.34, 0.5), 0.05)
    pieces = [
        (food, at)
        for food in [*bases[:1], *rest[:6]]
        if food.shape in SIZES
        for at in disc(draw, amount(food.shape, 0.15) + 1, draw.uniform(0.6, 0.84))
    ]
    for food, at in sorted(pieces, key=lambda each: each[1][1]):
        plate.put(food.shape, rgb(food.colour), at, level=draw.uniform(0.2, 0.5))
    for at in disc(draw, 7, 0.7):
        plate.put("leaf", leaf, at, 0.3, 0.45)
    finish(plate, sprinkles, 0.6)


def lay_liquid(plate: Plate, scene: Scene) -> None:
    """Soup, curry, porridge, a dip: a pool with things in it."""
    draw = plate.draw
    bases, rest, greens, sprinkles = sorted_foods(scene.foods)
    pool = _pool_colour(scene, rest, draw)
    plate.fill(pool, 0.99, 40, 26, shade(pool, 1.28, 0.6))
    creamy = any(food.role in ("dairy", "rich", "oats") for food in scene.foods)
    if creamy:
        plate.swirl((252, 247, 236), 0.62)
    centre = (draw.uniform(-0.25, 0.25), draw.uniform(-0.25, 0.2))
    for food in [*bases[:1], *rest[:5], *greens[:1]]:
        if food.shape in SIZES:
            crowd(
                plate,
                food,
                disc(draw, max(3, amount(food.shape, 0.14)), draw.uniform(0.5, 0.82), centre),
                0.12,
                0.75,
            )
    if not creamy and draw.random() < 0.5:
        plate.swirl(shade(pool, 1.35, 0.3), 0.4)
    finish(plate, sprinkles, 0.3)


def _pool_colour(scene: Scene, rest: list[Food], draw: random.Random) -> RGB:
    """The colour of a pool: by its richest ingredient, tempered by broth."""
    strong = {
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
    names = {food.name for food in scene.foods}
    sweet = sum(food.role in ("fruit", "oats", "nut") for food in scene.foods) >= 2
    base = next(
        (colour for name, colour in strong.items() if name in names),
        draw.choice(SWEET_POOLS if sweet else POOLS),
    )
    return mix(base, rgb(rest[0].colour), draw.uniform(0.15, 0.4)) if rest else base


def lay_nest(plate: Plate, scene: Scene) -> None:
    """Noodles or pasta wound into a nest, with the rest tossed through."""
    draw = plate.draw
    bases, rest, greens, sprinkles = sorted_foods(scene.foods)
    shape = next((food.shape for food in bases if food.shape in ("noodle", "tube")), "noodle")
    colour = next((rgb(food.colour) for food in bases if food.shape == shape), (240, 212, 146))
    plate.fill(shade(colour, 0.62, 0.6), 0.82, 22, 10)
    for ring, count in ((0.72, 17), (0.46, 12), (0.2, 6)):
        for at in disc(draw, count, ring):
            plate.put(shape, colour, at, level=0.15 + 0.3 * (0.72 - ring))
    pieces = [
        (food, at)
        for food in [*rest[:5], *greens[:1]]
        if food.shape in SIZES and food.shape != "noodle"
        for at in disc(draw, max(3, amount(food.shape, 0.09)), 0.7)
    ]
    for food, at in sorted(pieces, key=lambda each: each[1][1]):
        plate.put(food.shape, rgb(food.colour), at, level=0.4)
    for at in disc(draw, 5, 0.5):
        plate.put(shape, colour, at, 0.4 if shape == "noodle" else None, 0.5)
    finish(plate, sprinkles, 0.6)


def lay_toast(plate: Plate, scene: Scene) -> None:
    """Two or three slices of bread, piled high."""
    draw = plate.draw
    _, rest, greens, sprinkles = sorted_foods(tuple(food for food in scene.foods if food.role != "bread"))
    bread = next((rgb(food.colour) for food in scene.foods if food.role == "bread"), (206, 160, 100))
    turn, count = draw.uniform(0, 3.14), draw.choice((2, 3))
    spots = [
        (
            0.48 * (index - (count - 1) / 2) * 1.6 * math.cos(turn),
            0.48 * (index - (count - 1) / 2) * 1.6 * math.sin(turn),
        )
        for index in range(count)
    ]
    for x, y in sorted(spots, key=lambda each: each[1]):
        plate.put("bread", bread, (x, y), 0.98, 0.1)
        for food in [*greens[:1], *rest[:4]]:
            if food.shape in SIZES:
                places = [(x + a * 0.42, y + b * 0.42) for a, b in disc(draw, max(3, amount(food.shape, 0.09)), 0.8)]
                for at in places:
                    plate.put(food.shape, rgb(food.colour), at, min(SIZES[food.shape], 0.5) * 0.85, 0.4)
    finish(plate, sprinkles, 0.6)


def lay_wraps(plate: Plate, scene: Scene) -> None:
    """Soft tacos, wraps or leaves, filled and side by side."""
    draw = plate.draw
    _, rest, greens, sprinkles = sorted_foods(tuple(food for food in scene.foods if food.role != "bread"))
    leafy = any("lettuce" in food.name for food in scene.foods) and not any(
        food.role == "bread" for food in scene.foods
    )
    wrap: RGB = (150, 194, 92) if leafy else (236, 208, 156)
    turn = draw.uniform(-0.5, 0.5) + draw.choice((0, 1.57))
    for index in range(3):
        along = (index - 1) * 0.55
        x, y = along * math.cos(turn), along * math.sin(turn)
        plate.put("leaf" if leafy else "bread", wrap, (x, y), 1.05, 0.05)
        for food in [*greens[:1], *rest[:4]]:
            for _ in range(6 if food.shape in SIZES else 0):
                slide = draw.uniform(-0.4, 0.4)
                at = (
                    x - slide * math.sin(turn) + draw.uniform(-0.09, 0.09),
                    y + slide * math.cos(turn) + draw.uniform(-0.09, 0.09),
                )
                plate.put(food.shape, rgb(food.colour), at, min(SIZES[food.shape], 0.42) * 0.85, 0.35)
    finish(plate, sprinkles, 0.6)


def lay_pancakes(plate: Plate, scene: Scene) -> None:
    """A stack with fruit on top and syrup running down."""
    draw = plate.draw
    _, rest, _, sprinkles = sorted_foods(scene.foods)
    x, y = draw.uniform(-0.2, 0.2), 0.12
    for layer in range(draw.randint(3, 5)):
        plate.put(
            "pancake",
            (226, 170, 92),
            (x + draw.uniform(-0.06, 0.06), y - 0.02 * layer),
            1.25,
            0.1 + 0.28 * layer,
        )
    top = 0.1 + 0.28 * 4
    for food in rest[:3]:
        if food.shape in SIZES:
            crowd(plate, food, disc(draw, 7, 0.4, (x, y)), top * 0.9)
            crowd(plate, food, disc(draw, 4, 0.9), 0.05)
    plate.put("dollop", (252, 247, 236), (x, y), 0.34, top)
    finish(plate, sprinkles, top)


def lay_omelette(plate: Plate, scene: Scene) -> None:
    """A folded omelette or a whole frittata, with leaves beside it."""
    draw = plate.draw
    _, rest, greens, sprinkles = sorted_foods(tuple(food for food in scene.foods if food.shape != "egg"))
    if greens:
        crowd(plate, greens[0], sector(draw, 12, draw.uniform(0, 6.28), 2.2, 0.5, 0.92), 0.05)
    plate.fill((242, 192, 74), draw.uniform(0.74, 0.86), 74, 60, (206, 138, 50))
    for food in rest[:5]:
        if food.shape in SIZES:
            crowd(plate, food, disc(draw, max(3, amount(food.shape, 0.08)), 0.6), 0.38, 0.8)
    finish(plate, sprinkles, 0.5)


def lay_skewers(plate: Plate, scene: Scene) -> None:
    """Skewers side by side on grains or leaves."""
    draw = plate.draw
    bases, rest, greens, sprinkles = sorted_foods(scene.foods)
    ground(plate, bases, greens)
    turn, cubes = draw.uniform(-0.6, 0.6) + draw.choice((0, 0, 1.57)), rest[:3] or list(scene.foods[:2])
    pen = ImageDraw.Draw(plate.board)
    for row in range(4):
        off = (row - 1.5) * 0.36
        ends = [
            (off * -math.sin(turn) + s * math.cos(turn), off * math.cos(turn) + s * math.sin(turn))
            for s in (-1.12, 1.12)
        ]
        line = [
            (
                plate.place.x + x * plate.place.a,
                plate.place.y + y * plate.place.b - 0.1 * plate.place.a * (1 - plate.flat),
            )
            for x, y in ends
        ]
        pen.line(line, fill=(196, 160, 104), width=max(3, round(plate.place.a * 0.025)))
        for step in range(7):
            share = step / 6 * 1.5 - 0.75
            food = cubes[step % len(cubes)]
            shape = (
                food.shape
                if food.shape in ("slice", "berry", "shrimp", "mushroom", "cube", "wedge", "strip")
                else "cube"
            )
            at = (
                off * -math.sin(turn) + share * math.cos(turn),
                off * math.cos(turn) + share * math.sin(turn),
            )
            plate.put(shape, rgb(food.colour), at, 0.29, 0.45)
    finish(plate, sprinkles, 0.7)


def lay_rounds(plate: Plate, scene: Scene) -> None:
    """Patties, cakes or bites, overlapping, with leaves and a dollop."""
    draw = plate.draw
    _, rest, greens, sprinkles = sorted_foods(scene.foods)
    if greens:
        crowd(plate, greens[0], disc(draw, 18, 0.8), 0.05)
    colour = mix(rgb((rest or list(scene.foods))[0].colour), (150, 96, 48), 0.5)
    small = draw.random() < 0.5
    shape, size, count = ("ball", 0.34, draw.randint(9, 12)) if small else ("pancake", 0.58, draw.randint(5, 7))
    for at in disc(draw, count, 0.66):
        plate.put(shape, colour, at, size, 0.35)
    for food in rest[1:4]:
        if food.shape in SIZES:
            crowd(plate, food, disc(draw, max(3, amount(food.shape, 0.05)), 0.85), 0.2)
    plate.put("dollop", (250, 246, 236), (draw.uniform(-0.4, 0.4), draw.uniform(-0.3, 0.3)), 0.36, 0.6)
    finish(plate, sprinkles, 0.6)


def lay_rows(plate: Plate, scene: Scene) -> None:
    """A traybake: bands of each ingredient from edge to edge."""
    draw = plate.draw
    bases, rest, greens, sprinkles = sorted_foods(scene.foods)
    parts = [food for food in [*rest[:5], *bases[:1], *greens[:1]] if food.shape in SIZES]
    draw.shuffle(parts)
    turn = draw.uniform(0, 3.14)
    plate.fill((150, 108, 62), 0.94, 20, 12)
    width = 1.8 / len(parts)
    for index, food in enumerate(parts):
        middle = -0.9 + width * (index + 0.5)
        reach = math.sqrt(max(0.1, 0.82 - middle * middle))
        for _ in range(amount(food.shape, 0.75 / len(parts)) + 1):
            across, along = middle + draw.uniform(-0.5, 0.5) * width, draw.uniform(-reach, reach)
            plate.put(
                food.shape,
                rgb(food.colour),
                (
                    across * math.cos(turn) - along * math.sin(turn),
                    across * math.sin(turn) + along * math.cos(turn),
                ),
                level=0.2,
            )
    finish(plate, sprinkles, 0.5)


LAYOUTS: dict[str, Callable[[Plate, Scene], None]] = {
    "heap": lay_heap,
    "sections": lay_sections,
    "salad": lay_salad,
    "liquid": lay_liquid,
    "nest": lay_nest,
    "toast": lay_toast,
    "wraps": lay_wraps,
    "pancakes": lay_pancakes,
    "omelette": lay_omelette,
    "skewers": lay_skewers,
    "rounds": lay_rounds,
    "rows": lay_rows,
}
