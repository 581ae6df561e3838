"""What the mock writes unless told otherwise: a plain, sound dish of whatever food the prompt asks for.

What it claims is what its plate holds. It knows nothing of who asks.
"""

import json
import re
from typing import Any

from tests.mock_provider.plate import OILS, Food, Plate, nutrition_of, plate_for

CONCEPT = re.compile(r"<concept>\n(.*?)\n</concept>", re.DOTALL)
DISH: dict[str, Any] = {  # where nothing is asked for
    "meal_type": "dinner", "cuisine": "Greek", "main_ingredient": "salmon", "cooking_method": "roasted", "servings": 2,
    "targets": {"calories_kcal": 550, "protein_grams": 35, "carbs_grams": 55, "fat_grams": 20},
}  # fmt: skip
VERBS = {
    "roasted": "Roast", "baked": "Bake", "grilled": "Grill", "griddled": "Griddle", "steamed": "Steam",
    "simmered": "Simmer", "stewed": "Stew", "braised": "Braise", "stir-fried": "Stir-fry", "pan-seared": "Sear",
    "sauteed": "Fry",
}  # fmt: skip


def a_dish(request: dict[str, Any]) -> str:
    asked = {**DISH, **concept_of(request)}
    plate = plate_for(asked, seed=_prompt(request))
    title, listed = _title(asked, plate), [food.listed for food, _ in plate.values()]
    return json.dumps({
        "name": title,
        "description": f"{title}: a plain plate of {', '.join(listed)}, as it is cooked at home.",
        "meal_types": [asked["meal_type"]],
        "dietary_tags": asked.get("diets", []),
        "main_ingredient_tags": listed[:2],
        "ingredients": [_line(food, grams * asked["servings"]) for food, grams in plate.values()],
        "instructions": _steps(asked, plate),
        "prep_time_minutes": min(10, asked.get("max_prep_minutes", 10)),
        "cook_time_minutes": 25,
        "servings": asked["servings"],
        "nutrition": nutrition_of(plate),
        "plating": {"garnish": listed[-2], "colours": ["golden", "green"], "texture": "tender"},
    })  # fmt: skip


def concept_of(request: dict[str, Any]) -> dict[str, Any]:
    """What a prompt asks for, however it was sent."""
    found = CONCEPT.search(_prompt(request))
    concept = json.loads(found[1]) if found else {}
    return concept if isinstance(concept, dict) else {}


def _prompt(request: dict[str, Any]) -> str:
    if "input" in request:
        return str(request["input"])
    return "\n".join(str(message.get("content")) for message in request.get("messages", []))


def _title(asked: dict[str, Any], plate: Plate) -> str:
    main, beside, *_ = plate
    return f"{asked['cuisine']} {asked['cooking_method']} {main} with {beside}".title()


def _line(food: Food, grams: float) -> dict[str, Any]:
    return {"name": food.listed, "amount": round(grams, 1), "unit": "g", "grams": round(grams, 1)}


def _steps(asked: dict[str, Any], plate: Plate) -> list[str]:
    (_, (main, _)), *beside = plate.items()
    verb = VERBS.get(asked["cooking_method"], "Cook")
    oil = next((f" with the {name}" for name in plate if name in OILS), "")
    return [
        f"Set out a large pan and cover its bottom{oil or ' with water'}.",
        f"{verb} the {main.listed} for 20 minutes{_done(main)}.",
        *(f"Boil the {food.listed} for 15 minutes{_done(food)}." for name, (food, _) in beside if name not in OILS),
        f"Arrange everything in the {asked.get('served_in', 'plates')}.",
    ]


def _done(food: Food) -> str:
    return ", until it has 74 °C inside and its juices run clear" if food.raw else ", until tender"
