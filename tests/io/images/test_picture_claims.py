"""Claims of fingerprints: real server, real races, and bands that find what comparing with every one would."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from brigade.errors import DuplicateImage
from brigade.images.similarity import DHASH_NEAR, PHASH_NEAR, Fingerprint, is_duplicate
from brigade_io.images.image_store import ImageStore
from brigade_io.images.picture_claims import CLAIM, PictureClaims
from brigade_io.images.picture_store import PictureStore
from tests.io.images.recipe_rows import save_recipes
from tests.unit.images.factories import (
    a_brief,
    a_fingerprint,
    a_generated_picture,
    a_recipe_id,
    a_record,
    near,
)

Db = psycopg.Connection[Any]


@pytest.fixture
def store(db: Db) -> PictureClaims:
    save_recipes(db, 12)
    return PictureClaims(db)


def claims(db: Db) -> list[tuple[UUID, int]]:
    return db.execute("select picture_id, attempt from image_claims order by picture_id, attempt").fetchall()


def held(db: Db) -> list[Fingerprint]:
    rows = db.execute("select phash::text, dhash::text from image_claims order by id").fetchall()
    return [Fingerprint(phash=phash, dhash=dhash) for phash, dhash in rows]


def holder_of(db: Db, prints: Fingerprint) -> UUID | None:
    """Who holds a picture too like this one, as the first half of a claim finds it."""
    query = "select holder from find_claim(%s, %s::bit(64), %s::bit(256), %s, %s)"
    row = db.execute(query, [uuid4(), prints.phash, prints.dhash, PHASH_NEAR, DHASH_NEAR]).fetchone()
    assert row
    return row[0]  # type: ignore[no-any-return]


# --- Claiming ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phash", "dhash", "taken"),
    [(PHASH_NEAR, DHASH_NEAR, True), (PHASH_NEAR + 1, 0, False), (0, DHASH_NEAR + 1, False)],
)
def test_a_picture_too_like_a_stored_one_is_a_duplicate(store: ImageStore, phash: int, dhash: int, taken: bool) -> None:
    store.claim_for_recipe(a_recipe_id(0), 0, a_fingerprint())
    if taken:
        with pytest.raises(DuplicateImage, match=str(a_recipe_id(0))):
            store.claim_for_recipe(a_recipe_id(1), 0, near(a_fingerprint(), phash, dhash))
    else:
        store.claim_for_recipe(a_recipe_id(1), 0, near(a_fingerprint(), phash, dhash))
    assert len(claims(store.db)) == 2 - taken


def test_a_repeated_step_finds_its_own_claim(store: ImageStore) -> None:
    for _ in range(3):
        store.claim_for_recipe(a_recipe_id(0), 0, a_fingerprint())
    assert claims(store.db) == [(a_recipe_id(0), 0)]


def test_a_later_attempt_may_resemble_the_recipe_s_own_earlier_one(store: ImageStore) -> None:
    store.claim_for_recipe(a_recipe_id(0), 0, a_fingerprint())
    store.claim_for_recipe(a_recipe_id(0), 1, near(a_fingerprint(), 2, 2))
    ImageStore(store.db).record(a_record(a_brief(0), 1))
    assert claims(store.db) == [(a_recipe_id(0), 1)]


def test_a_claim_that_changes_is_seen_by_those_who_have_scanned_past_the_old_one(store: ImageStore) -> None:
    store.claim_for_recipe(a_recipe_id(0), 0, a_fingerprint("old"))
    (scanned,) = store._row("select max(id) from image_claims", {})
    store.claim_for_recipe(a_recipe_id(0), 0, a_fingerprint("new"))
    prints = a_fingerprint("new")
    values = {"picture": a_recipe_id(1), "recipe": a_recipe_id(1), "take": 0, "p": prints.phash, "d": prints.dhash,
              "scanned": scanned, "p_near": PHASH_NEAR, "d_near": DHASH_NEAR}  # fmt: skip
    assert store._row(CLAIM, values) == (a_recipe_id(0),)


def test_claiming_under_an_older_snapshot_is_refused(store: ImageStore) -> None:
    store.db.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    with pytest.raises(psycopg.errors.RaiseException, match="READ COMMITTED"), store.db.transaction():
        store.claim_for_recipe(a_recipe_id(0), 0, a_fingerprint())


def test_a_recipe_that_does_not_exist_claims_nothing(store: ImageStore) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        store.claim_for_recipe(a_recipe_id(99), 0, a_fingerprint())


def test_a_deleted_recipe_gives_its_fingerprint_back(store: ImageStore) -> None:
    store.claim_for_recipe(a_recipe_id(0), 0, a_fingerprint())
    ImageStore(store.db).record(a_record(a_brief(0)))
    store.db.execute("delete from recipes where id = %s", [a_recipe_id(0)])
    store.claim_for_recipe(a_recipe_id(1), 0, a_fingerprint())


def test_of_racing_workers_never_two_hold_pictures_within_the_rule(db: Db, database_url: str) -> None:
    workers, rounds = 8, 12
    save_recipes(db, workers * rounds)
    together = threading.Barrier(workers)

    def race(worker: int) -> int:
        won = 0
        with psycopg.connect(database_url, autocommit=True) as own:
            for turn in range(rounds):
                prints = near(a_fingerprint(turn // 2), phash=worker % 5, dhash=worker * 2)
                together.wait(30)
                try:
                    PictureClaims(own).claim_for_recipe(a_recipe_id(turn * workers + worker), 0, prints)
                    won += 1
                except DuplicateImage:
                    pass
        return won

    with ThreadPoolExecutor(workers) as pool:
        won = sum(pool.map(race, range(workers)))
    assert won == len(held(db)) == rounds / 2
    assert not any(is_duplicate(one, other) for one, other in combinations(held(db), 2))


# --- Of pictures that are no recipe's ------------------------------------------------------------


def test_recipes_and_generated_pictures_are_held_against_one_another(store: PictureClaims) -> None:
    one, other = uuid4(), uuid4()
    store.claim(one, 0, a_fingerprint("generated"))
    store.claim_for_recipe(a_recipe_id(0), 0, a_fingerprint())
    with pytest.raises(DuplicateImage, match=str(one)):
        store.claim_for_recipe(a_recipe_id(1), 0, near(a_fingerprint("generated"), 9, 38))
    for prints in (a_fingerprint(), a_fingerprint("generated")):
        with pytest.raises(DuplicateImage):
            store.claim(other, 0, prints)
    assert len(claims(store.db)) == 2


def test_takes_of_one_picture_stand_in_no_way(store: PictureClaims) -> None:
    picture = uuid4()
    for take in (0, 0, 1):
        store.claim(picture, take, near(a_fingerprint(), take, take))
    assert claims(store.db) == [(picture, 0), (picture, 1)]


def test_pictures_that_came_to_nothing_give_their_claims_up_and_kept_ones_do_not(store: PictureClaims) -> None:
    kept, other = a_generated_picture(position=0), a_generated_picture(position=1)
    PictureStore(store.db).keep(kept)
    for picture in (kept, other):
        store.claim(picture.id, 0, picture.fingerprint)
    store.give_up([kept.id, other.id])
    assert claims(store.db) == [(kept.id, 0)]


# --- Bands ---------------------------------------------------------------------------------------


def flipped(bits: str, places: list[int]) -> str:
    return "".join("10"[int(bit)] if place in places else bit for place, bit in enumerate(bits))


def scattered(chance: random.Random) -> str:
    return "".join(chance.choices("01", k=64))


def crowded(chance: random.Random) -> str:
    """Like plates that share a composition: few centres, hardly a bit of the low frequencies other than theirs."""
    centre = random.Random(chance.randrange(8))
    wrong = [place for place in range(64) if chance.random() < (0.02 if place < 32 else 0.12)]
    return flipped("".join(centre.choices("01", k=64)), wrong)


def one_band(chance: random.Random) -> str:
    """All alike in three bands."""
    return "01" * 24 + "".join(chance.choices("01", k=16))


@pytest.mark.parametrize("hashes", [scattered, crowded, one_band])
def test_bands_find_whatever_comparing_with_every_one_would(db: Db, hashes: Callable[[random.Random], str]) -> None:
    chance = random.Random(7)
    stored = {uuid4(): hashes(chance) for _ in range(2000)}
    dhash = a_fingerprint().dhash
    rows = [(picture, phash, dhash) for picture, phash in stored.items()]
    with db.cursor() as cursor:
        cursor.executemany(
            "insert into image_claims (picture_id, attempt, phash, dhash) values (%s, 0, %s::bit(64), %s::bit(256))",
            rows,
        )
    for number in range(200):
        base = chance.choice(list(stored.values())) if number % 2 else hashes(chance)
        probe = Fingerprint(phash=flipped(base, chance.sample(range(64), chance.choice([0, 4, 8, 9, 10]))), dhash=dhash)
        alike = {id for id, phash in stored.items() if is_duplicate(probe, Fingerprint(phash=phash, dhash=dhash))}
        found = holder_of(db, probe)
        assert found in alike if alike else found is None


@pytest.mark.parametrize(
    "per_band", [(2, 2, 2, 3), (2, 2, 3, 2), (1, 3, 3, 2), (9, 0, 0, 0), (0, 3, 3, 3), (0, 0, 0, 9)]
)
def test_nine_bits_are_found_however_they_are_dealt_to_the_bands(db: Db, per_band: tuple[int, ...]) -> None:
    PictureClaims(db).claim(uuid4(), 0, a_fingerprint())
    chance = random.Random(1)
    for _ in range(20):
        places = [16 * band + place for band, count in enumerate(per_band) for place in chance.sample(range(16), count)]
        probe = Fingerprint(phash=flipped(a_fingerprint().phash, places), dhash=a_fingerprint().dhash)
        assert holder_of(db, probe)


def test_bands_are_not_asked_for_more_than_they_find(db: Db) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="at most 9 bits"):
        db.execute("select find_claim(%s, repeat('0', 64)::bit(64), repeat('0', 256)::bit(256), 10, 38)", [uuid4()])


def test_the_search_reads_the_bands_and_not_the_table(db: Db) -> None:
    """Of many claims, that is; the function's own plan is not shown, so its statement is asked for one."""
    query = """
    insert into image_claims (picture_id, attempt, phash, dhash)
    select gen_random_uuid(), 0, (random() * 4294967295)::bigint::bit(32) || (random() * 4294967295)::bigint::bit(32),
           repeat('0', 256)::bit(256) from generate_series(1, 20000)
    """
    db.execute(query)
    db.execute("vacuum analyze image_claims")
    before = scans(db)
    holder_of(db, a_fingerprint())
    after = scans(db)
    assert after["image_claims"] == before["image_claims"]
    bands = [name for name in before if "band" in name]
    assert len(bands) == 4
    assert all(after[name] > before[name] for name in bands)


def scans(db: Db) -> dict[str, int]:
    """How often the table was read through, and each of its indexes used."""
    db.execute("select pg_stat_force_next_flush()")
    db.execute("select pg_stat_clear_snapshot()")
    query = """
    select relname, seq_scan from pg_stat_user_tables where relname = 'image_claims'
    union all select indexrelname, idx_scan from pg_stat_user_indexes where relname = 'image_claims'
    """
    return dict(db.execute(query).fetchall())
