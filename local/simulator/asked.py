"""Reading the concept out of a prompt: what the recipe is to be."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from local.simulator.chance import chance

MEALS = ("breakfast", "lunch", "dinner", "snack")
ENERGY = {"breakfast": 420, "lunch": 560, "dinner": 620, "snack": 230}


@dataclass(frozen=True)
class Ask:
    """One recipe to write; targets are kcal, protein, carbs, fat; limits go by names like `min_fat`."""

    words: str
    meal: str
    cuisine: str
    main: str
    method: str
    diets: tuple[str, ...]
    targets: tuple[float, float, float, float]
    limits: dict[str, float] = field(default_factory=dict)
    minutes: int | None = None
    goal: str | None = None
    servings: int | None = None


def block(text: str, tag: str) -> str | None:
    """What stands between `<tag>` and `</tag>`."""
    found = re.search(rf"<{tag}>\s*(.*?)\s*</{tag}>", text, re.DOTALL)
    return found[1] if found else None


def read_ask(text: str) -> Ask:
    """The ask of a prompt: its concept, or a sensible one seeded by the prompt's words."""
    for raw in re.findall(r"<concept>\s*(\{.*?\})\s*</concept>", text, re.DOTALL)[::-1]:
        try:
            return _from_concept(json.loads(raw), raw)
        except (ValueError, TypeError, AttributeError):
            continue
    return _invented(text)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower()


def _from_concept(concept: dict[str, Any], raw: str) -> Ask:
    concept = {_snake(key): value for key, value in concept.items()}
    targets = {_snake(key): float(value) for key, value in (concept.get("targets") or {}).items()}
    limits = {_snake(key): float(value) for key, value in (concept.get("limits") or {}).items() if value is not None}
    meal = str(concept.get("meal_type") or "dinner")
    kcal = targets.get("calories_kcal") or ENERGY.get(meal, 500)
    shares = {"protein_grams": 0.25 / 4, "carbs_grams": 0.42 / 4, "fat_grams": 0.33 / 9}
    grams = [targets.get(name, share * kcal) for name, share in shares.items()]
    return Ask(
        words=raw,
        meal=meal,
        cuisine=str(concept.get("cuisine") or ""),
        main=str(concept.get("main_ingredient") or ""),
        method=str(concept.get("cooking_method") or ""),
        diets=tuple(str(diet) for diet in concept.get("diets") or ()),
        targets=(kcal, grams[0], grams[1], grams[2]),
        limits=limits,
        minutes=concept.get("max_prep_minutes"),
        goal=concept.get("fitness_goal"),
        servings=concept.get("servings"),
    )


def _invented(text: str) -> Ask:
    """An ask from free words: whatever meal, cuisine and diet they mention, the rest by chance."""
    from local.simulator.cuisines import ALSO, CUISINES
    from local.simulator.pantry import FORBIDDEN, pantry

    lower, draw = text.lower(), chance("ask", text)
    meal = next((meal for meal in MEALS if meal in lower), draw.choice(MEALS))
    cuisine = next((name for name in (*CUISINES, *ALSO) if name in lower), draw.choice(sorted(CUISINES)))
    proteins = [food.name for food in pantry().values() if food.role in ("protein", "legume")]
    main = next((name for name in pantry() if name in lower), draw.choice(proteins))
    diets = tuple(diet for diet in FORBIDDEN if diet in lower)
    return Ask(text, meal, cuisine, main, "", diets, usual_targets(meal))


def usual_targets(meal: str) -> tuple[float, float, float, float]:
    """What a serving usually comes to: kcal, and grams of protein, carbohydrate and fat."""
    kcal = float(ENERGY[meal])
    return kcal, 0.0625 * kcal, 0.105 * kcal, 0.0367 * kcal
