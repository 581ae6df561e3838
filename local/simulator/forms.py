"""The forms a dish may take: its slots with grams a serving (usual:least:most), its words and its method."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SWEET = {"porridge", "parfait", "smoothie", "pancakes", "bites"}


@dataclass(frozen=True)
class Slot:
    """One place in a dish, filled by a food of this kind; grams a serving."""

    kind: str
    usual: float
    low: float
    high: float


@dataclass(frozen=True)
class Form:
    """A kind of dish. `classes` are the kinds of main ingredient it can carry."""

    key: str
    meals: frozenset[str]
    methods: frozenset[str]
    classes: frozenset[str]
    dishes: tuple[str, ...]
    slots: tuple[Slot, ...]
    prep: int
    cook: int
    steps: tuple[str, ...]
    texture: str

    @property
    def is_sweet(self) -> bool:
        return self.key in SWEET


def _slots(text: str) -> tuple[Slot, ...]:
    parts = [each.split(":") for each in text.split()]
    return tuple(Slot(kind, float(usual), float(low), float(high)) for kind, usual, low, high in parts)


def _form(row: dict[str, Any]) -> Form:
    sets = {name: frozenset(row[name]) for name in ("meals", "methods", "classes")}
    lists = {name: tuple(row[name]) for name in ("dishes", "steps")}
    return Form(**{**row, **sets, **lists, "slots": _slots(row["slots"])})


FORMS = tuple(_form(row) for row in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["form"])
HINTS = {
    "wrap": ("wrap", "cups"),
    "curri": ("curry",),
    "stew": ("stew", "chilli"),
    "brais": ("stew",),
    "blend": ("smoothie", "dip"),
    "stir": ("stirfry", "noodles"),
    "griddl": ("pancakes", "patties", "toast"),
    "chill": ("parfait", "salad", "dip"),
    "soup": ("soup",),
    "salad": ("salad",),
    "skewer": ("skewers",),
}
METHODS = {
    "oven": ("roast", "bake", "baking", "sheet", "tray", "air", "oven", "broil", "gratin"),
    "grill": ("grill", "barbecue", "bbq", "char", "skewer", "smok", "griddl"),
    "wok": ("stir", "wok"),
    "pot": ("simmer", "brais", "stew", "curri", "slow", "pot", "pressure", "boil", "soup", "casserole", "curry"),
    "steam": ("steam", "poach", "parcel"),
    "pan": ("pan", "sear", "saut", "fry", "fried", "skillet", "toast", "scrambl"),
    "raw": (
        "raw",
        "no-cook",
        "no cook",
        "fresh",
        "salad",
        "chill",
        "blend",
        "marinat",
        "overnight",
        "toss",
        "assembl",
    ),
}


def hinted_forms(words: str) -> frozenset[str]:
    """The forms a cooking method calls for by name: wrapped -> wraps and lettuce cups."""
    lower = words.lower()
    return frozenset(key for stem, keys in HINTS.items() if stem in lower for key in keys)


def method_family(words: str) -> str:
    """The family a cooking method belongs to; `any` where it names none."""
    lower = words.lower()
    return next((family for family, stems in METHODS.items() if any(stem in lower for stem in stems)), "any")
