"""Foods found by the words of their USDA descriptions, through an inverted index."""

from functools import cache
from math import log

from brigade.ingredients.foods import Food, food, food_at, lines, table
from brigade.ingredients.words import words_of

ASIDE = frozenset({"Baby Foods", "Fast Foods", "Restaurant Foods", "Meals, Entrees, and Side Dishes",
                   "American Indian/Alaska Native Foods"})  # fmt: skip
"""Groups of dishes rather than foods."""

USUAL = frozenset(words_of(
    "raw fresh plain regular unprepared dry whole all commercial variety type average year round ready serve "
    "without salt added include food distribution program usda usdas mature seed fluid retail part"
))  # fmt: skip
"""Words of a description that say it is the plain food."""

EMPTY = frozenset({"fresh", "freshly", "large", "small", "medium", "ripe", "organic"})
SIGNS = {
    "cooked": ("cooked", "boiled"), "canned": ("canned",), "dried": ("dried", "dehydrated", "dry"),
    "frozen": ("frozen",), "smoked": ("smoked",), "roasted": ("roasted", "roast"), "drained": ("drained",),
    "pickled": ("pickled",), "candied": ("candied",), "fried": ("fried",), "baked": ("baked",),
}  # fmt: skip
SAID_OF_STATE = frozenset(
    {"include", "food", "spice", "nut", "seed", *(sign for signs in SIGNS.values() for sign in signs)}
)
KNOWN = 0.1  # for a food that has an everyday name
DRY = 15.0  # grams of water in 100 g: below this a food is dry as it is
LIKE = 0.2  # of the words of two foods that have to be the same, beside their first ones
WORTH = 40  # descriptions that are looked at closely


@cache
def _index() -> dict[str, str]:
    return dict(line.split("\t") for line in table("words.tsv"))


@cache
def _rows(word: str) -> frozenset[int]:
    return frozenset(map(int, _index().get(word, "").split()))


def _weight(word: str) -> float:
    return log(len(lines()) / (1 + len(_rows(word)))) if _rows(word) else 9.0


def described(words: tuple[str, ...]) -> tuple[int, float] | None:
    """The food whose description says every word of the name, and says it first; with how sure that is."""
    asked = [word for word in words if word not in EMPTY]
    rows = frozenset.intersection(*map(_rows, asked)) if asked else frozenset()
    if not rows:
        return None
    number, score = max(((row, _likeness(row, asked)) for row in _closest(rows)), key=lambda pair: (pair[1], -pair[0]))
    return food_at(number).fdc_id, score


def _closest(rows: frozenset[int]) -> list[int]:
    return sorted(rows, key=lambda row: (len(lines()[row].split("\t")[1]), row))[:WORTH]


def _likeness(row: int, asked: list[str]) -> float:
    """0-0.9: how much of what the description says first was asked for."""
    found = food_at(row)
    first, *others = (words_of(part) for part in found.description.split(","))
    said = dict.fromkeys(first, 1.0)
    for place, part in enumerate(others, 1):
        said = dict.fromkeys(part, 0.5 / place) | said
    if asked[-1] not in {*first, *(others[0] if others else ())}:
        return 0.0
    surplus = sum(share * _weight(word) for word, share in said.items() if word not in asked and word not in USUAL)
    wanted = sum(_weight(word) for word in asked)
    likeness = 0.9 * wanted / (wanted + surplus)
    branded = any(word.isupper() and len(word) > 3 for word in found.description.split())
    return likeness * (0.5 if found.group in ASIDE or branded else 1.0)


@cache
def in_state(fdc_id: int, state: str) -> tuple[int, float] | None:
    """The same food cooked, canned, dried …, and how sure that is; None where USDA has no such food."""
    plain = food(fdc_id)
    if state == "canned" and {"ready", "serve"} <= {*words_of(plain.description)}:
        return fdc_id, 1.0
    if any(sign in words_of(plain.description) for sign in SIGNS[state]) or (state == "dried" and _is_dry(plain)):
        return fdc_id, 1.0
    own = set(words_of(plain.description)) - {"raw", "fresh", "uncooked"}
    identity = set(words_of(",".join(plain.description.split(",")[:2]))) & own - SAID_OF_STATE
    rows = frozenset.union(*map(_rows, SIGNS[state])).intersection(*map(_rows, identity))
    best = max(((_shared(row, own), -row) for row in rows), default=(0.0, 0))
    if best[0] > LIKE:
        return food_at(-best[1]).fdc_id, 0.9
    return in_state(fdc_id, "cooked") if state == "canned" and _is_dry(plain) else None  # lentils of a can are boiled


@cache
def lean_of(fdc_id: int) -> int | None:
    """The same cut without the fat around it, if USDA has it."""
    parts = food(fdc_id).description.split(",")
    if " separable lean and fat" not in parts:
        return None
    cut = parts[: parts.index(" separable lean and fat")]
    rows = frozenset.intersection(*map(_rows, words_of(f"{','.join(cut)} separable lean only {parts[-1]}")))
    lean = [row for row in rows if " separable lean only" in food_at(row).description.split(",")]
    return food_at(min(lean, key=lambda row: (len(lines()[row].split("\t")[1]), row))).fdc_id if lean else None


def _is_dry(plain: Food) -> bool:
    return plain.water is not None and plain.water < DRY


def _shared(row: int, own: set[str]) -> float:
    other = food_at(row)
    words = set(words_of(other.description)) - {"cooked", "boiled", "drained", "without", "salt"}
    shared = len(words & own) / max(len(words | own), 1)
    return shared * (0.3 if other.group in ASIDE else 1.0) + (KNOWN if other.aisle else 0.0)
