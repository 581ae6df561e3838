"""Claims of fingerprints by any picture, so that no two are too alike, whoever asked for them."""

from collections.abc import Sequence
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection

from brigade.errors import DuplicateImage
from brigade.images.similarity import DHASH_NEAR, PHASH_NEAR, Fingerprint

# First half of a claim, without a lock: who holds a picture too like this one, and how far was looked.
FIND = """
select scanned, holder
  from find_claim(%(picture)s, %(p)s::bit(64), %(d)s::bit(256), %(p_near)s::int, %(d_near)s::int)
"""
# The second half, under the lock: it looks at what came since, and claims.
CLAIM = """
select claim_picture(%(picture)s, %(recipe)s, %(take)s, %(p)s::bit(64), %(d)s::bit(256), %(scanned)s, %(p_near)s,
                     %(d_near)s)
"""
GIVE_UP = """
delete from image_claims where picture_id = any(%s)
   and not exists (select from generated_images kept where kept.id = picture_id and kept.status = 'stored')
"""


class PictureClaims:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db

    def claim(self, picture_id: UUID, take: int, fingerprint: Fingerprint) -> None:
        """Take this fingerprint for a picture that is no recipe's, atomically across all workers.

        A repeat finds its own claim, and earlier takes of the same picture stand in no way. Call it outside a
        transaction, or every other claim waits until that has ended. Raises DuplicateImage.
        """
        self._claim(fingerprint, {"picture": picture_id, "recipe": None, "take": take})

    def claim_for_recipe(self, recipe_id: UUID, attempt: int, fingerprint: Fingerprint) -> None:
        """As `claim`, for a recipe's own picture; the claim goes when the recipe goes."""
        self._claim(fingerprint, {"picture": recipe_id, "recipe": recipe_id, "take": attempt})

    def give_up(self, picture_ids: Sequence[UUID]) -> None:
        """Of pictures that were claimed and came to nothing; those that are kept hold what they have."""
        self.db.execute(GIVE_UP, [list(picture_ids)])

    def _claim(self, fingerprint: Fingerprint, of: dict[str, Any]) -> None:
        values = {
            **of, "p": fingerprint.phash, "d": fingerprint.dhash, "p_near": PHASH_NEAR, "d_near": DHASH_NEAR,
        }  # fmt: skip
        scanned, holder = self._row(FIND, values)
        if holder is None:
            (holder,) = self._row(CLAIM, {**values, "scanned": scanned})
        if holder is not None:
            raise DuplicateImage(f"the picture is too like the picture {holder}")

    def _row(self, query: LiteralString, values: dict[str, Any]) -> tuple[Any, ...]:
        """The row of a query that always has one."""
        row: tuple[Any, ...] | None = self.db.execute(query, values).fetchone()
        if row is None:
            raise AssertionError(query)
        return row
