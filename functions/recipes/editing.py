"""Editing a stored recipe: what is changed is checked as a whole, then put in its place."""

from brigade.generation.editing import RecipeEdit, accepted, concept_of, draft_of, edited
from brigade.recipes.views import RecipeView
from brigade_io.database import database
from brigade_io.recipe_shelf import RecipeShelf


def edit(view: RecipeView, change: RecipeEdit) -> RecipeView:
    """The recipe as it is now. Raises InvalidRequest."""
    draft = edited(draft_of(view), change)
    recipe = accepted(view.batch_id, draft, concept_of(draft, view.batch_position), view.model, 0)
    with database() as db:
        RecipeShelf(db).edit(recipe)
        return RecipeShelf(db).get(view.id)
