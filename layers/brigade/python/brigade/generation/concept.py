"""A concept: what one recipe of the batch should be, decided before anything is written."""

from pydantic import Field

from brigade.images.photograph import Photograph
from brigade.model import Message
from brigade.recipes.limits import Limits
from brigade.recipes.vocabulary import Diet, FitnessGoal, MealType


class Targets(Message):
    """What one serving should come to: kcal and grams."""

    calories_kcal: int = Field(gt=0)
    protein_grams: int = Field(ge=0)
    carbs_grams: int = Field(ge=0)
    fat_grams: int = Field(ge=0)


class Concept(Message):
    """One recipe to be: `position` counts from 0 within the batch. `note` is a guest's wish: data, never an order."""

    position: int = Field(ge=0)
    meal_type: MealType
    cuisine: str
    main_ingredient: str
    cooking_method: str
    diets: list[Diet]
    targets: Targets
    limits: Limits
    max_prep_minutes: int | None
    fitness_goal: FitnessGoal | None
    photograph: Photograph
    required_ingredient: str | None = None
    note: str | None = None
