"""Composing a dish: the form, a food for every slot, and grams that meet the targets."""

import random

from local.simulator.asked import Ask
from local.simulator.chance import chance
from local.simulator.choosing import choose_flavour, choose_form
from local.simulator.cuisines import cuisine_of
from local.simulator.dish import Dish
from local.simulator.filling import boost, fill
from local.simulator.larder import larder_for
from local.simulator.mains import resolve_main
from local.simulator.weighing import weigh

TRIES = 8
GOOD_ENOUGH = 0.12


def compose(ask: Ask, seed: int, occurrence: int) -> Dish:
    """The best of a few dishes for this ask; always the same for the same seed, words and occurrence."""
    best: Dish | None = None
    for attempt in range(TRIES):
        draw = chance(seed, ask.words, occurrence, attempt)
        dish = _one_dish(ask, draw, attempt)
        if best is None or dish.score < best.score:
            best = dish
        if best.score < GOOD_ENOUGH:
            break
    assert best is not None
    return best


def _one_dish(ask: Ask, draw: random.Random, attempt: int) -> Dish:
    cuisine = cuisine_of(ask.cuisine)
    main = resolve_main(ask.main, list(ask.diets), draw)
    larder = larder_for(list(ask.diets), main.food)
    form = choose_form(ask, main, draw)
    flavour = choose_flavour(cuisine, larder, form, draw)
    filled, slots = fill(form, main, cuisine, larder, draw, ask)
    if attempt >= 2:
        boost(filled, slots, larder, form, draw)
    dish = Dish(ask, form, cuisine, flavour, main, _servings(ask, draw), filled)
    weigh(dish, slots, draw)
    return dish


def _servings(ask: Ask, draw: random.Random) -> int:
    if ask.servings:
        return ask.servings
    return draw.choice((2, 4)) if ask.meal in ("breakfast", "snack") else draw.choice((2, 4, 4))
