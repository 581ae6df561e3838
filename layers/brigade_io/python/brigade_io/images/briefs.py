"""Briefs in the work bucket: what the photographer is told of a recipe, whose picture may be asked for at any time."""

from uuid import UUID

from brigade.errors import NotFound
from brigade.images.brief import Brief, brief_key, brief_of, retold
from brigade.images.photograph import Photograph
from brigade.recipes.recipe import Recipe
from brigade_io.bucket import Bucket


def brief_at(bucket: Bucket, batch_id: UUID, recipe_id: UUID) -> Brief:
    """Raises NotFound where the recipe was saved without one."""
    return Brief.model_validate(bucket.get_json(brief_key(batch_id, recipe_id)))


def put_brief(bucket: Bucket, batch_id: UUID, brief: Brief) -> None:
    bucket.put_json(brief_key(batch_id, brief.recipe_id), brief.model_dump(mode="json"))


def retell(bucket: Bucket, recipe: Recipe, photograph: Photograph, variants: bool) -> None:
    """Tell of a recipe that a person has changed or accepted; `photograph` where it was never told of before."""
    batch_id = recipe.provenance.batch_id
    try:
        brief = retold(brief_at(bucket, batch_id, recipe.id), recipe)
    except NotFound:
        brief = brief_of(recipe, photograph, variants)
    put_brief(bucket, batch_id, brief)
