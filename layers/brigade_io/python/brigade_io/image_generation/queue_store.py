"""The queue of all users' generations in PostgreSQL: places and figures, and what the sweep has to look after.

QueueStore(db).places(ids) -> dict[UUID, int]       # from 1, of those that wait
QueueStore(db).figures(now) -> Figures
QueueStore(db).next(at_once) -> list[Generation]             # whose turn it is while fewer than `at_once` are in work
QueueStore(db).overdue(now, limit) -> list[Generation]       # waiting or in work beyond their deadline
QueueStore(db).in_work(before, limit) -> list[Generation]    # begun before, so that executions can be looked at
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from brigade.image_generation.generation import Generation
from brigade.image_generation.queue import PICTURES_AT_ONCE, Figures, share_of
from brigade_io.image_generation import generation_sql as sql
from brigade_io.image_generation.generation_rows import generation_of

LATELY = timedelta(days=1)
SAMPLE = 200  # generations that say how long one takes


class QueueStore:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db

    def places(self, ids: Sequence[UUID]) -> dict[UUID, int]:
        """Those that wait no more have none."""
        return {id: int(place) for id, place in self.db.execute(sql.PLACES, {"ids": list(ids)}).fetchall()}

    def figures(self, now: datetime) -> Figures:
        values = {"since": now - LATELY, "sample": SAMPLE, "pictures_at_once": PICTURES_AT_ONCE}
        with self.db.cursor(row_factory=class_row(Figures)) as cursor:
            found = cursor.execute(sql.FIGURES, values).fetchone()
            assert found is not None  # aggregates always have a row
            return found

    def next(self, at_once: int) -> list[Generation]:
        """In the order in which they came; but whose owner holds half of the places lets others go first.

        Call it in the transaction that begins them: nobody else takes any meanwhile.
        """
        self.db.execute(sql.TAKE_TURNS)
        room = max(0, (self.db.execute(sql.ROOM, {"at_once": at_once}).fetchone() or (0,))[0])
        first = self._all(sql.NEXT, {"share": share_of(at_once), "room": room})
        if len(first) == room:
            return first
        rest = self._all(sql.NEXT, {"share": at_once + 1, "room": room})
        return [*first, *(each for each in rest if each not in first)][:room]

    def overdue(self, now: datetime, limit: int) -> list[Generation]:
        return self._all(sql.OVERDUE, {"now": now, "limit": limit})

    def in_work(self, before: datetime, limit: int) -> list[Generation]:
        return self._all(sql.IN_WORK, {"before": before, "limit": limit})

    def _all(self, query: LiteralString, values: dict[str, Any]) -> list[Generation]:
        with self.db.cursor(row_factory=dict_row) as cursor:
            return [generation_of(row) for row in cursor.execute(query, values).fetchall()]
