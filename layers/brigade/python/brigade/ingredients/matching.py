"""Which food a name means: by its everyday name first, then by the words of USDA's descriptions, else none.

A name may lose words only where that keeps the food: those that say nothing of what it is made of ("ripe", "organic"),
the form it is counted in ("stalks"), and at its front what is no food itself. "Turkey bacon" is therefore never bacon.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import Literal

from brigade.ingredients.describing import described, in_state
from brigade.ingredients.foods import Food, aliases, food
from brigade.ingredients.words import words_of

PLAIN = frozenset(words_of(
    "fresh freshly ripe organic large small medium extra big little young baby good quality best premium natural raw "
    "whole unsalted boneless skinless homemade store bought chopped minced diced sliced grated shredded "
    "peeled trimmed thick thin cut finely roughly coarsely cold warm hot lukewarm softened melted unpeeled uncooked "
    "ground day old new favorite plain pure real free range grass fed wild caught farm jumbo mini pitted crumbled "
    "flaky packed heaped heaping level leveled room temperature unbleached bleached all kosher crushed "
    "cleaned shelled hulled halved quartered cubed cored seeded deseeded stemmed washed rinsed divided sifted toasted "
    "untoasted unroasted pasteurized long short fine coarse regular standard classic traditional authentic nice tender "
    "loose leafy hearty soft sized bite size chunky smooth creamy prepared ready leftover "
    "italian french english spanish greek mexican chinese japanese thai indian persian american turkish low sodium "
    "reduced salt unsweetened lightly generous heirloom assorted mixed vine sustainable filtered "
    "flavorful fragrant virgin gluten deveined seedless mild made split center centre skinned"
))  # fmt: skip
"""Words that leave a food as good as it was for a table of nutrients."""

FORMS = frozenset(words_of(
    "leaf stalk rib sprig floret floweret head clove slice piece chunk half bunch wedge strip cube stem kernel "
    "fillet filet spear bulb stick cluster segment ring round ball crown tip heart rasher bit meat halve portion "
    "quarter puree frond sheet pod bud ear knob link"
))  # fmt: skip
"""Words for the shape of a food that may end its name."""

LOW_FAT = 3.0
"""Grams in 100 g: a food of no more is low in fat (21 CFR 101.62, EU 1924/2006), so that claim changes nothing."""

BRANDS = frozenset(words_of(
    "pillsbury kraft heinz hunt swanson campbell delmonte hellmann philadelphia coles tesco sainsbury "
    "waitrose aldi kirkland ghirardelli nestle hershey barilla morton diamond crystal goya bertolli mccormick "
    "kikkoman cabot sargento tillamook borden perdue tyson jennie butterball oscar mayer hormel johnsonville "
    "smithfield daisy breakstone chobani fage stonyfield dole libby progresso mission guerrero quaker kellogg "
    "nabisco keebler pepperidge planters skippy jif smucker domino clabber rumford fleischmann argo knorr "
    "maggi mutti cento cirio muir glen huy fong hidden valley newman frontera pace ortega rosarita bush eden "
    "hodgson krusteaz ronzoni dececco mahatma zatarain lundberg schwartz oxo bisto lurpak anchor kerrygold "
    "flora colman"
))  # fmt: skip
"""Who sells a food: says nothing of what it is."""

OTHERWISE = frozenset(words_of(
    "vegan vegetarian plant sugar sugarfree fat nonfat lowfat light lite diet imitation mock alternative substitute "
    "free replacement style flavor flavored dairy skim reduced keto artificial"
))  # fmt: skip
"""Words that make another food of it: never dropped."""

VEGETARIAN = "vegetarian"

VAGUE = frozenset(
    (word,) for word in ("meat", "cake", "fish", "bean", "nut", "pastry", "root", "mix", "mince", "candy", "roll")
)
"""Kinds of food rather than foods: an unknown word before one may make anything of it."""

SEASONINGS = frozenset(words_of(
    "garlic herb lemon lime chili pepper vanilla honey mustard ginger onion salt basil rosemary cinnamon dijon "
    "maple"
))  # fmt: skip
"""Foods that only flavour another when they stand before it."""

COLOURS = frozenset({"green", "red", "white", "black", "yellow", "brown"})

_OF_SALT_OR_ORIGIN = re.compile(
    r" (?:(?:no|without) (?:salt|sodium) added|no added (?:salt|sodium)|no salt"
    r"|(?:low|lower|reduced|less) (?:sodium|salt)|(?:sodium|salt) (?:free|reduced)|[0-9]+% less sodium"
    r"|(?:italian|french|greek|spanish|mexican|asian|country|home|chinese|japanese|thai|texa|deli|restaurant|kosher"
    r"|old|european|danish|australian|american|cajun|southern|new england|ranch) style)(?= )"
)
_LESS_FAT = re.compile(
    r" (?:(?:low|lower|reduced|less|zero|[012]%) fat|(?:9[5-9]% )?fat free|nonfat|non fat|lowfat|light)(?= )"
)

STATES = {
    word: state
    for state, names in {
        "cooked": "cooked boiled steamed grilled leftover", "canned": "canned jarred", "dried": "dried dry dehydrated",
        "frozen": "frozen", "smoked": "smoked", "roasted": "roasted rotisserie", "pickled": "pickled",
        "candied": "candied", "fried": "fried", "baked": "baked", "drained": "drained",
    }.items()
    for word in words_of(names)
}  # fmt: skip
HARMLESS = {"frozen": 0.95, "dried": 0.0, "canned": 0.7, "cooked": 0.6, "smoked": 0.6, "roasted": 0.7, "drained": 1.0,
            "pickled": 0.0, "candied": 0.0, "fried": 0.0, "baked": 0.6}  # fmt: skip
"""How sure the plain food still is where USDA has none in that state."""

LEAST = 0.5  # less sure than this is unknown
SURE = 0.8  # an alias that is less sure gives way to a description that says the name in full


@dataclass(frozen=True, slots=True)
class Match:
    """The food a name means and how sure that is, 0-1; `source` says whether by everyday name or by description."""

    food: Food
    confidence: float
    source: Literal["alias", "description"]


Found = tuple[int, float, Literal["alias", "description"]]
NOTHING: Found = (0, 0.0, "alias")


@lru_cache(maxsize=4096)
def match(name: str, preparation: tuple[str, ...] = ()) -> Match | None:
    """The food meant, or None: an unknown food is said to be unknown."""
    words = words_of(name)
    asked = dict.fromkeys(STATES[word] for word in (*words, *_states_of(preparation)) if word in STATES)
    fdc_id, sure, source = _by_alias(words, tuple(asked)) or NOTHING
    if sure < SURE:
        spelt = described(words)
        fdc_id, sure, source = (*spelt, "description") if spelt and spelt[1] > sure else (fdc_id, sure, source)
    return Match(food(fdc_id), round(sure, 2), source) if sure >= LEAST else None


def _states_of(preparation: tuple[str, ...]) -> Iterator[str]:
    """A state that is all a clause says: "cooked", but not "cooked until soft"."""
    for clause in preparation:
        said = words_of(clause)
        if len(said) == 1 and said[0] in {"cooked", "canned", "dried", "drained", "frozen", "smoked"}:
            yield said[0]


def _by_alias(words: tuple[str, ...], states: tuple[str, ...]) -> Found | None:
    for name, confidence in _names(words):
        if meant := aliases().get(" ".join(name)):
            missing = [state for state in states if state not in {STATES.get(word) for word in name}]
            fdc_id, sure = meant[0], confidence
            for state in missing:
                fdc_id, kept = in_state(fdc_id, state) or (fdc_id, HARMLESS[state])
                sure *= kept
            return fdc_id, sure, "alias"
    return None


def _names(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """What the name may be shortened to; without a claim of less fat only where that is true of the food anyway."""
    yield from _shorter(words)
    if (unclaimed := _without(_LESS_FAT, words)) != words:
        for name, sure in _shorter(unclaimed):
            if (meant := aliases().get(" ".join(name))) and (food(meant[0]).fat or 0) <= LOW_FAT:
                yield name, 0.95 * sure
    if VEGETARIAN in words:  # said of cheese, it speaks of the rennet only
        for name, sure in _shorter(tuple(word for word in words if word != VEGETARIAN)):
            if (meant := aliases().get(" ".join(name))) and meant[1] == "dairy":
                yield name, 0.95 * sure


def _shorter(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """The name and what may be left of it, the surest first."""
    yield words, 1.0
    if (once := tuple(word for word, _ in groupby(words))) != words:
        yield once, 0.95
    unmarked = tuple(word for word in _without(_OF_SALT_OR_ORIGIN, once) if word not in BRANDS)
    telling = tuple(word for word in unmarked if word not in PLAIN)
    for kept, sure in ((unmarked, 0.95), (telling, 0.95), (_unformed(words), 0.95), (_unformed(telling), 0.9)):
        if kept and kept != words:
            yield kept, sure
    for kept in (words, telling, _unformed(words), _unformed(telling)):
        bare = tuple(word for word in kept if word not in STATES)
        if bare and bare != kept:
            yield bare, 0.9
    yield from _suffixes(words)
    yield from _suffixes(_unformed(telling))


def _without(phrases: re.Pattern[str], words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(phrases.sub(" ", f" {' '.join(words)} ").split())


def _suffixes(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    sure, lost = 0.9, []
    for start in range(1, len(words)):
        dropped = words[start - 1]
        if dropped in OTHERWISE:
            return
        if dropped in _nouns() and dropped not in SEASONINGS | FORMS:
            lost.append(dropped)
        sure *= 1.0 if dropped in PLAIN or dropped in STATES else 0.85
        if (sure == 0.9 or words[start:] not in VAGUE) and _says(words[start:], lost):
            yield words[start:], sure


def _says(name: tuple[str, ...], lost: list[str]) -> bool:
    """Whether the food meant names those that were lost: "beef chuck" is the chuck of "Beef, chuck"."""
    meant = aliases().get(" ".join(name)) if lost else None
    return not lost or (meant is not None and {*lost} <= {*words_of(food(meant[0]).description)})


def _unformed(words: tuple[str, ...]) -> tuple[str, ...]:
    while len(words) > 1 and (words[-1] in FORMS or words[-1] in PLAIN):
        words = words[:-1]
    return words


@cache
def _nouns() -> frozenset[str]:
    """What is a food by itself, so that a name that loses it loses its meaning."""
    return frozenset(name for name in aliases() if " " not in name) - PLAIN - FORMS - COLOURS
