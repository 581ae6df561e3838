"""Every picture in PostgreSQL, of recipes and of what users generate: kept once, looked for, changed, taken away.

`viewer` is whose pictures are seen, None for everybody's. The caller owns the transaction.
"""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection, sql
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from brigade.errors import NotFound, WrongMoment
from brigade.images.picture import Change, GeneratedPicture, Picture

COLUMNS = """
select id, recipe_id, generation_id, position, owner_id, subject_type, subject_id, prompt, alt_text, provider, model,
       width, height, format, bytes, blurhash, cost_micros, generation_ms, quality_score, url, variants, rating,
       created_at
  from generated_images
"""
NEWEST: LiteralString = " order by created_at desc, id desc limit %(limit)s"
# What is asked of pictures, and how: only what is given becomes part of the statement, so that its index is used.
WANTED: dict[str, LiteralString] = {
    "viewer": "owner_id = %(viewer)s",
    "subject_type": "subject_type = %(subject_type)s",
    "subject_id": "subject_id = %(subject_id)s",
    "generation_id": "generation_id = %(generation_id)s",
    "generations": "generation_id = any(%(generations)s)",
    "text": "to_tsvector('english', prompt || ' ' || alt_text) @@ websearch_to_tsquery('english', %(text)s)",
    "provider": "provider = %(provider)s",
    "model": "model = %(model)s",
    "since": "created_at >= %(since)s",
    "until": "created_at < %(until)s",
    "min_width": "width >= %(min_width)s",
    "max_width": "width <= %(max_width)s",
    "min_height": "height >= %(min_height)s",
    "max_height": "height <= %(max_height)s",
    "after": "(created_at, id) < (%(after_at)s, %(after)s)",
}  # fmt: skip
KEEP = """
insert into generated_images
  (id, generation_id, position, owner_id, subject_type, subject_id, prompt, alt_text, provider, model, width, height,
   format, bytes, sha256, blurhash, cost_micros, generation_ms, quality_score, phash, dhash, storage_keys, variants,
   url, retry_count, created_at)
values
  (%(id)s, %(generation_id)s, %(position)s, %(owner)s, %(subject_type)s, %(subject_id)s, %(prompt)s, %(alt_text)s,
   %(provider)s, %(model)s, %(width)s, %(height)s, %(format)s, %(bytes)s, %(sha256)s, %(blurhash)s, %(cost_micros)s,
   %(generation_ms)s, %(quality_score)s, %(phash)s::bit(64), %(dhash)s::bit(256), %(keys)s, %(variants)s, %(url)s,
   %(run)s, %(created_at)s)
on conflict (generation_id, position) do nothing
"""
CHANGE = "update generated_images set {changes} where id = %(id)s"
DELETE = "update generated_images set deleted_at = coalesce(deleted_at, %(at)s) where id = %(id)s"
GIVE_UP_CLAIMS = "delete from image_claims where picture_id = %(id)s"
LOCK_RECIPE = "select from recipes where id = %(id)s for no key update"
TAKE_FROM_RECIPE = """
with taken as (
  update generated_images set is_placeholder = true, url = %(url)s, reason = %(reason)s, phash = null, dhash = null,
         storage_keys = '[]', variants = '{}', width = null, height = null, format = null, bytes = null, sha256 = null,
         blurhash = null, rating = null, quality_score = 0
   where id = %(id)s and not is_placeholder returning id)
update recipes set image_url = %(url)s, image_is_placeholder = true, image_reason = %(reason)s, updated_at = now()
 where id in (select id from taken)
"""


class PictureStore:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db

    def keep(self, picture: GeneratedPicture) -> Picture:
        """What is kept at this place of the generation: the first that came, whoever comes later."""
        self.db.execute(KEEP, _row_of(picture))
        return self.get(picture.id, deleted=True)

    def get(self, id: UUID, viewer: UUID | None = None, *, deleted: bool = False) -> Picture:
        """Raises NotFound, for another's picture too, and for what is no picture or no longer one."""
        kept: LiteralString = "true" if deleted else "status = 'stored'"
        own: LiteralString = "" if viewer is None else " and owner_id = %(viewer)s"
        with self.db.cursor(row_factory=class_row(Picture)) as cursor:
            query = COLUMNS + " where id = %(id)s and " + kept + own
            if found := cursor.execute(query, {"id": id, "viewer": viewer}).fetchone():
                return found
        raise NotFound(f"no picture {id}")

    def find(self, limit: int, **wanted: Any) -> list[Picture]:
        """The newest first, of what is `WANTED`; of `after`, which this viewer does not see, there is nothing."""
        given = {name: value for name, value in wanted.items() if value is not None}
        if "after" in given:
            try:
                given["after_at"] = self.get(given["after"], given.get("viewer"), deleted=True).created_at
            except NotFound:
                return []
        clauses = [clause for name, clause in WANTED.items() if name in given]
        query = COLUMNS + " where " + " and ".join(["status = 'stored'", *clauses]) + NEWEST
        with self.db.cursor(row_factory=class_row(Picture)) as cursor:
            return cursor.execute(query, {**given, "limit": limit}).fetchall()

    def knows(self, generation_id: UUID, viewer: UUID | None) -> bool:
        """Whether there is such a generation, and it is the viewer's."""
        query = "select from generations where id = %(id)s and coalesce(owner_id = %(viewer)s, true)"
        return self.db.execute(query, {"id": generation_id, "viewer": viewer}).rowcount > 0

    def change(self, picture: Picture, change: Change) -> Picture:
        """Raises WrongMoment where a recipe's own picture is to become another's."""
        if picture.recipe_id and {"subject_type", "subject_id"} & change.model_fields_set:
            raise WrongMoment("a recipe's own picture stays its recipe's; what else is said of it may be changed")
        names = [sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in change.columns]
        self.db.execute(sql.SQL(CHANGE).format(changes=sql.SQL(", ").join(names)), {"id": picture.id, **change.columns})
        return self.get(picture.id)

    def remove(self, picture: Picture, at: datetime, *, instead: str, reason: str) -> None:
        """It is shown no more, and others may resemble it; its objects are removed when no picture is of them.

        A recipe shows what is at `instead` from now on, and the reason. Call it within a transaction.
        """
        values = {"id": picture.id, "at": at, "url": instead, "reason": reason}
        for statement in (LOCK_RECIPE, TAKE_FROM_RECIPE) if picture.recipe_id else (DELETE,):
            self.db.execute(statement, values)
        self.db.execute(GIVE_UP_CLAIMS, values)


def _row_of(picture: GeneratedPicture) -> dict[str, Any]:
    return {
        **picture.model_dump(exclude={"original", "fingerprint", "keys", "variants"}), "id": picture.id,
        **picture.original.model_dump(), **picture.fingerprint.model_dump(), "keys": Jsonb(picture.keys),
        "variants": Jsonb(picture.variants),
    }  # fmt: skip
