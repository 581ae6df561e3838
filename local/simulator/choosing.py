"""Choosing what kind of dish it is to be, and how it is flavoured."""

import random

from local.simulator.asked import Ask
from local.simulator.cuisines import Cuisine, Flavour
from local.simulator.forms import FORMS, Form, hinted_forms, method_family
from local.simulator.larder import REQUIRED, Larder, candidates, food_named
from local.simulator.mains import Main, companion_of

SPICED_SWEET = ("cinnamon", "cardamom", "vanilla extract", "cocoa powder", "nutmeg", "ground ginger")


def choose_form(ask: Ask, main: Main, draw: random.Random) -> Form:
    family = method_family(ask.method)
    fits = [form for form in FORMS if ask.meal in form.meals and main.kind in form.classes and _possible(form, ask)]
    fits = fits or [form for form in FORMS if main.kind in form.classes and _possible(form, ask)] or [FORMS[0]]
    styled = [form for form in fits if family in form.methods] or [form for form in fits if "any" in form.methods]
    if ask.meal in ("breakfast", "snack"):
        styled = list(dict.fromkeys(styled + [form for form in fits if "any" in form.methods]))
    fits = [form for form in fits if form.key in hinted_forms(ask.method)] or styled or fits
    if ask.minutes:
        fits = [form for form in fits if form.prep <= ask.minutes] or [min(fits, key=lambda form: form.prep)]
    return draw.choice(fits)


def _possible(form: Form, ask: Ask) -> bool:
    """Whether every required slot of the form can be filled under the diets, and raw company cooked in it."""
    beside = companion_of(ask.main, list(ask.diets))
    if beside and beside.raw and (form.is_sweet or not form.cook):
        return False
    needed = [slot.kind for slot in form.slots if slot.kind in REQUIRED and slot.low > 0]
    return all(candidates(kind, Larder(list(ask.diets), set())) for kind in needed)


def choose_flavour(cuisine: Cuisine, larder: Larder, form: Form, draw: random.Random) -> Flavour:
    if form.is_sweet:
        spices = [name for name in SPICED_SWEET if food_named(name).suits(larder.diets)]
        name = draw.choice(spices)
        labels = {"vanilla extract": "Vanilla", "cocoa powder": "Cocoa", "ground ginger": "Ginger"}
        return Flavour(labels.get(name, name.title()), (name,))
    fit = [flavour for flavour in cuisine.flavours if len(larder.named(flavour.foods)) == len(flavour.foods)]
    herbs = Flavour("Lemon and Herb", ("lemon juice", "thyme"))
    return draw.choice(fit or [herbs, Flavour("Paprika-Lime", ("paprika", "lime juice"))])
