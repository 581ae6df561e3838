"""The check and claim of a fingerprint among a million, against comparing with every one."""

from collections.abc import Iterator
from uuid import uuid4

import numpy as np
import psycopg

from benchmarks.ratio import Ratio, in_turn, p95
from brigade.images.similarity import DHASH_BITS, DHASH_NEAR, PHASH_BITS, PHASH_NEAR, Fingerprint
from brigade_io.images.picture_claims import PictureClaims
from brigade_io.migrate import migrate
from local.postgres import Postgres

STORED = 1_000_000
BLOCK = 10_000
ROUNDS = 60
COMPOSITIONS = 500  # of as many plates each, of which seven in ten are alike by the first hash alone
UNLIKE = np.array([0.067] * PHASH_BITS + [0.18] * DHASH_BITS)  # how often a bit is not that of the composition
SCAN = """
select count(*) from image_claims where bit_count(phash # %s::bit(64)) <= %s and bit_count(dhash # %s::bit(256)) <= %s
"""
FILL = "copy image_claims (picture_id, attempt, phash, dhash) from stdin"


def measure() -> Ratio:
    chance = np.random.default_rng(1)
    compositions = chance.random((COMPOSITIONS, len(UNLIKE))) < 0.5

    def plates(count: int) -> Iterator[Fingerprint]:
        unlike = chance.random((count, len(UNLIKE))) < UNLIKE
        bits = (compositions[chance.integers(COMPOSITIONS, size=count)] ^ unlike).astype(np.uint8) + ord("0")
        for row in bits:
            text = row.tobytes().decode()
            yield Fingerprint(phash=text[:PHASH_BITS], dhash=text[PHASH_BITS:])

    def plate() -> Fingerprint:
        return next(plates(1))

    with Postgres() as url, psycopg.connect(url, autocommit=True) as db:
        migrate(db)
        with db.cursor().copy(FILL) as copy:
            for _ in range(0, STORED, BLOCK):
                for prints in plates(BLOCK):
                    copy.write_row((uuid4(), 0, prints.phash, prints.dhash))
        db.execute("vacuum analyze image_claims")

        def peer() -> None:
            probe = plate()
            db.execute(SCAN, [probe.phash, PHASH_NEAR, probe.dhash, DHASH_NEAR]).fetchone()

        mine, other = in_turn(lambda: PictureClaims(db).claim(uuid4(), 0, plate()), peer, ROUNDS)
    name = f"claim among {STORED:,} fingerprints of {COMPOSITIONS} compositions, p95"
    return Ratio(name, p95(mine), p95(other), "comparing with every one, p95", 0.5)
