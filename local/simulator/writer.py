"""The writer: from a prompt to a recipe as JSON, well or with the fault that is asked for."""

import json
import random
from typing import Any

from local.simulator.answers import Answer, ApiError
from local.simulator.asked import Ask, block, read_ask, usual_targets
from local.simulator.chance import chance, uniform
from local.simulator.compose import compose
from local.simulator.dish import Dish
from local.simulator.doneness import SIMMERED, simmered_first
from local.simulator.mistakes import MISTAKES, enlarged
from local.simulator.pantry import Food
from local.simulator.schema_check import misfit
from local.simulator.words import colour_words, companions, description, dish_name, per_serving, steps, title

SAFE_TAGS = ("vegan", "vegetarian", "gluten-free", "dairy-free", "nut-free")
WIDELY_SUITED = ("vegan", "gluten-free", "nut-free", "halal")
EDITIONS = 5
REFUSAL = "I'm sorry, but I can't help with this recipe."
KNOWN_FIELDS = {"name", "ingredients", "instructions", "nutrition"}


def is_repair(prompt: str) -> bool:
    """Whether a prompt asks to mend an earlier answer."""
    return "<previous_answer>" in prompt


def write_answer(
    text: str, prompt: str, schema: dict[str, Any] | None, seed: int, occurrence: int, fault: str | None
) -> Answer:
    """The answer to a prompt; raises ApiError where the schema is none of ours."""
    if schema is not None and not set(schema.get("properties", {})) >= KNOWN_FIELDS:
        raise ApiError(
            400,
            "The model simulator writes recipes only: this schema is unknown to it.",
            code="unknown_schema",
            param="text.format.schema",
        )
    if fault == "refusal":
        return Answer(REFUSAL, refused=True)
    written = same_again(read_ask(text), seed) if fault == "repeated_dish" else mended(text, seed, occurrence)
    recipe = spoiled(written, fault, chance(seed, prompt, occurrence, "spoil"))
    if schema is not None and fault != "invalid" and (reason := misfit(recipe, schema)):
        raise ApiError(
            400,
            f"The model simulator cannot write for this schema: {reason}",
            code="unknown_schema",
            param="text.format.schema",
        )
    words = json.dumps(recipe, ensure_ascii=False)
    return cut(words, fault, chance(seed, prompt, occurrence, "cut"))


def mended(text: str, seed: int, occurrence: int) -> dict[str, Any]:
    """The recipe of this prompt; a repair gives the dish of the previous answer, written correctly."""
    ask = read_ask(text)
    if not is_repair(text):
        return write_recipe(ask, seed, occurrence + _edition(text))
    name = _name_in(block(text, "previous_answer") or "")
    drafts = (write_recipe(ask, seed, start + nth) for start in range(0, EDITIONS * 10, 10) for nth in (1, 2, 3))
    return next((draft for draft in drafts if draft["name"] == name), write_recipe(ask, seed, 1))


def _edition(text: str) -> int:
    """0 for a first asking; where the prompt tells of mistakes, an offset to other dishes than the first."""
    told = block(text, "mistakes")
    return 10 * (1 + int(uniform("edition", told) * (EDITIONS - 1))) if told else 0


def _name_in(previous: str) -> str | None:
    """The name in an answer's JSON, which may stand in the prompt as a JSON string of its own."""
    try:
        answer = json.loads(previous)
        answer = json.loads(answer) if isinstance(answer, str) else answer
        return str(answer["name"])
    except (ValueError, TypeError, KeyError):
        return None


def write_recipe(ask: Ask, seed: int, occurrence: int) -> dict[str, Any]:
    """A recipe in the shape of `Draft`."""
    return _written(compose(ask, seed, occurrence), chance(seed, ask.words, occurrence, "words"))


def _written(dish: Dish, draw: random.Random) -> dict[str, Any]:
    name = dish_name(dish, draw)
    kind = dish.form.dishes[0]
    pairs = zip(dish.foods, dish.amounts, strict=True)
    prep, cook = _times(dish, draw)
    return {
        "name": name,
        "description": description(dish, draw, kind),
        "meal_types": [dish.ask.meal],
        "dietary_tags": true_tags(dish),
        "main_ingredient_tags": list(dict.fromkeys([dish.main.words.lower(), *companions(dish)[:2]])),
        "ingredients": [_line(food, amount) for food, amount in pairs],
        "instructions": steps(dish),
        "prep_time_minutes": prep,
        "cook_time_minutes": cook,
        "servings": dish.servings,
        "nutrition": per_serving(dish.nutrition),
        "plating": _plating(dish),
    }


def _line(food: Food, amount: tuple[float, str, float]) -> dict[str, Any]:
    value, unit, grams = amount
    return {"name": food.name, "amount": round(value, 2), "unit": unit, "grams": round(grams, 1)}


def _times(dish: Dish, draw: random.Random) -> tuple[int, int]:
    prep, cook = dish.form.prep + draw.randint(-3, 3), dish.form.cook
    cook += (draw.randint(-2, 3) if cook else 0) + SIMMERED * len(simmered_first(dish))
    if dish.ask.minutes:
        prep = min(prep, dish.ask.minutes)
    return max(prep, 3), cook


def _plating(dish: Dish) -> dict[str, Any]:
    garnish = next(
        (food.name for kind in ("herb", "top", "seed", "nut", "fruit") for food in dish.slot(kind)),
        dish.main.words,
    )
    return {"garnish": garnish, "colours": colour_words(dish.foods), "texture": dish.form.texture}


def true_tags(dish: Dish) -> list[str]:
    """The diets asked for, and those that hold by the ingredients alone."""
    diets = [diet for diet in dish.ask.diets if all(food.suits([diet]) for food in dish.foods)]
    more = [diet for diet in SAFE_TAGS if all(food.suits([diet]) for food in dish.foods)]
    return list(dict.fromkeys(diets + more))


# --- Faults in what is written -------------------------------------------------------------------


def same_again(ask: Ask, seed: int) -> dict[str, Any]:
    """The dish that everyone with these diets gets at this meal, in portions and by a name of one's own."""
    diets = tuple(dict.fromkeys([*ask.diets, *WIDELY_SUITED]))
    shared = Ask("", ask.meal, "", "", "", diets, usual_targets(ask.meal), goal=ask.goal)
    recipe = _written(compose(shared, seed, 1), chance(seed, ask.words, "again"))
    prep = min(recipe["prep_time_minutes"], ask.minutes or recipe["prep_time_minutes"])
    return enlarged(recipe, ask.targets[0] / recipe["nutrition"]["calories_kcal"]) | {"prep_time_minutes": prep}


def spoiled(recipe: dict[str, Any], fault: str | None, draw: random.Random) -> dict[str, Any]:
    """The recipe with this fault in it; a fault of the call, not of the words, leaves it alone."""
    if fault == "invalid":
        return _broken(recipe, draw)
    return MISTAKES[fault](recipe, draw) if fault in MISTAKES else recipe


def meanings() -> dict[str, str]:
    """Every mistake a recipe may hold, by name, in one line."""
    found = {name: mistake.__doc__ or "" for name, mistake in MISTAKES.items()} | {
        "repeated_dish": same_again.__doc__ or ""
    }
    return {name: words.splitlines()[0] for name, words in found.items()}


def _broken(recipe: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """One rule of the recipe broken; `cut` may break the JSON itself."""
    lines = recipe["ingredients"]
    changes: list[dict[str, Any]] = [
        {"name": title("very long name ") * 20},
        {"servings": 0},
        {"instructions": ["   "]},
        {"ingredients": lines[:1]},
        {"ingredients": [lines[0] | {"unit": "handful"}, *lines[1:]]},
        {"description": ""},
    ]
    return recipe | draw.choice(changes)


def cut(words: str, fault: str | None, draw: random.Random) -> Answer:
    """The words as an answer: complete, truncated, or (one invalid answer in three) no JSON."""
    if fault == "truncated":
        return Answer(words[: int(len(words) * draw.uniform(0.35, 0.85))], complete=False)
    if fault == "invalid" and draw.random() < 1 / 3:
        return Answer(words[:-2] + " }, }")
    return Answer(words)
