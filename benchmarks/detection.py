"""How often each kind of error in a claim is noticed, and how often a right claim is blamed.

The recipes are structured ones, every line in grams; the right claim is what they come to, each figure off by up to 5 %
and rounded as labels are.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from brigade.ingredients.resolving import Resolved, line_of, resolve
from brigade.recipes.claims import claim_errors
from brigade.recipes.composition import composition_of
from brigade.recipes.recipe import Nutrition
from brigade.recipes.worth import nutrition_of

NOISE = 0.05
LEAST_KCAL = 100.0  # a sauce or a drink of less is no dish, and nobody rounds it any finer
SWAP = 10.0  # grams between protein and carbohydrate from which on it matters which is which
OIL_GRAMS, OIL_KCAL = 13.6, 120.0  # a tablespoon
FAMILY = 4  # servings; a tablespoon among more of them is less than right claims are off
HELD = {True: 0.85, False: 0.05}  # to notice at least, to blame at most

Recipe = tuple[list[Resolved], float]  # lines and servings
Change = Callable[[Nutrition, float], Nutrition | None]  # None where it would change nothing that matters


@dataclass(frozen=True)
class Rate:
    """How many of the claims were said to be wrong; `wrong` says whether they were."""

    what: str
    said: int
    of: int
    wrong: bool

    def __str__(self) -> str:
        share = self.said / max(self.of, 1)
        meets = share >= HELD[True] if self.wrong else share <= HELD[False]
        return f"{self.what:50} {'noticed' if self.wrong else 'blamed'} {self.said} of {self.of}: {share:.1%} " + (
            "(meets)" if meets else "(misses)"
        )


def _times(factor: float) -> Change:
    return lambda claim, servings: claim.model_copy(
        update={name: value * factor for name, value in claim if value is not None}
    )


def _swapped(claim: Nutrition, servings: float) -> Nutrition | None:
    if abs(claim.protein_grams - claim.carbs_grams) < SWAP:
        return None
    return claim.model_copy(update={"protein_grams": claim.carbs_grams, "carbs_grams": claim.protein_grams})


def _whole(claim: Nutrition, servings: float) -> Nutrition | None:
    return None if servings < 2 else _times(servings)(claim, servings)


def _without_oil(most_servings: float) -> Change:
    """A tablespoon less in the whole recipe, for those of up to so many servings that hold as much fat."""

    def changed(claim: Nutrition, servings: float) -> Nutrition | None:
        fat, kcal = claim.fat_grams - OIL_GRAMS / servings, claim.calories_kcal - OIL_KCAL / servings
        if servings > most_servings or fat < 0 or kcal < 0:
            return None
        return claim.model_copy(update={"fat_grams": fat, "calories_kcal": kcal})

    return changed


ERRORS: dict[str, Change] = {
    "energy times 1.3": lambda claim, _: claim.model_copy(update={"calories_kcal": claim.calories_kcal * 1.3}),
    "everything times 0.6": _times(0.6),
    "the whole recipe as one serving": _whole,
    "protein and carbohydrate swapped": _swapped,
    "20 g protein too much": lambda claim, _: claim.model_copy(update={"protein_grams": claim.protein_grams + 20}),
    f"a tablespoon of oil forgotten, up to {FAMILY} servings": _without_oil(FAMILY),
    "a tablespoon of oil forgotten, any servings": _without_oil(float("inf")),
}


def measure(recipes: Sequence[Recipe]) -> Iterator[Rate]:
    """The rate of each error, and last of right claims; the same for the same recipes."""
    dice = random.Random(7)
    pairs = [(true, servings, _noisy(true, dice)) for true, servings in _structured(recipes)]
    for what, change in ERRORS.items():
        claims = [(wrong, true, servings) for true, servings, claim in pairs if (wrong := change(claim, servings))]
        yield Rate(what, sum(bool(claim_errors(*each)) for each in claims), len(claims), wrong=True)
    blamed = sum(bool(claim_errors(claim, true, servings)) for true, servings, claim in pairs)
    yield Rate("right claims", blamed, len(pairs), wrong=False)


def _structured(recipes: Sequence[Recipe]) -> Iterator[tuple[Nutrition, float]]:
    """What a serving holds of each recipe that is a dish, written again as foods and grams."""
    for lines, servings in recipes:
        known = [(line.line.name, line.weight.grams) for line in lines if line.match and line.weight.grams]
        written = [resolve(line_of(name, grams, "g", grams)) for name, grams in known]
        computed = composition_of(written, servings)
        if LEAST_KCAL <= computed.kcal <= 3000:
            yield nutrition_of(computed), servings


def _noisy(true: Nutrition, dice: random.Random) -> Nutrition:
    values = {name: None if value is None else value * dice.uniform(1 - NOISE, 1 + NOISE) for name, value in true}
    return true.model_copy(
        update={name: None if value is None else float(round(value)) for name, value in values.items()}
    )
