"""Briefs in the work bucket: `Persist` leaves one for each recipe that is to be photographed."""

from uuid import UUID

from brigade.images.brief import Brief, brief_key
from brigade_io.bucket import Bucket


def brief_at(bucket: Bucket, batch_id: UUID, recipe_id: UUID) -> Brief:
    """Raises NotFound where the recipe was saved without one."""
    return Brief.model_validate(bucket.get_json(brief_key(batch_id, recipe_id)))
