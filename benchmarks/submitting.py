"""Submitting a generation, paid and in its place, against a bare insert of its row."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.types.json import Jsonb

from benchmarks.ratio import Ratio, in_turn, p95
from brigade.image_generation.credits import Grant
from brigade.image_generation.generation import Wish
from brigade.image_generation.submission import Order, Submission
from brigade_io.image_generation.credit_store import CreditStore
from brigade_io.image_generation.generation_store import GenerationStore
from brigade_io.migrate import migrate
from local.postgres import Postgres

ROUNDS = 150
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
USER = uuid4()
COPY = "create table bare (like generations including defaults including indexes)"


def measure() -> Ratio:
    with Postgres() as url, psycopg.connect(url, autocommit=True) as db:
        migrate(db)
        CreditStore(db).grant(USER, Grant(amount=100_000, reason="a benchmark", by="nobody", key="1"), NOW)
        _submit(db)
        db.execute(COPY)
        (row,) = db.execute("select * from generations").fetchall()
        bare = f"insert into bare values ({', '.join(['%s'] * len(row))})".encode()

        def peer() -> None:
            db.execute(bare, [uuid4(), *(Jsonb(value) if isinstance(value, dict) else value for value in row[1:])])

        mine, other = in_turn(lambda: _submit(db), peer, ROUNDS)
    return Ratio("submit a generation, p95", p95(mine), p95(other), "a bare insert, p95", 3.0)


def _submit(db: psycopg.Connection[Any]) -> None:
    order = Order(id=uuid4(), subject=None, count=1, wish=Wish(prompt="a fig tart on a blue plate"), price=4)
    deadline = NOW + timedelta(hours=1)
    GenerationStore(db).submit(Submission(owner=USER, orders=(order,), digest=bytes(32), at=NOW, deadline=deadline))
