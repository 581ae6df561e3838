"""Drafts that wait for a person, in PostgreSQL. The caller owns the transaction."""

from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from brigade.errors import NotFound
from brigade.generation.reviews import Review
from brigade.generation.sheet import Line

SHOWN = """
select batch_id, batch_position, draft, reasons, state, concept, constraints_key, model, cost_micros, created_at
from recipe_reviews
"""
OPEN = (
    SHOWN
    + """
where state = 'open' and batch_id = any(%(batches)s)
  and (%(batch)s::uuid is null or (created_at, batch_id, batch_position) >
       (select created_at, batch_id, batch_position from recipe_reviews
         where batch_id = %(batch)s::uuid and batch_position = %(position)s and batch_id = any(%(batches)s)))
order by created_at, batch_id, batch_position limit %(limit)s
"""
)
PUT = """
insert into recipe_reviews as held
  (batch_id, batch_position, draft, reasons, concept, constraints_key, model, cost_micros)
select %(batch_id)s, %(position)s, %(draft)s, %(reasons)s, %(concept)s, %(constraints_key)s, %(model)s,
       %(cost_micros)s
 where not exists (select from recipes where batch_id = %(batch_id)s and batch_position = %(position)s)
on conflict (batch_id, batch_position) do update set
   draft = excluded.draft, reasons = excluded.reasons, model = excluded.model, cost_micros = excluded.cost_micros,
   updated_at = now()
 where held.state = 'open'
"""
REPLACE = """
update recipe_reviews set state = 'replaced', updated_at = now()
 where batch_id = %s and batch_position = %s and state = 'open'
"""
DECIDE = """
update recipe_reviews set state = %s, updated_at = now()
 where batch_id = %s and batch_position = %s and state = 'open'
"""


class ReviewStore:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db

    def put(self, batch_id: UUID, line: Line, constraints_key: str) -> None:
        """Keep a draft for a person to decide on, in the place of an earlier one that is still open.

        Nothing happens where its recipe is stored.
        """
        self.db.execute(PUT, _columns(batch_id, line, constraints_key))

    def replace(self, batch_id: UUID, position: int) -> None:
        """The recipe was accepted: nobody has to decide on its earlier draft any more."""
        self.db.execute(REPLACE, [batch_id, position])

    def open(self, batches: list[UUID], after: tuple[UUID, int] | None, limit: int) -> list[dict[str, Any]]:
        """Open reviews of these batches behind a place, the oldest first."""
        batch, position = after or (None, None)
        values = {"batches": batches, "batch": batch, "position": position, "limit": limit}
        with self.db.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(OPEN, values).fetchall()

    def get(self, batch_id: UUID, position: int) -> Review:
        """Raises NotFound."""
        with self.db.cursor(row_factory=dict_row) as cursor:
            query = SHOWN + "where batch_id = %s and batch_position = %s"
            if row := cursor.execute(query, [batch_id, position]).fetchone():
                return Review.model_validate(row)
        raise NotFound(f"no review of recipe {position} in batch {batch_id}")

    def decide(self, batch_id: UUID, position: int, state: str) -> bool:
        """False where it had been decided before."""
        return self.db.execute(DECIDE, [state, batch_id, position]).rowcount == 1


def _columns(batch_id: UUID, line: Line, constraints_key: str) -> dict[str, Any]:
    return {
        "batch_id": batch_id, "position": line.concept.position, "reasons": Jsonb(line.mistakes),
        "draft": Jsonb(line.draft.model_dump(mode="json")) if line.draft else None,
        "concept": Jsonb(line.concept.model_dump(mode="json")), "constraints_key": constraints_key,
        "model": line.model, "cost_micros": line.cost_micros,
    }  # fmt: skip
