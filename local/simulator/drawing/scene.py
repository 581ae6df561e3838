"""What a prompt asks to be drawn: vessel, surface, light, camera, and the foods it names."""

import math
import random
import re
from dataclasses import dataclass

from local.simulator.mains import short_name, singular
from local.simulator.pantry import Food, pantry

VESSELS = {
    "white ceramic plate": "white plate",
    "shallow stoneware": "stoneware",
    "deep ceramic": "deep bowl",
    "black plate": "black plate",
    "speckled blue": "blue plate",
    "skillet": "skillet",
    "board": "board",
    "glass bowl": "glass bowl",
    "clear glass": "glass bowl",
    "bowl": "stoneware",
    "plate": "white plate",
}
SURFACES = {
    "rustic": "rustic wooden",
    "marble": "marble",
    "slate": "slate",
    "linen cloth": "linen",
    "terracotta": "terracotta",
    "oak": "oak",
    "glazed tiles": "blue glazed",
    "concrete": "concrete",
    "wooden table": "rustic wooden",
    "wood": "oak",
}
LIGHTS = {
    "side light": "side",
    "morning": "morning",
    "golden": "golden",
    "overcast": "overcast",
    "low-key": "moody",
    "moody": "moody",
}
ANGLES = {
    "overhead": "overhead",
    "flat lay": "overhead",
    "low 20": "low",
    "20 degree": "low",
    "close-up": "close",
    "45": "three-quarter",
    "three-quarter": "three-quarter",
}
LAYOUTS = (
    (
        "liquid",
        (
            "soup",
            "broth",
            "curry",
            "stew",
            "chilli",
            "chili",
            "braise",
            "casserole",
            "porridge",
            "smoothie",
            "dip ",
            "dip.",
            "dip with",
            "dipping",
            "shakshuka",
            "baked eggs",
            "skillet eggs",
            "one-pot",
            "bean pot",
            "parfait",
            "pudding",
        ),
    ),
    ("nest", ("noodle", "pasta", "spaghetti", "linguine", "penne")),
    ("toast", ("toasts", "on toast", "tartine", "bruschetta", "sandwich")),
    ("wraps", ("wrap", "taco", "lettuce cups", "gem cups", "burrito")),
    ("pancakes", ("pancake", "hotcake", "griddle cake", "waffle")),
    ("omelette", ("omelette", "frittata")),
    ("skewers", ("skewer", "kebab")),
    ("rounds", ("patties", "fritter", "cakes", "bites", "balls", "snack bars")),
    ("rows", ("traybake", "sheet-pan", "tray roast", "oven bake", "grazing")),
    ("salad", ("salad", "slaw")),
    ("sections", ("bowl", "power", "buddha")),
)
PROPS = (
    "napkin",
    "fork",
    "spoon",
    "knife",
    "bowl",
    "glass",
    "lemon",
    "herb",
    "seeds",
    "cloth",
    "linen",
    "cutlery",
    "salt",
    "pepper",
    "sprig",
)
FLAT = {"overhead": 0.985, "three-quarter": 0.7, "low": 0.5, "close": 0.74}
DRAWN = {"none", "liquid"}
SWEET = ("porridge", "parfait", "smoothie", "pancake", "bites", "granola", "muffin", "pudding")


@dataclass(frozen=True)
class Scene:
    """Everything the drawing needs. Lengths are fractions of the picture's height, angles in radians."""

    vessel: str
    surface: str
    light: str
    angle: str
    layout: str
    foods: tuple[Food, ...]
    props: tuple[str, ...]
    flat: float
    centre: tuple[float, float]
    radius: float
    sun: tuple[float, float]


def read_scene(prompt: str, draw: random.Random) -> Scene:
    """The scene in a prompt; what it leaves open is drawn by chance."""
    lower = " ".join(prompt.lower().split())
    vessel = _named(lower, VESSELS, draw)
    angle = _named(lower, ANGLES, draw)
    layout = _layout(lower)
    layout = layout or draw.choice(("heap", "sections", "salad", "heap"))
    if layout == "sections" and draw.random() < 0.35:
        layout = "heap"
    flat = FLAT[angle] + draw.uniform(-0.03, 0.015)
    zoom = {
        "overhead": (0.36, 0.47),
        "three-quarter": (0.4, 0.54),
        "low": (0.44, 0.58),
        "close": (0.6, 0.78),
    }[angle]
    reach = {"close": 0.26, "low": 0.24}.get(angle, 0.24)
    centre = (0.5 + draw.uniform(-reach, reach), 0.5 + draw.uniform(-0.15, 0.13))
    turn = draw.uniform(0, 2 * math.pi)
    return Scene(
        vessel,
        _named(lower, SURFACES, draw),
        _named(lower, LIGHTS, draw),
        angle,
        layout,
        _foods(lower, draw),
        tuple(prop for prop in PROPS if prop in lower),
        flat,
        centre,
        draw.uniform(*zoom),
        (math.cos(turn), 0.75 * math.sin(turn) - 0.3),
    )


def _layout(text: str) -> str | None:
    """The kind of dish the words name: the dish's own name counts before the rest of the prompt."""
    dish = re.search(r'dish: "([^"]+)"', text)
    camera = r"(shallow stoneware|deep ceramic|clear glass) bowl|toasted|bite-size"
    for words in (dish[1] if dish else "", re.sub(camera, "", text)):
        for name, stems in LAYOUTS:
            if any(stem in words for stem in stems):
                return name
    return None


def _named(text: str, table: dict[str, str], draw: random.Random) -> str:
    """The first of the table's words in the text; by chance where there is none."""
    return next((name for words, name in table.items() if words in text), draw.choice(list(table.values())))


def _foods(text: str, draw: random.Random) -> tuple[Food, ...]:
    """The foods a prompt names, in its order; a few by chance where it names hardly any."""
    found: dict[str, int] = {}
    for food in pantry().values():
        words = {singular(food.name).lower(), short_name(food).lower()}
        places = [
            hit.start() for word in words if word in text and (hit := re.search(rf"\b{re.escape(word)}(s|es)?\b", text))
        ]
        if places and food.shape not in DRAWN:
            found[food.name] = min(places)
    names = _distinct(sorted(found, key=lambda name: (found[name], -len(name))))
    chosen = [pantry()[name] for name in names[:9]]
    sweet = any(word in text for word in SWEET)
    roles = ("fruit", "nut", "fruit", "seed") if sweet else ("vegetable", "leaf", "vegetable", "herb", "aromatic")
    for role in roles:
        spare = [
            food for food in pantry().values() if food.role == role and food not in chosen and food.shape not in DRAWN
        ]
        if len(chosen) < 7:
            chosen.append(draw.choice(spare))
    return tuple(chosen)


def _distinct(names: list[str]) -> list[str]:
    """Without foods that only repeat another's name, such as tomatoes beside cherry tomatoes."""
    kept: list[str] = []
    for name in names:
        words = {singular(word) for word in name.split()}
        if not any(
            words
            & {singular(word) for word in other.split()} - {"red", "white", "black", "ground", "green", "brown", "seed"}
            for other in kept
        ):
            kept.append(name)
    return kept
