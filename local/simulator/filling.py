"""A food for every slot of a dish, with the bounds it is weighed within."""

import random

from local.simulator.asked import Ask
from local.simulator.cuisines import Cuisine
from local.simulator.forms import Form, Slot
from local.simulator.larder import Larder, candidates
from local.simulator.mains import Main, companion_of
from local.simulator.pantry import Food

COLD_FORMS = {"bowl", "salad", "wrap", "cups", "patties", "skewers", "toast", "smoothie", "dip"}


def fill(
    form: Form, main: Main, cuisine: Cuisine, larder: Larder, draw: random.Random, ask: Ask
) -> tuple[dict[str, list[Food]], list[tuple[Slot, Food]]]:
    """A food for every slot: by kind, and in order with its bounds."""
    home = main.home(form)
    filled: dict[str, list[Food]] = {}
    slots: list[tuple[Slot, Food]] = []
    used: set[str] = set()  # USDA ids: one food may go by two names
    for slot in (*form.slots, *([] if home else [Slot("extra", 90, 50, 200)])):
        is_main = main.food.fdc_id not in used and slot.kind == (home or "extra")
        food = main.food if is_main else _pick(slot, cuisine, larder, used | {main.food.fdc_id}, draw, ask, form)
        if food is None:
            continue
        bounds = Slot(slot.kind, slot.usual, max(slot.low, 0.5 * slot.usual), slot.high) if is_main else slot
        used.add(food.fdc_id)
        filled.setdefault(slot.kind, []).append(food)
        slots.append((_dry(bounds, food), food))
    companion = companion_of(ask.main, larder.diets)
    if companion and companion.fdc_id not in used and not companion.traits & larder.taboo:
        filled.setdefault("extra", []).append(companion)
        slots.append((_dry(Slot("extra", 60, 25, 130), companion), companion))
    return filled, slots


def _pick(
    slot: Slot,
    cuisine: Cuisine,
    larder: Larder,
    used: set[str],
    draw: random.Random,
    ask: Ask,
    form: Form,
) -> Food | None:
    fit = [food for food in candidates(slot.kind, larder, cuisine) if food.fdc_id not in used]
    if slot.kind in ("protein", "protein2"):
        fit = _leaner([food for food in fit if "egg" not in food.traits], ask)
    if slot.kind in ("leaf", "veg") and form.key not in COLD_FORMS:
        fit = [food for food in fit if "raw" not in food.traits] or fit
    return draw.choice(fit) if fit else None


def _leaner(fit: list[Food], ask: Ask) -> list[Food]:
    """Lean proteins where much protein or little fat is asked for."""
    kcal, protein, _, fat = ask.targets
    if 4 * protein > 0.26 * kcal or 9 * fat < 0.3 * kcal:
        dense = [food for food in fit if food.per_gram[1] * 4 > 0.42 * food.kcal]
        return dense or fit
    return fit


def boost(
    filled: dict[str, list[Food]],
    slots: list[tuple[Slot, Food]],
    larder: Larder,
    form: Form,
    draw: random.Random,
) -> None:
    """One more protein food, for asks that a first try did not reach."""
    used = {food.name for _, food in slots}
    sweet = ("whey protein powder", "greek yogurt", "cottage cheese", "firm tofu", "hemp seeds")
    savoury = ("firm tofu", "edamame", "cottage cheese", "chicken breast", "cod", "tempeh")
    names = sweet if form.is_sweet else savoury
    allowed = [food for food in larder.named(names) if food.name not in used]
    if fit := [food for food in allowed if form.cook or not food.raw]:
        food = draw.choice(fit)
        filled.setdefault("extra", []).append(food)
        slots.append((_dry(Slot("extra", 50, 0, 160 if food.unit != "tbsp" else 40), food), food))


def _dry(slot: Slot, food: Food) -> Slot:
    """Bounds for foods weighed dry in a slot meant for moist ones, and the other way round."""
    if slot.kind in ("protein", "bean", "extra") and "dry" in food.traits:
        return Slot(slot.kind, slot.usual * 0.45, slot.low * 0.45, slot.high * 0.5)
    if slot.kind == "grain" and food.role in ("starch", "vegetable"):
        return Slot(slot.kind, slot.usual * 2.4, slot.low * 2.4, slot.high * 2.4)
    if slot.kind == "oats" and food.role == "seed":
        return Slot(slot.kind, 25, 15, 45)
    return slot
