"""Concepts as the planner makes them, and the prompts that carry them."""

import json
import random
from typing import Any

from brigade.generation.concept import Concept, Targets
from brigade.images.photograph import Angle, Light, Photograph, Surface, Vessel
from brigade.recipes.vocabulary import Diet, MealType

CUISINES = (
    "Mediterranean",
    "Italian",
    "Mexican",
    "Indian",
    "Thai",
    "Japanese",
    "Chinese",
    "Korean",
    "Vietnamese",
    "Lebanese",
    "Moroccan",
    "Greek",
    "French",
    "Spanish",
    "American",
    "Nordic",
    "Turkish",
    "Ethiopian",
    "Caribbean",
    "Peruvian",
)
MAINS = (
    "chicken breast",
    "salmon",
    "firm tofu",
    "chickpeas",
    "black beans",
    "lentils",
    "beef sirloin",
    "shrimp",
    "eggs",
    "sweet potatoes",
    "mushrooms",
    "quinoa",
    "turkey breast",
    "cod",
    "cauliflower",
    "tempeh",
    "eggplant",
    "blueberries",
    "pork tenderloin",
    "zucchini",
    "broccoli",
    "rolled oats",
    "greek yogurt",
    "banana",
    "kale",
    "avocado",
    "halibut",
)
METHODS = (
    "roasted",
    "grilled",
    "stir-fried",
    "baked",
    "steamed",
    "braised",
    "pan-seared",
    "no-cook",
    "one-pot",
)
DIETS: tuple[tuple[Diet, ...], ...] = (
    (),
    (),
    (Diet.VEGAN,),
    (Diet.VEGETARIAN,),
    (Diet.GLUTEN_FREE,),
    (Diet.KETO,),
    (Diet.PALEO,),
    (Diet.HALAL,),
    (Diet.KOSHER,),
    (Diet.DAIRY_FREE, Diet.NUT_FREE),
    (Diet.LOW_CARB, Diet.HIGH_PROTEIN),
    (Diet.PESCATARIAN,),
    (Diet.VEGAN, Diet.GLUTEN_FREE),
)
SHARES = {Diet.KETO: (0.25, 0.08, 0.67), Diet.LOW_CARB: (0.38, 0.17, 0.45), Diet.PALEO: (0.3, 0.3, 0.4)}
ENERGY = {MealType.BREAKFAST: 420, MealType.LUNCH: 560, MealType.DINNER: 620, MealType.SNACK: 240}


def a_concept(position: int, **changes: Any) -> Concept:
    """A concept of its own for every position."""
    draw = random.Random(position)
    diets = changes.pop("diets", list(draw.choice(DIETS)))
    meal = draw.choice(list(MealType))
    kcal = ENERGY[meal] + draw.randint(-60, 90)
    protein, carbs, fat = next((SHARES[diet] for diet in diets if diet in SHARES), (0.25, 0.45, 0.3))
    fields: dict[str, Any] = {
        "position": position,
        "meal_type": meal,
        "cuisine": draw.choice(CUISINES),
        "main_ingredient": draw.choice(MAINS),
        "cooking_method": draw.choice(METHODS),
        "diets": diets,
        "max_prep_minutes": draw.choice((None, 20, 30)),
        "fitness_goal": None,
        "targets": Targets(
            calories_kcal=kcal,
            protein_grams=round(kcal * protein / 4),
            carbs_grams=round(kcal * carbs / 4),
            fat_grams=round(kcal * fat / 9),
        ),
        "limits": {"max_calories": round(kcal * 1.15)},
        "photograph": Photograph(
            vessel=draw.choice(list(Vessel)),
            surface=draw.choice(list(Surface)),
            light=draw.choice(list(Light)),
            angle=draw.choice(list(Angle)),
            props=draw.choice(("a folded linen napkin", "a fork", "fresh herb sprigs")),
        ),
    }
    return Concept.model_validate(fields | changes)


def a_prompt(concept: Concept) -> str:
    return f"Write one recipe.\n<concept>\n{concept.model_dump_json(by_alias=True)}\n</concept>"


def a_picture_prompt(recipe: dict[str, Any], concept: Concept) -> str:
    """A photographer's prompt for a recipe."""
    camera, plating = concept.photograph, recipe["plating"]
    return (
        f"Photorealistic food photograph of {recipe['name']}. {recipe['description']} Made with "
        f"{', '.join(recipe['main_ingredient_tags'])}; colours {', '.join(plating['colours'])}; "
        f"garnished with {plating['garnish']}. "
        f"In a {camera.vessel} on {camera.surface}, {camera.light}, {camera.angle}, {camera.props}."
    )


def a_repair(prompt: str, answer: dict[str, Any], mistake: str) -> str:
    return f"{prompt}\n<previous_answer>{json.dumps(answer)}</previous_answer>\n<mistakes>{mistake}</mistakes>"
