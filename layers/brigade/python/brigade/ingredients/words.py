"""Words of a food's name as they are compared: without case, accents, hyphens and plurals."""

import re
import unicodedata
from functools import lru_cache

SPELLINGS = {
    "chile": "chili", "chilis": "chili", "chilli": "chili", "chilie": "chili", "chilly": "chili", "yoghurt": "yogurt",
    "whisky": "whiskey", "doughnut": "donut", "catsup": "ketchup", "flavour": "flavor", "flavoured": "flavored",
    "fibre": "fiber", "omelette": "omelet", "hommus": "hummus", "houmous": "hummus", "mayo": "mayonnaise",
    "wholemeal": "wholewheat", "wholegrain": "wholewheat", "creme": "cream", "fraiche": "fresh",
    "parmigiano": "parmesan", "parmesean": "parmesan", "unsulphured": "unsulfured", "coloured": "colored",
    "grey": "gray", "favourite": "favorite", "licorice": "liquorice", "zuchini": "zucchini", "cardamon": "cardamom",
    "tumeric": "turmeric", "brocoli": "broccoli", "mozarella": "mozzarella", "worchestershire": "worcestershire",
    "evoo": "olive oil", "galic": "garlic", "fetta": "feta", "extravirgin": "extra virgin", "lite": "light",
    "lg": "large", "sm": "small", "med": "medium", "pkg": "package",
}  # fmt: skip
SINGULARS = {
    "leaves": "leaf", "loaves": "loaf", "halves": "half", "knives": "knife", "cookies": "cookie", "pies": "pie",
    "brownies": "brownie", "smoothies": "smoothie", "veggies": "veggie", "quiches": "quiche", "calves": "calf",
    "oreos": "oreo", "geese": "goose", "molasses": "molasses", "swiss": "swiss", "brioches": "brioche",
}  # fmt: skip
NEVER_PLURAL = ("ss", "us", "is")
SILENT = frozenset({"of", "the", "a", "an", "and", "or", "in", "with", "for", "to", "your"})
_WORD = re.compile(r"[a-z0-9%&]+(?:\.[0-9]+%?)?")


@lru_cache(8192)
def words_of(text: str) -> tuple[str, ...]:
    """The words that tell foods apart, each in the singular: "Ripe Roma Tomatoes" -> ("ripe", "roma", "tomato")."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    found = _WORD.findall(plain.replace("'", "").replace("-", " ").replace("whole wheat", "wholewheat"))
    spelt = " ".join(_singular(word) for word in found)
    return tuple(word for word in spelt.split() if word not in SILENT)


def _singular(word: str) -> str:
    if word in SPELLINGS:
        return SPELLINGS[word]
    one = SINGULARS.get(word) or _without_s(word)
    return SPELLINGS.get(one, one)


def _without_s(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(NEVER_PLURAL):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("oes", "ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]
