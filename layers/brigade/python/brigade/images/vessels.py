"""Which vessels suit a dish by its own words: nobody eats soup from a plate, or toast from a deep bowl."""

import re
from collections.abc import Iterator

from brigade.images.photograph import Vessel
from brigade.recipes.words import any_of, same_words

PLATES = frozenset({Vessel.WHITE_PLATE, Vessel.BLACK_PLATE, Vessel.BLUE_PLATE})
BOWLS = frozenset({Vessel.SHALLOW_BOWL, Vessel.DEEP_BOWL, Vessel.GLASS_BOWL})
HOT_BOWLS = BOWLS - {Vessel.GLASS_BOWL}
PAN = frozenset({Vessel.SKILLET})
BOARD = frozenset({Vessel.WOODEN_BOARD})
GLASSES = frozenset({Vessel.GLASS_BOWL, Vessel.DEEP_BOWL})

FORMS: tuple[tuple[frozenset[Vessel], str], ...] = (  # what a dish may be called, by what it is eaten from
    (HOT_BOWLS, "bowl, soup, broth, bisque, chowder, consomme, minestrone, potage, veloute, bouillabaisse, pho, ramen, "
                "udon, laksa, tom yum, borscht, pozole, stew, goulash, gumbo, ragout, ragu, tagine, fricassee, "
                "stroganoff, cassoulet, casserole, braise, hotpot, hot pot, one pot, pot au feu, curry, dal, dhal, "
                "daal, korma, vindaloo, rogan josh, tikka masala, saag, sambar, bibimbap, donburi, poke, congee, "
                "porridge, oatmeal, grits, risotto, noodle, chili pot, chili bowl, chili con carne, dumpling soup"),
    (BOWLS, "salad, slaw, coleslaw, tabbouleh, fattoush, panzanella, ceviche, gazpacho, smoothie, smoothie bowl, "
            "blender bowl, salad bowl, fruit bowl, yogurt bowl, dipping bowl, chilled soup, cold soup, pudding, "
            "mousse, compote, custard, muesli, granola, overnight oats, dip, hummus, guacamole, salsa, tzatziki, "
            "raita, baba ganoush"),
    (GLASSES, "parfait, sundae, trifle, jar, layered pot, yogurt pot, verrine, sorbet, granita"),
    (PLATES | HOT_BOWLS, "pasta, spaghetti, penne, linguine, tagliatelle, gnocchi, ravioli, pilaf, pilau, biryani, "
                         "fried rice"),
    (PLATES | HOT_BOWLS | PAN, "stir fry, wok toss, wok supper, quick fry, pad thai"),
    (PAN, "skillet"),
    (PAN | {Vessel.SHALLOW_BOWL}, "shakshuka, baked eggs, paella, gratin, jambalaya"),
    (PLATES | PAN, "omelette, omelet, frittata, tortilla espanola, scramble, hash, traybake, tray bake, tray roast, "
                   "sheet pan, one pan, oven bake, lasagne, lasagna, moussaka, meatloaf"),
    (PLATES, "plate, pancake, hotcake, griddle cake, crepe, waffle, blini, french toast, patty, fritter, fishcake, "
             "fish cake, croquette, falafel, schnitzel, burrito, enchilada, skewer, kebab, brochette, souvlaki, satay"),
    (PLATES | BOARD, "toast, tartine, bruschetta, crostini, sandwich, toastie, panini, burger, slider, wrap, taco, "
                     "quesadilla, gyro, pita pocket, flatbread, pizza, focaccia, roll, lettuce cup, gem cup, "
                     "leaf wrap, bite, bar, ball, cookie, muffin, scone, cracker, platter"),
    (BOARD, "board"),
)  # fmt: skip
LAST = {"chili": HOT_BOWLS, "masala": HOT_BOWLS}  # a dish where they end its name, else how it is seasoned

_VESSELS = {same_words(form): vessels for vessels, forms in FORMS for form in forms.split(",")}
_FORM = any_of(_VESSELS)
_BESIDE = re.compile(r" (?:with|over|alongside|beside|topped) ")  # what follows is not what the dish is


def vessels_told(*texts: str) -> frozenset[Vessel] | None:
    """The vessels for what the first telling text calls the dish, a name before a description; None: none tells."""
    return next((vessels for part in _parts(texts) if (vessels := _of_form(part))), None)


def _parts(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        words = same_words(text)
        yield _BESIDE.split(words)[0]
        yield words


def _of_form(words: str) -> frozenset[Vessel] | None:
    """By its last form: a noodle soup is a soup, a taco bowl a bowl."""
    forms = _FORM.findall(words)
    ending = LAST.get(words.rpartition(" ")[2])
    return ending or (_VESSELS[forms[-1]] if forms else None)
