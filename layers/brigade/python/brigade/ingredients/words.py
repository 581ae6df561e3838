"""Words of food as they are compared: without case, accents and apostrophes, either number, one spelling."""

import re
import unicodedata
from functools import cache, lru_cache

SPELLINGS = {
    other: spelling
    for spelling, others in {
        "chili": "chile chilli chilly chily", "yogurt": "yoghurt yoghourt yogourt", "whiskey": "whisky",
        "donut": "doughnut", "ketchup": "catsup", "flavor": "flavour", "flavored": "flavoured",
        "flavoring": "flavouring", "color": "colour", "colored": "coloured", "coloring": "colouring", "gray": "grey",
        "fiber": "fibre", "favorite": "favourite", "omelet": "omelette", "hummus": "hommus houmous houmus humus",
        "mayonnaise": "mayo", "cream": "creme", "fresh": "fraich", "parmesan": "parm parmigiano parmesean",
        "unsulfured": "unsulphured unsulphurated", "hydrolysed": "hydrolyzed", "liquorice": "licorice",
        "wholewheat": "wholemeal", "gelatin": "gelatine", "caviar": "caviare", "soy": "soya", "pita": "pitta",
        "phyllo": "filo fillo", "bicarbonate": "bicarb", "canned": "tinned", "zucchini": "zuchini",
        "cardamom": "cardamon", "turmeric": "tumeric", "broccoli": "brocoli", "mozzarella": "mozarella",
        "worcestershire": "worchestershire", "garlic": "galic", "feta": "fetta", "light": "lite", "large": "lg",
        "small": "sm", "medium": "med", "package": "pkg", "leaf": "leave", "loaf": "loave", "half": "halve",
        "calf": "calve", "knife": "knive", "goose": "geese", "blintz": "blintze", "herb": "herbe", "frijol": "frijole",
        "nopal": "nopale", "calamar": "calamare", "mejillon": "mejillone", "chapulin": "chapuline", "salami": "salame",
        "tartar": "tartare", "lupin": "lupine", "glycerin": "glycerine", "thiamin": "thiamine",
    }.items()
    for other in others.split()
}  # fmt: skip
"""One spelling of a word for each other, both as `singular` leaves them."""

PHRASES = {"whole wheat": "wholewheat", "wholegrain": "wholewheat", "evoo": "olive oil", "extravirgin": "extra virgin"}
SILENT = frozenset({"of", "the", "a", "an", "and", "or", "in", "with", "for", "to", "your"})
_LETTERS = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae"})
_MARKS = re.compile("[\u0300-\u036f'’‘`´]")
_WORD = re.compile(r"[a-z0-9%&]+(?:\.[0-9]+%?)?")
_PHRASE = re.compile(rf"\b(?:{'|'.join(PHRASES)})\b")


def plain(text: str) -> str:
    """Small letters without accents and apostrophes: "Crème d’Isigny" -> "creme disigny"."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)))


@cache
def singular(word: str) -> str:
    """One form of a plain word for both numbers and all spellings: tomatoes -> tomato, yoghurts -> yogurt.

    Words in -ie and -y end alike, as do those in -che and -ch, since their plurals do: cookies, cookie -> cooky.
    """
    one = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word
    if len(one) > 4 and one.endswith("ie"):
        one = one[:-2] + "y"
    elif len(one) > 3 and one.endswith(("oe", "che", "she", "xe", "sse")):
        one = one[:-1]
    return SPELLINGS.get(one, one)


@lru_cache(8192)
def words_of(text: str) -> tuple[str, ...]:
    """The words that tell foods apart, and their figures: "Ripe Tomatoes, 2%" -> ("ripe", "tomato", "2%")."""
    spelt = _PHRASE.sub(lambda phrase: PHRASES[phrase[0]], plain(text).replace("-", " "))
    return tuple(word for word in map(singular, _WORD.findall(spelt)) if word not in SILENT)
