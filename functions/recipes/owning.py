"""Whose recipes they are: those of the admin's own batches."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from brigade.errors import NotFound
from brigade.model import Wire
from brigade.recipes.search import LARGEST_PAGE
from brigade.recipes.views import RecipeView
from brigade_io.database import database
from brigade_io.progress.wiring import batch_table
from brigade_io.recipes.recipe_shelf import RecipeShelf


class BatchPage(Wire):
    """A page of one batch's recipes: those behind position `after`."""

    after: int = Field(default=-1, ge=-1, lt=2**31)
    limit: int = Field(default=100, ge=1, le=LARGEST_PAGE)


class ExportQuery(Wire):
    format: Literal["json", "csv"] = "json"


def own_recipe(owner: str, recipe_id: UUID) -> RecipeView:
    """Raises NotFound, for another owner's recipe too."""
    require_own(owner, [recipe_id])
    with database() as db:
        return RecipeShelf(db).get(recipe_id)


def require_own(owner: str, recipe_ids: list[UUID]) -> None:
    """Raises NotFound where any of them is not there, or another's."""
    with database() as db:
        batches = RecipeShelf(db).batches_of(recipe_ids)
    own = {batch_id for batch_id in set(batches.values()) if batch_table().record(batch_id).owner == owner}
    for recipe_id in recipe_ids:
        if batches.get(recipe_id) not in own:
            raise NotFound(f"no recipe {recipe_id}")
