"""The check and claim of a fingerprint among 100,000 stored ones, against the scan alone."""

from uuid import uuid4

import psycopg

from benchmarks.ratio import Ratio, in_turn, p95
from brigade.images.similarity import Fingerprint
from brigade_io.images.image_store import ImageStore
from brigade_io.migrate import migrate
from local.postgres import Postgres

STORED = 100_000
ROUNDS = 60
FILL = """
insert into image_claims (recipe_id, attempt, phash, dhash)
select gen_random_uuid(), 0, {phash}, {dhash} from generate_series(1, %s)
"""
SCAN = """
select count(*) from image_claims where bit_count(phash # %s::bit(64)) <= 9 and bit_count(dhash # %s::bit(256)) <= 38
"""


def measure() -> Ratio:
    with Postgres() as url, psycopg.connect(url, autocommit=True) as db:
        migrate(db)
        db.execute("alter table image_claims drop constraint image_claims_recipe_id_fkey")  # claims without recipes
        db.execute(FILL.format(phash=_random_bits(64), dhash=_random_bits(256)).encode(), [STORED])
        db.execute("analyze image_claims")
        probe = _fingerprint()

        def peer() -> None:
            db.execute(SCAN, [probe.phash, probe.dhash]).fetchone()

        mine, other = in_turn(lambda: ImageStore(db).claim(uuid4(), 0, _fingerprint()), peer, ROUNDS)
    return Ratio(f"claim among {STORED:,} fingerprints, p95", p95(mine), p95(other), "one bare scan, p95", 2.0)


def _random_bits(length: int) -> str:
    parts = ["(random() * 4294967295)::bigint::bit(32)" for _ in range(length // 32)]
    return "(" + " || ".join(parts) + f")::bit({length})"


def _fingerprint() -> Fingerprint:
    bits = "".join(f"{uuid4().int:0128b}" for _ in range(3))
    return Fingerprint(phash=bits[:64], dhash=bits[64:320])
