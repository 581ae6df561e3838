"""What a person looks for among the stored recipes, and decides about them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from brigade.model import Wire
from brigade.recipes.recipe import Word
from brigade.recipes.views import RecipeView
from brigade.recipes.vocabulary import Diet, MealType
from brigade.text import containing

LARGEST_PAGE = 200


class RecipeQuery(Wire):
    """The query string of the list; `after` is the id of the last recipe of the page before."""

    batch_id: UUID | None = None
    approved: bool | None = None
    placeholder: bool | None = None
    diet: Diet | None = None
    meal: MealType | None = None
    text: Word | None = None
    after: UUID | None = None
    limit: int = Field(default=50, ge=1, le=LARGEST_PAGE)

    @property
    def pattern(self) -> str | None:
        """Of `ilike`: the text anywhere, taken as it is."""
        return None if self.text is None else containing(self.text)


class RecipeList(Wire):
    """The newest first; `next_after` asks for the rest, None where there is none."""

    recipes: list[RecipeView]
    next_after: UUID | None


class Approval(Wire):
    """The body of `POST …/recipes/approval`: approve these recipes, or take their approval back."""

    recipe_ids: Annotated[list[UUID], Field(min_length=1, max_length=LARGEST_PAGE)]
    approved: bool


class Approved(Wire):
    """How many of them changed."""

    approved: bool
    changed: int


def list_of(rows: list[dict[str, Any]], limit: int) -> RecipeList:
    """`rows` are as many as were asked for, and one more where there are more."""
    recipes = [RecipeView.model_validate(row) for row in rows[:limit]]
    return RecipeList(recipes=recipes, next_after=recipes[-1].id if len(rows) > limit else None)
