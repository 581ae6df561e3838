"""Saving a chunk of five recipes, against five bare inserts of the same rows."""

from uuid import uuid4

import psycopg
from psycopg.types.json import Jsonb

from benchmarks.ratio import Ratio, in_turn, p95
from brigade.generation.checking import check_chunk
from brigade.generation.sheet import Line, Sheet
from brigade_io.generation.sheet_store import SheetStore
from brigade_io.migrate import migrate
from brigade_io.recipes.recipe_store import Placeholder
from local.postgres import Postgres
from tests.factories import a_concept, a_draft

ROUNDS = 150
COPY = "create table bare as select * from recipes"


def measure() -> Ratio:
    with Postgres() as url, psycopg.connect(url, autocommit=True) as db:
        migrate(db)
        model = _sheet()
        _save(db, model)
        db.execute(COPY)
        rows = [[_sent(value) for value in row] for row in db.execute("select * from bare").fetchall()]
        bare = f"insert into bare values ({', '.join(['%s'] * len(rows[0]))})".encode()

        def peer() -> None:
            with db.transaction():
                for row in rows:
                    db.execute(bare, row)

        sheets = iter([_sheet() for _ in range(ROUNDS + 1)])
        mine, other = in_turn(lambda: _save(db, next(sheets)), peer, ROUNDS)
    return Ratio("save a checked chunk, p95", p95(mine), p95(other), "five bare inserts, p95", 2.5)


def _sent(value: object) -> object:
    return Jsonb(value) if isinstance(value, (dict, list)) else value


def _sheet() -> Sheet:
    lines = [Line(concept=a_concept(position=position), draft=a_draft(), model="m") for position in range(5)]
    return check_chunk(Sheet(batch_id=uuid4(), chunk=0, lines=lines), last_round=True, validate=True)


def _save(db: psycopg.Connection[tuple[object, ...]], sheet: Sheet) -> None:
    with db.transaction():
        SheetStore(db).save(sheet, "", Placeholder("https://example.test/placeholder.webp", "yet to come"))
