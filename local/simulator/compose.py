"""Composing a dish: the form, a food for every slot, and grams that meet the targets."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from local.simulator.amounts import Vector, kitchen_amount, nutrition_of, solve
from local.simulator.asked import Ask
from local.simulator.chance import chance
from local.simulator.cuisines import Cuisine, Flavour, cuisine_of
from local.simulator.forms import FORMS, Form, Slot, hinted_forms, method_family
from local.simulator.mains import Main, companion_of, resolve_main
from local.simulator.pantry import NUTRIENTS, Food, pantry

TRIES = 8
GOOD_ENOUGH = 0.12
NAMED: dict[str, tuple[str, ...]] = {
    "garlic": ("garlic",),
    "ginger": ("ginger",),
    "onion": ("red onion", "shallots"),
    "flatbread": ("corn tortillas", "pita bread"),
    "lettuce": ("romaine lettuce",),
    "creamy": ("coconut milk", "greek yogurt", "heavy cream", "tahini"),
    "tomato": ("canned tomatoes",),
    "stock": ("vegetable stock",),
    "paste": ("tomato paste",),
    "egg": ("eggs",),
    "lean": ("egg whites",),
    "sauce": ("greek yogurt", "tahini", "plain yogurt", "avocado"),
    "binder": ("rolled oats", "eggs", "almond flour"),
    "dried": ("dates", "raisins", "blueberries"),
    "powder": ("whey protein powder", "hemp seeds"),
    "richveg": ("avocado",),
    "rich": ("almond butter", "peanut butter", "tahini"),
    "sweet": ("maple syrup", "honey", "dates"),
    "dairy": ("greek yogurt", "plain yogurt", "cottage cheese", "ricotta", "firm tofu", "coconut milk"),
    "milk": ("milk", "almond milk", "soy milk", "coconut milk"),
    "acid": ("lemon juice", "lime juice"),
}
ROLES: dict[str, tuple[tuple[str, ...], ...]] = {
    "protein": (("protein", "legume"),),
    "protein2": (("protein",),),
    "bean": (("legume",), ("vegetable",)),
    "grain": (("grain",), ("starch",)),
    "starch": (("starch",),),
    "veg": (("vegetable",),),
    "leaf": (("leaf",),),
    "aromatic": (("aromatic",),),
    "fat": (("fat",),),
    "top": (("nut", "seed"), ("seed",)),
    "nut": (("nut",), ("seed",), ("topping",)),
    "seed": (("seed",),),
    "cheese": (("cheese",),),
    "bread": (("bread",),),
    "pasta": (("pasta",),),
    "noodle": (("noodle",),),
    "oats": (("oats",), ("seed",)),
    "flour": (("flour",),),
    "fruit": (("fruit",),),
}
REPLACED = {"grain": "cauliflower", "starch": "cauliflower"}
REQUIRED = {"bread", "flatbread", "pasta", "noodle", "egg", "flour", "oats", "fruit", "dairy", "milk"}
QUIET = {
    "acid": 7.0,
    "paste": 6.0,
    "paste_hot": 6.0,
    "salty": 7.0,
    "sweet": 5.0,
    "mustard": 4.0,
    "pepper": 0.3,
    "seed": 4.0,
    "nut": 6.0,
    "rich": 10.0,
    "fruit": 14.0,
    "garnish_veg": 12.0,
}
SPICED_SWEET = ("cinnamon", "cardamom", "vanilla extract", "cocoa powder", "nutmeg", "ground ginger")
COLD_FORMS = {"bowl", "salad", "wrap", "cups", "patties", "skewers", "toast", "smoothie", "dip"}
SWEET_FORMS = {"porridge", "parfait", "smoothie", "pancakes", "bites"}


@dataclass
class Dish:
    """A composed dish. `foods` and `grams` (whole recipe) run together; `filled` names foods by slot kind."""

    ask: Ask
    form: Form
    cuisine: Cuisine
    flavour: Flavour
    main: Main
    servings: int
    filled: dict[str, list[Food]]
    foods: list[Food] = field(default_factory=list)
    amounts: list[tuple[float, str, float]] = field(default_factory=list)
    nutrition: Vector = field(default_factory=lambda: np.zeros(len(NUTRIENTS)))
    score: float = 99.0

    def slot(self, kind: str) -> list[Food]:
        """The foods that fill this kind of slot and are in the finished dish."""
        return [food for food in self.filled.get(kind, []) if food in self.foods]

    @property
    def sweet(self) -> bool:
        return self.form.key in SWEET_FORMS


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
    diets = list(ask.diets)
    main = resolve_main(ask.main, diets, draw)
    taboo = _taboo(diets, main.food)
    form = _choose_form(ask, main, draw)
    flavour = _choose_flavour(cuisine, diets, taboo, form, draw)
    filled, slots = _fill(form, main, cuisine, diets, taboo, draw, ask)
    if attempt >= 2:
        _boost(filled, slots, diets, taboo, form, draw)
    dish = Dish(ask, form, cuisine, flavour, main, _servings(ask, draw), filled)
    _weigh(dish, slots, draw)
    return dish


def _taboo(diets: list[str], main: Food) -> set[str]:
    """Traits the main ingredient rules out: meat and milk do not meet under kosher; no foreign stock."""
    taboo = set()
    if "kosher" in diets:
        taboo |= {"dairy", "fish"} if "meat" in main.traits else {"meat"}
    if not main.traits & {"meat", "fish", "shellfish", "egg", "dairy"} and main.role != "protein":
        taboo |= {"pork"}
    return taboo


def _allowed(foods: Iterable[Food], diets: list[str], taboo: set[str]) -> list[Food]:
    return [food for food in foods if food.suits(diets) and not food.traits & taboo]


def _choose_form(ask: Ask, main: Main, draw: random.Random) -> Form:
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
    if beside and beside.raw and (form.key in SWEET_FORMS or not form.cook):
        return False
    needed = [slot.kind for slot in form.slots if slot.kind in REQUIRED and slot.low > 0]
    return all(_candidates(kind, None, list(ask.diets), set()) for kind in needed)


def _choose_flavour(cuisine: Cuisine, diets: list[str], taboo: set[str], form: Form, draw: random.Random) -> Flavour:
    if form.key in SWEET_FORMS:
        spices = [name for name in SPICED_SWEET if pantry()[name].suits(diets)]
        name = draw.choice(spices)
        labels = {"vanilla extract": "Vanilla", "cocoa powder": "Cocoa", "ground ginger": "Ginger"}
        return Flavour(labels.get(name, name.title()), (name,))
    fit = [
        flavour
        for flavour in cuisine.flavours
        if len(_allowed(map(_food, flavour.foods), diets, taboo)) == len(flavour.foods)
    ]
    herbs = Flavour("Lemon and Herb", ("lemon juice", "thyme"))
    return draw.choice(fit or [herbs, Flavour("Paprika-Lime", ("paprika", "lime juice"))])


def _food(name: str) -> Food:
    return pantry()[name]


def _candidates(kind: str, cuisine: Cuisine | None, diets: list[str], taboo: set[str]) -> list[Food]:
    """Foods that may fill a slot of this kind, the cuisine's own first choices where it has any."""
    if kind in NAMED:
        return _allowed(map(_food, NAMED[kind]), diets, taboo)
    favourites = {"veg": "vegetables", "grain": "grains", "fat": "fats"}
    if cuisine and kind in favourites:
        own = _allowed(map(_food, getattr(cuisine, favourites[kind])), diets, taboo)
        if len(own) >= (3 if kind == "veg" else 1):
            return own
    for roles in ROLES.get(kind, ()):
        if fit := _allowed((food for food in pantry().values() if food.role in roles), diets, taboo):
            return fit
    return [_food(REPLACED[kind])] if kind in REPLACED else []


def _fill(
    form: Form, main: Main, cuisine: Cuisine, diets: list[str], taboo: set[str], draw: random.Random, ask: Ask
) -> tuple[dict[str, list[Food]], list[tuple[Slot, Food]]]:
    """A food for every slot: by kind, and in order with its bounds."""
    home = main.home(form)
    filled: dict[str, list[Food]] = {}
    slots: list[tuple[Slot, Food]] = []
    used: set[str] = set()  # USDA ids: one food may go by two names
    for slot in (*form.slots, *([] if home else [Slot("extra", 90, 50, 200)])):
        is_main = main.food.fdc_id not in used and slot.kind == (home or "extra")
        food = main.food if is_main else _pick(slot, cuisine, diets, taboo, used | {main.food.fdc_id}, draw, ask, form)
        if food is None:
            continue
        bounds = Slot(slot.kind, slot.usual, max(slot.low, 0.5 * slot.usual), slot.high) if is_main else slot
        used.add(food.fdc_id)
        filled.setdefault(slot.kind, []).append(food)
        slots.append((_dry(bounds, food), food))
    companion = companion_of(ask.main, diets)
    if companion and companion.fdc_id not in used and not companion.traits & taboo:
        filled.setdefault("extra", []).append(companion)
        slots.append((_dry(Slot("extra", 60, 25, 130), companion), companion))
    return filled, slots


def _dry(slot: Slot, food: Food) -> Slot:
    """Bounds for foods weighed dry in a slot meant for moist ones, and the other way round."""
    if slot.kind in ("protein", "bean", "extra") and "dry" in food.traits:
        return Slot(slot.kind, slot.usual * 0.45, slot.low * 0.45, slot.high * 0.5)
    if slot.kind == "grain" and food.role in ("starch", "vegetable"):
        return Slot(slot.kind, slot.usual * 2.4, slot.low * 2.4, slot.high * 2.4)
    if slot.kind == "oats" and food.role == "seed":
        return Slot(slot.kind, 25, 15, 45)
    return slot


def _pick(
    slot: Slot,
    cuisine: Cuisine,
    diets: list[str],
    taboo: set[str],
    used: set[str],
    draw: random.Random,
    ask: Ask,
    form: Form,
) -> Food | None:
    fit = [food for food in _candidates(slot.kind, cuisine, diets, taboo) if food.fdc_id not in used]
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


def _boost(
    filled: dict[str, list[Food]],
    slots: list[tuple[Slot, Food]],
    diets: list[str],
    taboo: set[str],
    form: Form,
    draw: random.Random,
) -> None:
    """One more protein food, for asks that a first try did not reach."""
    used = {food.name for _, food in slots}
    sweet = ("whey protein powder", "greek yogurt", "cottage cheese", "firm tofu", "hemp seeds")
    savoury = ("firm tofu", "edamame", "cottage cheese", "chicken breast", "cod", "tempeh")
    names = sweet if form.key in SWEET_FORMS else savoury
    allowed = [food for food in _allowed(map(_food, names), diets, taboo) if food.name not in used]
    if fit := [food for food in allowed if form.cook or not food.raw]:
        food = draw.choice(fit)
        filled.setdefault("extra", []).append(food)
        slots.append((_dry(Slot("extra", 50, 0, 160 if food.unit != "tbsp" else 40), food), food))


def _servings(ask: Ask, draw: random.Random) -> int:
    return draw.choice((2, 4)) if ask.meal in ("breakfast", "snack") else draw.choice((2, 4, 4))


def _seasoning(dish: Dish, draw: random.Random) -> list[tuple[Food, float]]:
    """Foods with fixed grams a serving: the flavour, and salt, pepper and a herb for savoury dishes."""
    diets, used = list(dish.ask.diets), {food.name for foods in dish.filled.values() for food in foods}
    flavour = [_food(name) for name in dish.flavour.foods if name not in used]
    fixed = [(food, _quiet_grams(food, dish.sweet)) for food in flavour]
    dish.filled["seasoning"] = flavour or [_food("black pepper")]
    dish.filled["flavour"] = dish.filled["seasoning"]
    if dish.sweet:
        return fixed
    names = used | {food.name for food in flavour}
    herbs = [food for food in _allowed(map(_food, dish.cuisine.herbs), diets, set()) if food.name not in names]
    herb = draw.choice(herbs or [_food("parsley")])
    acid = next((food for food in flavour if food.role == "acid"), _food("lemon juice"))
    extra = {
        "herb": (herb, _quiet_grams(herb, dish.sweet)),
        "salt": (_food("salt"), 0.8),
        "pepper": (_food("black pepper"), 0.25),
    }
    if "{acid}" in "".join(dish.form.steps) and "acid" not in dish.filled:
        extra["acid"] = (acid, 7.0)
    for kind, (food, grams) in extra.items():
        dish.filled[kind] = [food]
        if food.name not in names:
            fixed.append((food, grams))
            names.add(food.name)
    return fixed


def _quiet_grams(food: Food, sweet: bool) -> float:
    """Grams a serving of a seasoning: herbs and spices by the spoon, the rest by weight."""
    if food.role in ("herb", "spice", "flavour"):
        return food.unit_grams * (0.75 if food.role == "herb" else 0.2 if sweet else 0.4)
    return QUIET.get(food.role, 12.0)


def aims(ask: Ask) -> Vector:
    """The targets, moved inside the limits with a little room for rounding."""
    names = ("calories", "protein", "carbs", "fat")
    goals = list(ask.targets)
    for index, name in enumerate(names):
        low, high = ask.limits.get(f"min_{name}"), ask.limits.get(f"max_{name}")
        if high is not None:
            goals[index] = min(goals[index], high * 0.94)
        if low is not None:
            goals[index] = max(goals[index], min(low * 1.06, high if high is not None else low * 1.06))
    if "keto" in ask.diets or "low-carb" in ask.diets:
        goals[2] = min(goals[2], 18.0)
    return np.array(goals)


def misses(nutrition: Vector, ask: Ask) -> float:
    """How far outside its limits the dish lies, as a sum of fractions; 0 inside."""
    total = 0.0
    limits = dict(ask.limits)
    if "keto" in ask.diets:
        limits["max_carbs"] = min(limits.get("max_carbs", 25.0), 24.0)
    if "low-carb" in ask.diets:
        limits["max_carbs"] = min(limits.get("max_carbs", 30.0), 29.0)
    if "low-fat" in ask.diets:
        limits["max_fat"] = min(limits.get("max_fat", 999.0), 0.29 * float(nutrition[0]) / 9)
    for index, name in enumerate(("calories", "protein", "carbs", "fat")):
        value = float(nutrition[index])
        if (high := limits.get(f"max_{name}")) is not None and value > high:
            total += (value - high) / max(high, 1)
        if (low := limits.get(f"min_{name}")) is not None and value < low:
            total += (low - value) / max(low, 1)
    return total


def _weigh(dish: Dish, slots: list[tuple[Slot, Food]], draw: random.Random) -> None:
    """Solve the grams, round them to kitchen amounts, and settle nutrition and score."""
    fixed = _seasoning(dish, draw)
    foods = [food for _, food in slots] + [food for food, _ in fixed]
    usual = np.array([slot.usual for slot, _ in slots] + [grams for _, grams in fixed])
    low = np.array([slot.low for slot, _ in slots] + [grams for _, grams in fixed])
    high = np.array([slot.high for slot, _ in slots] + [grams for _, grams in fixed])
    goals = aims(dish.ask)
    grams = solve(foods, usual, low, high, goals)
    least = np.array([1.5 if food.role in ("fat", "seed", "garlic", "ginger") else 6.0 for food in foods[: len(slots)]])
    kept = [
        index for index in range(len(foods)) if index >= len(slots) or low[index] > 0 or grams[index] >= least[index]
    ]
    dish.foods = [foods[index] for index in kept]
    dish.amounts = [kitchen_amount(foods[index], float(grams[index]) * dish.servings) for index in kept]
    dish.nutrition = nutrition_of(dish.foods, [amount[2] for amount in dish.amounts], dish.servings)
    off = np.abs(dish.nutrition[:4] - goals) / np.maximum(goals, (150, 15, 20, 10)) * (0.5, 0.25, 0.12, 0.13)
    dish.score = float(off.sum()) + 10 * misses(dish.nutrition, dish.ask)
