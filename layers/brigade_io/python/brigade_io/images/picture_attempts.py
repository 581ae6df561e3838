"""How each asking of an image provider ended, written down once: what the providers' success is reckoned from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from brigade.images.seeking import Try

MADE = "made"
NOTE = """
insert into picture_attempts (account, position, attempt, turn, provider, model, outcome, ms, cost_micros, at)
values (%(account)s, %(position)s, %(attempt)s, %(turn)s, %(provider)s, %(model)s, %(outcome)s, %(ms)s,
        %(cost_micros)s, %(at)s)
on conflict do nothing
"""


class PictureAttempts:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db

    def note(self, account: UUID, position: int, attempt: int, tries: Sequence[Try], at: datetime) -> None:
        """The tries of an attempt at one picture of a batch or generation. A repeat changes nothing."""
        place = {"account": account, "position": position, "attempt": attempt, "at": at}
        rows = [{**place, "turn": turn, **_columns_of(each)} for turn, each in enumerate(tries)]
        if rows:
            with self.db.cursor() as cursor:
                cursor.executemany(NOTE, rows)


def _columns_of(each: Try) -> dict[str, Any]:
    provider, _, model = each.provider.partition("/")
    outcome = each.error or MADE
    return {"provider": provider, "model": model, "outcome": outcome, "ms": each.ms, "cost_micros": each.cost_micros}
