"""The recipe as the writer gives it (`Draft`) and as it is stored (`Recipe`)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from brigade.model import Message
from brigade.recipes.allergens import Allergens
from brigade.recipes.vocabulary import Diet, MealType, Unit
from brigade.text import text

Name = Annotated[str, text(255)]
Word = Annotated[str, text(100)]
Paragraph = Annotated[str, text(2000)]


class Ingredient(Message):
    """One line of the list. `grams` is the edible mass the amount stands for, where the writer knows it."""

    name: Word
    amount: float = Field(gt=0, le=5000)
    unit: Unit
    grams: float | None = Field(ge=0, le=5000)


class Nutrition(Message):
    """Per serving: energy in kcal, masses in grams, sodium in milligrams; None: not known, which is not 0."""

    calories_kcal: float = Field(ge=0, le=20_000)
    protein_grams: float = Field(ge=0, le=999)
    carbs_grams: float = Field(ge=0, le=999)
    fat_grams: float = Field(ge=0, le=999)
    fibre_grams: float | None = Field(ge=0, le=999)
    sugar_grams: float | None = Field(ge=0, le=999)
    saturated_fat_grams: float | None = Field(ge=0, le=999)
    sodium_mg: float | None = Field(ge=0, le=50_000)
    alcohol_grams: float = Field(ge=0, le=200)


class Plating(Message):
    """How the finished dish looks, in the writer's words; the camera side is the planner's."""

    garnish: Word
    colours: Annotated[list[Word], Field(min_length=1, max_length=5)]
    texture: Word


class Draft(Message):
    """One recipe as the model answers it. Its JSON schema is the strict schema the model is held to."""

    name: Name
    description: Paragraph
    meal_types: Annotated[list[MealType], Field(min_length=1, max_length=4)]
    dietary_tags: Annotated[list[Diet], Field(max_length=13)]
    main_ingredient_tags: Annotated[list[Word], Field(min_length=1, max_length=6)]
    ingredients: Annotated[list[Ingredient], Field(min_length=2, max_length=40)]
    instructions: Annotated[list[Paragraph], Field(min_length=1, max_length=30)]
    prep_time_minutes: int = Field(ge=0, le=1440)
    cook_time_minutes: int = Field(ge=0, le=2880)
    servings: int = Field(ge=1, le=24)
    nutrition: Nutrition
    plating: Plating


class Quality(Message):
    """0-100, and one plain sentence for every point that was lost."""

    score: int = Field(ge=0, le=100)
    reasons: list[str]


class Provenance(Message):
    """Who wrote it: provider model, batch, and what the text cost in millionths of a dollar."""

    batch_id: UUID
    position: int = Field(ge=0)
    model: str
    cost_micros: int = Field(ge=0)


class Source(Message):
    """Where one line's values come from: the USDA food it was taken for, the grams that are eaten, on what evidence.

    `fdc_id` and `description` are None where no food is known by that name; `confidence` (0-1) is the match's,
    `rule` says why less is eaten than is weighed.
    """

    text: str
    fdc_id: int | None
    description: str | None
    grams: float | None
    evidence: str
    confidence: float = Field(ge=0, le=1)
    rule: str | None


class Recipe(Message):
    """A validated recipe, ready to be saved. `nutrition` is what we stand for, `claimed` what the model said.

    `sources` are empty where the claim was taken as it is; `allergens` is None where they have not been assessed,
    which is not the same as none.
    """

    id: UUID
    draft: Draft
    nutrition: Nutrition
    claimed: Nutrition
    changes: list[str]
    sources: list[Source]
    allergens: Allergens | None
    quality: Quality
    provenance: Provenance
