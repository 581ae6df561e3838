"""The place of a generation among 100,000 that wait, against the 10 ms that it may take."""

from functools import partial
from random import Random
from uuid import UUID

import psycopg

from benchmarks.ratio import Ratio, p95, seconds
from brigade_io.image_generation.queue_store import QueueStore
from brigade_io.migrate import migrate
from local.postgres import Postgres

WAITING = 100_000
ROUNDS = 200
ALLOWED = 0.010
FILL = """
insert into generations (id, owner_id, count, wish, request_digest, price, created_at, queued_at, deadline)
select gen_random_uuid(), gen_random_uuid(), 1, '{"prompt": "a fig tart on a blue plate"}',
       decode(repeat('00', 32), 'hex'), 4, at, at, at
  from (select now() + number * interval '1 millisecond' as at from generate_series(1, %s) number) times
"""


def measure() -> Ratio:
    with Postgres() as url, psycopg.connect(url, autocommit=True) as db:
        migrate(db)
        db.execute(FILL, [WAITING])
        db.execute("vacuum analyze generations")
        ids = [id for (id,) in db.execute("select id from generations order by queued_at, id").fetchall()]
        random = Random(7)
        places = [random.randrange(WAITING) for _ in range(ROUNDS)]
        for place in places:
            _require(db, ids[place], place + 1)
        taken = [seconds(partial(QueueStore(db).places, [ids[place]])) for place in places]
    return Ratio(f"place among {WAITING:,} that wait, p95", p95(taken), ALLOWED, "the 10 ms it may take", 1.0)


def _require(db: psycopg.Connection[tuple[object, ...]], id: UUID, place: int) -> None:
    if QueueStore(db).places([id]) != {id: place}:
        raise AssertionError(f"{id} is not at {place}")
