"""The units of the kitchen: their names, and what the measured ones hold.

Volumes are US customary (NIST Handbook 44, appendix C: a gallon is 231 cubic inches, a teaspoon 1/768 of it); a British
pint or an Australian cup is read as a US one. Ounces and pounds are the international ones.
"""

from collections.abc import Iterator, Mapping

_TEASPOON = 231 * 2.54**3 / 768  # 4.92892 ml
_SMALL_GRAMS = {"handful": 30.0, "knob": 15.0}
_SMALL_MILLILITRES = {
    "pinch": _TEASPOON / 16, "dash": _TEASPOON / 8, "sprinkle": _TEASPOON / 8, "drop": 0.05,
    "splash": _TEASPOON, "drizzle": _TEASPOON,
}  # fmt: skip

GRAMS: Mapping[str, float] = {"mg": 0.001, "g": 1.0, "kg": 1000.0, "oz": 28.349523125, "lb": 453.59237, **_SMALL_GRAMS}
MILLILITRES: Mapping[str, float] = {
    "ml": 1.0, "cl": 10.0, "dl": 100.0, "l": 1000.0,
    "tsp": _TEASPOON, "tbsp": _TEASPOON * 3, "fl oz": _TEASPOON * 6, "cup": _TEASPOON * 48,
    "pint": _TEASPOON * 96, "quart": _TEASPOON * 192, "gallon": _TEASPOON * 768, **_SMALL_MILLILITRES,
}  # fmt: skip

CONVENTIONS: frozenset[str] = frozenset({*_SMALL_GRAMS, *_SMALL_MILLILITRES})
"""Units that are a gesture of the hand: their sizes are our conventions, not measures."""

METRIC_MASSES: frozenset[str] = frozenset({"mg", "g", "kg"})
MASSES: frozenset[str] = METRIC_MASSES | {"oz", "lb"}
CONTAINERS: frozenset[str] = frozenset({
    "bag", "bar", "block", "bottle", "box", "can", "carton", "container", "envelope", "jar", "package", "tub", "tube",
})  # fmt: skip
"""What a shop sells food in: a mass beside one of these is that of each, not of all."""

PARTS: frozenset[str] = frozenset({"breast", "chop", "drumstick", "fillet", "leg", "steak", "thigh", "wing"})
"""Counts that say which food it is: a breast of chicken is not just chicken."""

COUNTS: frozenset[str] = CONTAINERS | PARTS | {
    "ball", "bulb", "bunch", "clove", "cube", "ear", "floret", "head", "inch", "leaf", "link", "loaf", "log", "piece",
    "pod", "rack", "rib", "scoop", "serving", "sheet", "sleeve", "slice", "spear", "sprig", "square",
    "stalk", "stick", "wedge", "wheel",
}  # fmt: skip

_ALIASES = {
    "handful": "handfull handfuls", "mg": "milligram milligramme", "g": "gram gramme gm gr",
    "kg": "kilogram kilogramme kilo",
    "oz": "ounce",
    "lb": "pound ib", "ml": "millilitre milliliter cc", "cl": "centilitre centiliter", "dl": "decilitre deciliter",
    "l": "litre liter ltr", "tsp": "teaspoon teasp t", "tbsp": "tablespoon tablesp tbs tb tbl tblsp tbspn",
    "cup": "c", "pint": "pt", "quart": "qt", "gallon": "gal", "can": "tin", "fillet": "filet",
    "package": "packet pack pkg pkt packg sachet pouch", "container": "punnet", "piece": "pc pce ea",
    "slice": "rasher strip", "sprig": "stem",
}  # fmt: skip
_IRREGULAR = {"leaf": "leaves", "loaf": "loaves", "inch": "inches", "handful": "handsful"}
_FLUID_OUNCES = ("fl oz", "floz", "fl ounce", "fl ounces", "fluid ounce", "fluid ounces", "fluid oz")


def unit_of(word: str) -> str | None:
    """The unit's name here: "Tablespoons" -> "tbsp", "T" -> "tbsp", "t" -> "tsp", "lbs." -> "lb", "tin" -> "can"."""
    spelled = word.replace(".", "").strip()
    return "tbsp" if spelled == "T" else _NAMES.get(spelled.lower())


def _spellings() -> Iterator[tuple[str, str]]:
    for unit in {*GRAMS, *MILLILITRES, *COUNTS}:
        for spelling in (unit, *_ALIASES.get(unit, "").split()):
            yield spelling, unit
            yield _plural(spelling), unit
    yield from ((spelling, "fl oz") for spelling in _FLUID_OUNCES)


def _plural(word: str) -> str:
    return _IRREGULAR.get(word, word + ("es" if word.endswith(("ch", "sh", "x")) else "s"))


_NAMES: Mapping[str, str] = dict(_spellings())
