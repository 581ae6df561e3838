"""The brief: what the photographer is told of a recipe, and how the picture's files are named."""

import re
import unicodedata
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from brigade.images.photograph import Photograph, Vessel
from brigade.images.shoot import INSTEAD, Subject, another_take, suited
from brigade.images.variants import VARIANTS, WHOLE
from brigade.images.vessels import vessels_told
from brigade.model import Message
from brigade.recipes.recipe import Draft, Name, Paragraph, Plating, Recipe, Word
from brigade.recipes.vocabulary import MealType

PICTURES = "recipes"  # the folder of all of them in the images bucket
MASTERS = "masters"  # that of the provider's own bytes, in the work bucket
LONGEST_SLUG = 60
SLUG = r"^[a-z0-9-]{1,60}$"
APOSTROPHES = str.maketrans("", "", "'’‘`")


class Brief(Message):
    """One picture to be made. `variants`: cut and keep the four sizes too (the request's `enableS3Upload`).

    `slug` names the files: it stays when the recipe is given another name.
    """

    recipe_id: UUID
    slug: Annotated[str, Field(pattern=SLUG)]
    name: Name
    description: Paragraph
    meal_type: MealType
    main_ingredients: Annotated[list[Word], Field(max_length=6)]
    plating: Plating
    photograph: Photograph
    variants: bool = True

    @property
    def folder(self) -> str:
        """Where every object of this recipe's picture lies in the images bucket."""
        return f"{PICTURES}/{self.slug}_{self.recipe_id}"

    def master_key(self, attempt: int) -> str:
        """The provider's own bytes in the work bucket, which nobody else may see: they may hold anything."""
        return f"{MASTERS}/{self.recipe_id}/{attempt}"

    def original_key(self, attempt: int) -> str:
        """The picture in its full size. Objects are cached for a year: each attempt has its own name."""
        return f"{self.folder}/original-{attempt}.jpg"

    def keys(self, attempt: int) -> list[str]:
        """Every object that an attempt may leave."""
        return [*self.named_keys(attempt).values()]

    def named_keys(self, attempt: int) -> dict[str, str]:
        """They by the names of what they show."""
        cut = {variant.name: self.variant_key(variant.name, attempt) for variant in VARIANTS}
        return {WHOLE: self.original_key(attempt), **cut}

    def variant_key(self, variant: str, attempt: int) -> str:
        return f"{self.folder}/{variant}-{attempt}.webp"


def brief_of(recipe: Recipe, photograph: Photograph, variants: bool) -> Brief:
    """The brief of a saved recipe, whose words have the last say in how it is served."""
    draft = recipe.draft
    return _served(Brief(
        recipe_id=recipe.id, slug=slug_of(draft.name), plating=draft.plating, photograph=photograph,
        variants=variants, **_dish_of(draft),
    ))  # fmt: skip


def retold(brief: Brief, recipe: Recipe) -> Brief:
    """The brief of a recipe that was changed since; laid out as before, and served so unless its words forbid it."""
    return _served(brief.model_copy(update=_dish_of(recipe.draft)))


def take_of(brief: Brief, attempt: int) -> Photograph:
    """How an attempt is photographed: the first as the brief says, a later one in any way that suits the dish."""
    vessels = _vessels_told(brief) or INSTEAD[brief.photograph.vessel]
    return another_take(brief.photograph, attempt, Subject(vessels, brief.meal_type))


def _served(brief: Brief) -> Brief:
    subject = Subject(_vessels_told(brief) or {brief.photograph.vessel}, brief.meal_type)
    return brief.model_copy(update={"photograph": suited(brief.photograph, subject, brief.recipe_id)})


def _vessels_told(brief: Brief) -> frozenset[Vessel] | None:
    return vessels_told(brief.name, brief.description, brief.plating.texture)


def _dish_of(draft: Draft) -> dict[str, Any]:
    return {
        "name": draft.name, "description": draft.description, "meal_type": draft.meal_types[0],
        "main_ingredients": draft.main_ingredient_tags,
    }  # fmt: skip


def brief_key(batch_id: UUID, recipe_id: UUID) -> str:
    """Where the brief lies in the work bucket; it is kept as long as the recipe, which may be photographed anew."""
    return f"briefs/{batch_id}/{recipe_id}.json"


def slug_of(name: str) -> str:
    """Lower-case ASCII words with hyphens, at most 60 characters, cut between words where possible."""
    plain = unicodedata.normalize("NFKD", name.translate(APOSTROPHES)).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) > LONGEST_SLUG:
        whole, _, _ = words[: LONGEST_SLUG + 1].rpartition("-")
        words = whole or words[:LONGEST_SLUG]
    return words or "recipe"
