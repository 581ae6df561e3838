"""Editing a stored recipe: what is changed is checked as a whole; photographer and store are told of it."""

from brigade.generation.editing import RecipeEdit, accepted, concept_of, draft_of, edited
from brigade.recipes.views import RecipeView
from brigade_io.database import database
from brigade_io.images.briefs import retell
from brigade_io.progress.wiring import batch_table
from brigade_io.recipes.recipe_shelf import RecipeShelf
from brigade_io.wiring import work_bucket


def edit(view: RecipeView, change: RecipeEdit) -> RecipeView:
    """The recipe as it is now. Raises InvalidRequest."""
    draft = edited(draft_of(view), change)
    concept = concept_of(draft, view.batch_position)
    recipe = accepted(view.batch_id, draft, concept, view.model, 0)
    request = batch_table().record(view.batch_id).request
    retell(work_bucket(), recipe, concept.photograph, request.enable_s3_upload)
    with database() as db:
        RecipeShelf(db).edit(recipe)
        return RecipeShelf(db).get(view.id)
