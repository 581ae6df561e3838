"""The words of a recipe: its name, its description and its steps."""

import random
import re

from local.simulator.amounts import Vector
from local.simulator.dish import Dish
from local.simulator.doneness import cooked_apart, doneness, simmered_first
from local.simulator.mains import short_name
from local.simulator.pantry import Food, singular

NAMES = (
    "{flavour} {main} {dish} with {one} and {two}",
    "{flavour} {main} {dish} with {two} and {one}",
    "{cuisine} {flavour} {main} {dish} with {one}",
    "{flavour} {main} {dish} with {one}",
    "{flavour} {main} and {single} {dish}",
    "{cuisine} {main} and {single} {dish} with {two}",
)
OPENERS = (
    "Tender {main} meets {one} and {two} in this {cuisine} {dish}.",
    "A {cuisine} {dish} that lets {main} shine beside {one} and {two}.",
    "{Main} with {one} and {two}, brought together by {seasoning}.",
    "Bright, generous and full of texture: {main}, {one} and {two} in a {cuisine} {dish}.",
)
CLOSERS = {
    "weight_loss": "It fills you up for few calories.",
    "muscle_gain": "It is built to feed hard training.",
    "endurance": "It gives steady energy for long sessions.",
    "maintenance": "It makes an easy, balanced meal.",
}
LOOSE = {"bean", "pea", "lentil", "kernel", "crumble"}  # shapes that nobody cuts up
SMALL = {"and", "with", "on", "of", "in", "the", "a", "el"}
COLOURS = (
    ("deep green", (60, 110, 45)),
    ("fresh green", (130, 180, 70)),
    ("ruby red", (200, 45, 45)),
    ("burnt orange", (225, 125, 50)),
    ("golden yellow", (240, 195, 75)),
    ("creamy white", (248, 240, 222)),
    ("toasted brown", (150, 95, 55)),
    ("rosy pink", (225, 100, 130)),
    ("aubergine purple", (100, 50, 85)),
    ("warm beige", (220, 190, 145)),
    ("charcoal", (55, 45, 45)),
    ("berry blue", (65, 75, 135)),
)


def title(text: str) -> str:
    """Title case that leaves small words and hyphenated names alone."""
    words = text.split()
    return " ".join(w if w.lower() in SMALL and i else w[:1].upper() + w[1:] for i, w in enumerate(words))


def listing(names: list[str]) -> str:
    """a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def companions(dish: Dish) -> list[str]:
    """What stands beside the main ingredient, the most telling first."""
    order: tuple[str, ...] = (
        "extra",
        "fruit",
        "veg",
        "starch",
        "grain",
        "pasta",
        "noodle",
        "bean",
        "leaf",
        "dairy",
        "nut",
        "cheese",
        "richveg",
        "oats",
        "top",
        "protein",
        "dried",
        "herb",
        "sweet",
        "milk",
        "seasoning",
    )
    if dish.main.kind not in ("protein", "legume") and not dish.sweet:
        order = ("protein", *order)
    names = [food.name for kind in order for food in dish.slot(kind) if food.name != dish.main.food.name]
    plain = [name.removeprefix("firm ").removeprefix("lean ground ").removeprefix("canned ") for name in names]
    return list(dict.fromkeys(plain))


def dish_name(dish: Dish, draw: random.Random) -> str:
    """A name such as "Harissa Chicken Traybake with Carrots and Bulgur"."""
    others = companions(dish)
    one, two = (draw.sample(others[:4], min(2, len(others))) * 2)[:2]
    kind = draw.choice(dish.form.dishes)
    cuisine = title((dish.ask.cuisine or dish.cuisine.name).strip()[:30])
    name = draw.choice(NAMES).format(
        flavour=dish.flavour.name,
        main=dish.main.words,
        dish=kind,
        one=one,
        two=two,
        cuisine=cuisine,
        single=singular(one),
    )
    return title(_no_echo(name))


def _no_echo(name: str) -> str:
    """Drop a word that repeats at once: "Curry Curry"."""
    return re.sub(r"\b(\w+)( \1\b)+", r"\1", name, flags=re.IGNORECASE)


def description(dish: Dish, draw: random.Random, kind: str) -> str:
    """Two or three sentences that sell the dish truthfully."""
    others = companions(dish) * 2
    words = {
        "main": dish.main.words,
        "Main": title(dish.main.words),
        "one": others[0],
        "two": others[1],
        "cuisine": title((dish.ask.cuisine or dish.cuisine.name).strip()[:40]),
        "dish": kind.lower(),
        "seasoning": listing([food.name for food in dish.slot("seasoning")] or ["black pepper"]),
    }
    texture = f"{_capital(dish.form.texture)}, and about {round(float(dish.nutrition[1]))} g of protein a serving."
    closer = CLOSERS.get(dish.ask.goal or "", f"Ready for {dish.ask.meal} with little washing up.")
    return f"{_articled(draw.choice(OPENERS).format(**words))} {texture} {closer}"


def _articled(text: str) -> str:
    """An Indian curry, a European one."""
    return re.sub(r"\b([Aa]) (?=[AEIO])(?!Eu)", r"\1n ", text)


def steps(dish: Dish) -> list[str]:
    """The method, which mentions every ingredient."""
    words = _placeholders(dish)
    written = [text for step in dish.form.steps if (text := _filled_step(step, words))]
    if missing := _unmentioned(dish, " ".join(written)):
        written.insert(max(1, len(written) - 2), _add_late(missing))
    return simmered_first(dish) + written


def _add_late(missing: list[Food]) -> str:
    rest = [food.name for food in missing if not food.raw]
    stirred = [f"Stir in the {listing(rest)}."] if rest else []
    return " ".join(cooked_apart([food for food in missing if food.raw]) + stirred)


def _placeholders(dish: Dish) -> dict[str, str]:
    kinds = {kind: listing([food.name for food in dish.slot(kind)]) for kind in dish.filled}
    base = next((kinds[kind] for kind in ("grain", "pasta", "noodle", "starch") if kinds.get(kind)), "vegetables")
    first = next((dish.slot(kind)[:1] for kind in ("protein", "egg", "extra") if dish.slot(kind)), [])
    heated = doneness([*first, *(food for food in dish.slot("binder") if food.raw)])
    beside = doneness(dish.slot("protein2"))
    words = {"main": dish.main.words, "base": base, "done": heated.sign, "minutes": heated.minutes}
    protein = {"loose" if food.shape in LOOSE else "whole": food.name for food in dish.slot("protein")}
    return kinds | words | protein | {"done2": beside.sign, "minutes2": beside.minutes}


def _filled_step(step: str, words: dict[str, str]) -> str:
    """A step without the optional parts and sentences whose ingredients the dish does not have."""

    def known(text: str) -> bool:
        return all(words.get(name) for name in re.findall(r"\{(\w+)\}", text))

    text = re.sub(r"\[([^\]]*)\]", lambda found: found[1] if known(found[1]) else "", step)
    sentences = re.split(r"(?<=\.) (?=[A-Z{])", text)
    kept = [sentence.format(**words) for sentence in sentences if known(sentence)]
    return _capital(" ".join(kept))


def _capital(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]


def _unmentioned(dish: Dish, text: str) -> list[Food]:
    lower = text.lower()
    return [food for food in dish.foods if not re.search(rf"\b({'|'.join(map(re.escape, _calls(food)))})\b", lower)]


def _calls(food: Food) -> tuple[str, ...]:
    return food.name, singular(food.name), short_name(food).lower()


def colour_words(foods: list[Food]) -> list[str]:
    """Up to four names of the colours on the plate."""
    names: list[str] = []
    for food in foods:
        if food.shape == "none":
            continue
        red, green, blue = (int(food.colour[at : at + 2], 16) for at in (1, 3, 5))
        name = min(
            COLOURS,
            key=lambda each: (each[1][0] - red) ** 2 + (each[1][1] - green) ** 2 + (each[1][2] - blue) ** 2,
        )[0]
        if name not in names:
            names.append(name)
    return names[:4] or ["golden yellow"]


def per_serving(nutrition: Vector) -> dict[str, float]:
    """The claim, per serving, in the recipe's field names."""
    kcal, protein, carbs, fat, fibre, sugar, saturated, sodium, alcohol = (float(value) for value in nutrition)
    return {
        "calories_kcal": float(round(kcal)),
        "protein_grams": round(protein, 1),
        "carbs_grams": round(carbs, 1),
        "fat_grams": round(fat, 1),
        "fibre_grams": round(min(fibre, carbs), 1),
        "sugar_grams": round(sugar, 1),
        "saturated_fat_grams": round(min(saturated, fat), 1),
        "sodium_mg": float(round(sodium)),
        "alcohol_grams": round(alcohol, 1),
    }
