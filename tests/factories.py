"""Things to test with: each factory gives a sound one, and takes what the test is about."""

from typing import Any
from uuid import UUID

from brigade.generation.concept import Concept
from brigade.generation.request import BatchRequest
from brigade.generation.sheet import Line, Sheet
from brigade.images.photograph import Angle, Light, Photograph, Props, Surface, Vessel
from brigade.recipes.recipe import Draft, Nutrition

BATCH_ID = UUID("11111111-2222-4333-8444-555555555555")


def a_request(**changes: Any) -> BatchRequest:
    return BatchRequest(**{"count": 30, **changes})


def a_nutrition(**changes: float) -> Nutrition:
    """478 kcal by Atwater's factors: 35 g protein, 40 g carbohydrate of which 6 g fibre, 21 g fat."""
    sound = {"calories_kcal": 477, "protein_grams": 35, "carbs_grams": 40, "fat_grams": 21, "fibre_grams": 6,
             "sugar_grams": 8, "saturated_fat_grams": 5, "sodium_mg": 620, "alcohol_grams": 0}  # fmt: skip
    return Nutrition(**{**sound, **changes})


MAINS = ("chicken breast", "salmon", "beef sirloin", "shrimp", "pork tenderloin", "lamb leg", "cod", "duck breast",
         "tilapia", "venison")  # fmt: skip


def a_draft_of(place: int, **changes: Any) -> Draft:
    """`a_draft` around another main ingredient for each place, so that no two are one dish."""
    main = MAINS[place % len(MAINS)]
    steps = [step.replace("chicken", main) for step in a_draft().instructions]
    lines = [{"name": main, "amount": 300, "unit": "g", "grams": 300}, *a_draft().model_dump()["ingredients"][1:]]
    own = {
        "name": f"Harissa {main.title()} with Bulgur",
        "main_ingredient_tags": [main, "bulgur"],
        "instructions": steps,
        "ingredients": lines,
    }
    return a_draft(**{**own, **changes})


def a_draft(**changes: Any) -> Draft:
    """Its claim is what its ingredients come to."""
    sound: dict[str, Any] = {
        "name": "Harissa Chicken with Bulgur",
        "description": "Chicken breast roasted in harissa, over lemony bulgur with peppers and mint.",
        "meal_types": ["dinner"],
        "dietary_tags": ["high-protein"],
        "main_ingredient_tags": ["chicken breast", "bulgur"],
        "ingredients": [
            {"name": "chicken breast", "amount": 300, "unit": "g", "grams": 300},
            {"name": "bulgur", "amount": 120, "unit": "g", "grams": 120},
            {"name": "olive oil", "amount": 2, "unit": "tbsp", "grams": 27},
        ],
        "instructions": [
            "Heat the oven to 200 °C and coat the chicken with the olive oil.",
            "Roast the chicken for 22 minutes, to 74 °C inside.",
            "Soak the bulgur in boiling water for 12 minutes and serve.",
        ],
        "prep_time_minutes": 15,
        "cook_time_minutes": 25,
        "servings": 2,
        "nutrition": a_nutrition(calories_kcal=504.5, protein_grams=41.1, carbs_grams=45.5, fat_grams=18.2,
                                 fibre_grams=7.5, sugar_grams=0.2, saturated_fat_grams=2.8, sodium_mg=78),
        "plating": {"garnish": "mint leaves", "colours": ["amber", "green"], "texture": "seared"},
    }  # fmt: skip
    return Draft.model_validate({**sound, **changes})


def a_concept(**changes: Any) -> Concept:
    sound: dict[str, Any] = {
        "position": 0,
        "meal_type": "dinner",
        "cuisine": "Moroccan",
        "main_ingredient": "chicken breast",
        "cooking_method": "roasted",
        "diets": [],
        "targets": {"calories_kcal": 480, "protein_grams": 36, "carbs_grams": 40, "fat_grams": 20},
        "limits": {},
        "max_prep_minutes": None,
        "fitness_goal": None,
        "photograph": Photograph(
            vessel=Vessel.WHITE_PLATE, surface=Surface.RUSTIC_WOOD, light=Light.SIDE, angle=Angle.THREE_QUARTER,
            props=Props.CUTLERY,
        ),
    }  # fmt: skip
    return Concept.model_validate({**sound, **changes})


def a_sheet(size: int = 5, chunk: int = 0, **concept: Any) -> Sheet:
    lines = [Line(concept=a_concept(position=position, **concept)) for position in range(size)]
    return Sheet(batch_id=BATCH_ID, chunk=chunk, lines=lines)
