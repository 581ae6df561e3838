"""The rehearsal before the first recipe."""

from brigade.ingredients import foods
from brigade.recipes import lexicon
from brigade.recipes.appraisal import Standard, appraise
from brigade.recipes.limits import Limits
from brigade.recipes.rehearsal import DISH, rehearse


def test_a_rehearsal_reads_the_tables() -> None:
    foods.lines.cache_clear()
    lexicon._lexicon.cache_clear()
    foods.food_at.cache_clear()
    rehearse()
    assert lexicon._lexicon.cache_info().currsize == 1


def test_the_rehearsed_dish_is_a_sound_one() -> None:
    assert appraise(DISH, Standard(Limits(), [], None, 600)).mistakes == []
