"""What a food may hold that a diet or an allergy asks about, and the allergens in law that follow from it.

EU: Regulation (EU) 1169/2011, Annex II (fourteen). US: FALCPA and the FASTER Act (nine), with the tree nuts of the
FDA's guidance of January 2025: coconut and chestnut are no longer among them, pine nut is. None of the three is a
nut in Annex II.
"""

from enum import StrEnum


class Substance(StrEnum):
    MEAT = "meat"
    PORK = "pork"
    POULTRY = "poultry"
    BLOOD = "blood"
    UNCLEAN = "unclean"  # flesh that kosher rules out beside pork and shellfish: rabbit, horse, eel, shark, sturgeon
    FISH = "fish"
    CRUSTACEAN = "crustacean"
    MOLLUSC = "mollusc"
    GELATINE = "gelatine"
    RENNET = "rennet"
    ANIMAL = "animal"  # from a slaughtered animal of an unnamed kind: fatty acids, stearates, cysteine
    INSECT = "insect"
    HONEY = "honey"
    BEE = "bee"  # beeswax, royal jelly, pollen; and lanolin: taken from animals that live on
    EGG = "egg"
    MILK = "milk"
    MILK_SUGAR = "milk-sugar"  # lactitol: from milk, and exempt in Annex II
    WHEAT = "wheat"
    BARLEY = "barley"
    RYE = "rye"
    OATS = "oats"
    PURE_OATS = "pure-oats"  # labelled gluten-free (Regulation (EU) 828/2014); Annex II still names them
    GRAIN = "grain"  # and pseudo-grain, without gluten
    LEGUME = "legume"
    SOY = "soy"
    LUPIN = "lupin"
    PEANUT = "peanut"
    NUT = "nut"
    PINE_NUT = "pine-nut"
    SESAME = "sesame"
    CELERY = "celery"
    MUSTARD = "mustard"
    SULPHITE = "sulphite"
    ALCOHOL = "alcohol"
    SUGAR = "sugar"  # refined
    SEED_OIL = "seed-oil"


S = Substance

EU_ALLERGENS: dict[str, frozenset[Substance]] = {
    "gluten": frozenset({S.WHEAT, S.BARLEY, S.RYE, S.OATS, S.PURE_OATS}),
    "milk": frozenset({S.MILK}),
    "eggs": frozenset({S.EGG}),
    "fish": frozenset({S.FISH}),
    "crustaceans": frozenset({S.CRUSTACEAN}),
    "molluscs": frozenset({S.MOLLUSC}),
    "peanuts": frozenset({S.PEANUT}),
    "nuts": frozenset({S.NUT}),
    "soybeans": frozenset({S.SOY}),
    "sesame": frozenset({S.SESAME}),
    "celery": frozenset({S.CELERY}),
    "mustard": frozenset({S.MUSTARD}),
    "lupin": frozenset({S.LUPIN}),
    "sulphites": frozenset({S.SULPHITE}),
}
US_ALLERGENS: dict[str, frozenset[Substance]] = {
    "milk": frozenset({S.MILK}),
    "eggs": frozenset({S.EGG}),
    "fish": frozenset({S.FISH}),
    "crustacean shellfish": frozenset({S.CRUSTACEAN}),
    "tree nuts": frozenset({S.NUT, S.PINE_NUT}),
    "peanuts": frozenset({S.PEANUT}),
    "wheat": frozenset({S.WHEAT}),
    "soybeans": frozenset({S.SOY}),
    "sesame": frozenset({S.SESAME}),
}

IN_WORDS = {
    S.UNCLEAN: "an animal that kosher rules out",
    S.ANIMAL: "something from a slaughtered animal",
    S.BEE: "something taken from a living animal",
    S.MILK_SUGAR: "something made from milk",
    S.PURE_OATS: "oats",
    S.OATS: "oats that are not labelled gluten-free",
    S.PINE_NUT: "pine nuts",
    S.SUGAR: "refined sugar",
    S.SEED_OIL: "seed oil",
    S.RENNET: "animal rennet",
}
