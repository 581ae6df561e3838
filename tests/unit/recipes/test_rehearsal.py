"""The rehearsal before the first recipe."""

from brigade.ingredients import foods
from brigade.ingredients.matching import match
from brigade.recipes import lexicon
from brigade.recipes.appraisal import Standard, appraise
from brigade.recipes.limits import Limits
from brigade.recipes.reading import read
from brigade.recipes.rehearsal import DISH, rehearse


def test_a_rehearsal_reads_the_tables() -> None:
    for kept in (foods.lines, foods.food_at, lexicon._lexicon, match, read):
        kept.cache_clear()
    rehearse()
    assert (foods.lines.cache_info().currsize, lexicon._lexicon.cache_info().currsize) == (1, 1)


def test_the_rehearsed_dish_is_a_sound_one() -> None:
    assert appraise(DISH, Standard(Limits(), [], None, 600)).mistakes == []
