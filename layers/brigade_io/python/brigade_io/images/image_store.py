"""Recipes' own pictures in PostgreSQL: each record, and what its recipe shows of it, written together."""

from typing import Any, LiteralString

from psycopg import Connection
from psycopg.types.json import Jsonb

from brigade.errors import NotFound
from brigade.images.picture import Original
from brigade.images.record import ImageRecord, Shown
from brigade.images.similarity import Fingerprint
from brigade.runs import first_turn, run_of

RECORD = """
insert into generated_images as held
  (recipe_id, url, prompt, phash, dhash, provider, model, created_at, quality_score, is_placeholder,
   retry_count, cost_micros, alt_text, storage_keys, reason, variants, generation_ms, width, height, format, bytes,
   sha256, blurhash)
values
  (%(recipe_id)s, %(url)s, %(prompt)s, %(phash)s::bit(64), %(dhash)s::bit(256), %(provider)s, %(model)s,
   %(created_at)s, %(quality_score)s, %(is_placeholder)s, %(retry_count)s, %(cost_micros)s, %(alt_text)s,
   %(keys)s, %(reason)s, %(variants)s, %(generation_ms)s, %(width)s, %(height)s, %(format)s, %(bytes)s,
   %(sha256)s, %(blurhash)s)
on conflict (recipe_id) do update set
   url = excluded.url, prompt = excluded.prompt, phash = excluded.phash, dhash = excluded.dhash,
   provider = excluded.provider, model = excluded.model, created_at = excluded.created_at,
   quality_score = excluded.quality_score, is_placeholder = excluded.is_placeholder,
   retry_count = excluded.retry_count, alt_text = excluded.alt_text,
   storage_keys = excluded.storage_keys, reason = excluded.reason, variants = excluded.variants,
   generation_ms = excluded.generation_ms, width = excluded.width, height = excluded.height,
   format = excluded.format, bytes = excluded.bytes, sha256 = excluded.sha256, blurhash = excluded.blurhash,
   rating = null,
   cost_micros = excluded.cost_micros
     + case when held.retry_count < %(first_attempt)s then held.cost_micros else 0 end -- of earlier runs
 where held.retry_count < excluded.retry_count and (held.is_placeholder or not excluded.is_placeholder)
"""
LOCK = "select from recipes where id = %(recipe_id)s for no key update"
SHOW = """
update recipes set image_url = %(url)s, image_is_placeholder = %(is_placeholder)s, image_reason = %(reason)s,
                   updated_at = now()
 where id = %(recipe_id)s
"""
# What is shown keeps its claim; this attempt, where it is not shown, and all before it give theirs back.
RELEASE = """
delete from image_claims held
 where recipe_id = %(recipe_id)s and attempt <= %(retry_count)s
   and not exists (select from generated_images shown where shown.recipe_id = held.recipe_id
                      and not shown.is_placeholder and shown.retry_count = held.attempt)
"""
SHOWN = "select url, is_placeholder, reason, storage_keys from generated_images where recipe_id = %(recipe_id)s"


class ImageStore:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db

    def record(self, image: ImageRecord) -> Shown:
        """Keep the record and show the picture with its recipe, both or neither; what is shown in the end.

        The first record of an attempt stands, so that two who end it at once agree; a later attempt's takes its
        place, but never a placeholder that of a picture. Raises NotFound where there is no such recipe.
        """
        columns = _columns(image)
        with self.db.transaction():
            if self.db.execute(LOCK, columns).rowcount == 0:
                raise NotFound(f"no recipe {image.recipe_id}")
            if self.db.execute(RECORD, columns).rowcount == 1:
                self.db.execute(SHOW, columns)
            self.db.execute(RELEASE, columns)
            url, is_placeholder, reason, keys = self._one(SHOWN, columns)
        return Shown(url=url, is_placeholder=is_placeholder, reason=reason, keys=keys)

    def _one(self, query: LiteralString, values: dict[str, Any]) -> tuple[Any, ...]:
        """The row of a query that always has one."""
        row: tuple[Any, ...] | None = self.db.execute(query, values).fetchone()
        if row is None:
            raise AssertionError(query)
        return row


def _columns(image: ImageRecord) -> dict[str, Any]:
    return {
        **dict.fromkeys((*Fingerprint.model_fields, *Original.model_fields)),
        **(image.fingerprint.model_dump() if image.fingerprint else {}),
        **(image.original.model_dump() if image.original else {}),
        **image.model_dump(exclude={"fingerprint", "keys", "original", "variants"}),
        "keys": Jsonb(image.keys), "variants": Jsonb(image.variants),
        "first_attempt": first_turn(run_of(image.retry_count)),
    }  # fmt: skip
