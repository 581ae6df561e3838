"""Roughly what a line of the list weighs, for judgements that need no more than the right size."""

from brigade.recipes.recipe import Ingredient
from brigade.recipes.vocabulary import Unit
from brigade.recipes.words import same_words

GRAMS = {
    Unit.GRAM: 1.0,
    Unit.MILLILITRE: 1.0,
    Unit.TEASPOON: 5.0,
    Unit.TABLESPOON: 15.0,
    Unit.CLOVE: 4.0,
    Unit.PINCH: 0.4,
}
PIECES = {"egg": 50.0, "egg white": 33.0, "egg yolk": 17.0}


def grams_of(line: Ingredient) -> float | None:
    """The grams the writer states, or by unit as if it were water; None where a piece or a cup may be anything."""
    if line.grams is not None:
        return line.grams
    each = PIECES.get(same_words(line.name)) if line.unit is Unit.PIECE else GRAMS.get(line.unit)
    return None if each is None else each * line.amount
