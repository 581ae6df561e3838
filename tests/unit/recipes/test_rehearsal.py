"""The rehearsal before the first recipe."""

import subprocess
import sys

from brigade.recipes.appraisal import Standard, appraise
from brigade.recipes.limits import Limits
from brigade.recipes.rehearsal import DISH

FRESH_PROCESS = """
import sys
from brigade.recipes.appraisal import Standard, appraise
from brigade.recipes.limits import Limits
from brigade.recipes.rehearsal import DISH, rehearse

opened = []
sys.addaudithook(lambda event, arguments: opened.append(str(arguments[0])) if event == "open" else None)
rehearse()
print(len(opened))
opened.clear()
names = ["salmon", "oats", "ghee"]
others = [line.model_copy(update={"name": name}) for line, name in zip(DISH.ingredients, names)]
appraise(DISH.model_copy(update={"ingredients": others}), Standard(Limits(), [], None, 600))
print(opened)
"""


def test_after_a_rehearsal_no_recipe_opens_a_table() -> None:
    told = subprocess.run([sys.executable, "-c", FRESH_PROCESS], stdout=subprocess.PIPE, text=True, check=True).stdout
    rehearsed, later = told.splitlines()
    assert int(rehearsed) > 5
    assert later == "[]"


def test_the_rehearsed_dish_is_a_sound_one() -> None:
    assert appraise(DISH, Standard(Limits(), [], None, 600)).mistakes == []
