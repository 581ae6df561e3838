"""What each diet forbids, as substances, and what only a person can decide. Why: decision 11, diets from words."""

from brigade.recipes.substances import Substance as S
from brigade.recipes.vocabulary import Diet

FLESH = frozenset({S.MEAT, S.PORK, S.POULTRY, S.BLOOD})
SEAFOOD = frozenset({S.FISH, S.CRUSTACEAN, S.MOLLUSC})
SLAUGHTER = frozenset({S.GELATINE, S.RENNET, S.ANIMAL, S.INSECT})
GLUTEN = frozenset({S.WHEAT, S.BARLEY, S.RYE, S.OATS})
PULSES = frozenset({S.LEGUME, S.SOY, S.LUPIN, S.PEANUT})
VEGETARIAN = FLESH | SEAFOOD | SLAUGHTER | {S.UNCLEAN}

FORBIDDEN: dict[Diet, frozenset[S]] = {
    Diet.VEGAN: VEGETARIAN | {S.EGG, S.MILK, S.MILK_SUGAR, S.HONEY, S.BEE},
    Diet.VEGETARIAN: VEGETARIAN,
    Diet.PESCATARIAN: FLESH | {S.GELATINE},
    Diet.PALEO: GLUTEN | PULSES | {S.PURE_OATS, S.GRAIN, S.MILK, S.SUGAR, S.SEED_OIL, S.ALCOHOL},
    Diet.GLUTEN_FREE: GLUTEN,
    Diet.DAIRY_FREE: frozenset({S.MILK, S.MILK_SUGAR}),
    Diet.NUT_FREE: frozenset({S.NUT, S.PINE_NUT, S.PEANUT}),
    Diet.HALAL: frozenset({S.PORK, S.BLOOD, S.ALCOHOL}),
    Diet.KOSHER: frozenset({S.PORK, S.BLOOD, S.UNCLEAN, S.CRUSTACEAN, S.MOLLUSC, S.INSECT}),
}

# Where the word alone leaves it open from which animal it comes, or how it was slaughtered.
OPEN: dict[Diet, frozenset[S]] = {
    Diet.PESCATARIAN: frozenset({S.ANIMAL}),
    Diet.HALAL: frozenset({S.GELATINE, S.ANIMAL, S.INSECT}),
    Diet.KOSHER: frozenset({S.GELATINE, S.ANIMAL}),
}

MEATS = frozenset({S.MEAT, S.POULTRY, S.PORK})  # what kosher keeps apart from milk; fish is neither
