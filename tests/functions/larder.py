"""Recipes of a batch in PostgreSQL, as `Persist` and `Upload` leave them there."""

from typing import Any
from uuid import UUID

from psycopg import Connection

from brigade.generation.checking import check_chunk, recipe_id
from brigade.generation.sheet import Line, Sheet
from brigade.recipes.limits import Limits
from brigade_io.generation.sheet_store import SheetStore
from brigade_io.recipes.recipe_store import Placeholder
from tests.factories import a_concept, a_draft, a_draft_of
from tests.unit.progress.batches import BATCH

NOT_YET = "Its photo has not been made yet."
NO_PICTURE = Placeholder("https://images/placeholder.webp", NOT_YET)


def store(db: Connection[Any], *positions: int, batch_id: UUID = BATCH) -> None:
    """Recipes without pictures."""
    lines = [
        Line(concept=a_concept(position=position), draft=a_draft_of(position), model="m") for position in positions
    ]
    sheet = check_chunk(Sheet(batch_id=batch_id, chunk=0, lines=lines), last_round=True, validate=True)
    SheetStore(db).save(sheet, "", NO_PICTURE)


def keep_for_review(db: Connection[Any], *positions: int, batch_id: UUID = BATCH) -> None:
    """Drafts that break a limit and wait for a person."""
    limits = Limits(max_calories=100)
    lines = [Line(concept=a_concept(position=place, limits=limits), draft=a_draft(), model="m", cost_micros=7)
             for place in positions]  # fmt: skip
    sheet = check_chunk(Sheet(batch_id=batch_id, chunk=0, lines=lines), last_round=True, validate=True)
    SheetStore(db).save(sheet, "key", NO_PICTURE)


def picture(db: Connection[Any], position: int, url: str) -> None:
    """The recipe has a picture of its own."""
    query = "update recipes set image_url = %s, image_is_placeholder = false, image_reason = null where id = %s"
    db.execute(query, [url, id_of(position)])


def refuse(db: Connection[Any], position: int, reason: str) -> None:
    """`KeepPlaceholder` has recorded why there is no picture."""
    record = """insert into recipe_images (recipe_id, url, prompt, provider, model, created_at, quality_score,
      is_placeholder, retry_count, cost_micros, alt_text, storage_keys, reason)
      values (%s, 'https://images/placeholder.webp', '', 'p', 'm', now(), 70, true, 0, 0, '', '[]', %s)"""
    db.execute(record, [id_of(position), reason])
    db.execute("update recipes set image_reason = %s where id = %s", [reason, id_of(position)])


def reasons(db: Connection[Any]) -> dict[int, str | None]:
    """What is said of each recipe's picture, by position."""
    rows = db.execute("select batch_position, image_reason from recipes order by batch_position").fetchall()
    return dict(rows)


def id_of(position: int) -> UUID:
    return recipe_id(BATCH, position)
