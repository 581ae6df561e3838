"""What appraising a recipe costs in processor time: recipes as the simulator writes them, each for the first time."""

import time

from benchmarks.ratio import Ratio
from brigade.generation.concept import Concept
from brigade.generation.plan import plan_batch
from brigade.generation.prompts import writing_prompt
from brigade.generation.request import BatchRequest
from brigade.recipes.appraisal import Standard, appraise
from brigade.recipes.recipe import Draft
from brigade.recipes.rehearsal import rehearse
from local.simulator.asked import read_ask
from local.simulator.writer import write_recipe

RECIPES, SEED = 100, 7
BOUND = 0.005  # seconds


def measure() -> Ratio:
    concepts = plan_batch(BatchRequest(count=RECIPES), SEED)
    work = [(_draft(concept), _standard(concept)) for concept in concepts]
    rehearse()
    began = time.process_time()
    for draft, standard in work:
        appraise(draft, standard)
    each = (time.process_time() - began) / RECIPES
    return Ratio("appraising a recipe, processor time", each, BOUND, "the bound", 1.0)


def _draft(concept: Concept) -> Draft:
    return Draft.model_validate(write_recipe(read_ask(writing_prompt(concept, 0, []).text), SEED, 1))


def _standard(concept: Concept) -> Standard:
    return Standard(concept.limits, concept.diets, concept.max_prep_minutes, concept.targets.calories_kcal)
