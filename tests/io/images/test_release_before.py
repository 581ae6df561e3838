"""The release before finds `recipe_images` and `image_claims` as it left them: its statements, word for word."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from brigade.images.similarity import Fingerprint
from brigade_io import migrate as migrating
from brigade_io.images.image_store import ImageStore
from tests.conftest import database_of_its_own
from tests.io.images.recipe_rows import save_recipes
from tests.unit.images.factories import AN_ORIGINAL, NOON, a_brief, a_fingerprint, a_recipe_id, a_record, near

Db = psycopg.Connection[Any]
SCAN = """
select (select coalesce(max(id), 0) from image_claims),
       (select (array_agg(recipe_id))[1] from image_claims
         where bit_count(phash # %(p)s::bit(64)) <= %(p_near)s
           and bit_count(dhash # %(d)s::bit(256)) <= %(d_near)s
           and recipe_id <> %(recipe)s)
"""
CLAIM = """
select claim_image(%(recipe)s, %(attempt)s::smallint, %(p)s::bit(64), %(d)s::bit(256), %(scanned)s,
                   %(p_near)s, %(d_near)s)
"""
RECORD = """
insert into recipe_images as held
  (recipe_id, url, prompt, phash, dhash, provider, model, created_at, quality_score, is_placeholder,
   retry_count, cost_micros, alt_text, storage_keys, reason)
values
  (%(recipe_id)s, %(url)s, %(prompt)s, %(phash)s::bit(64), %(dhash)s::bit(256), %(provider)s, %(model)s,
   %(created_at)s, %(quality_score)s, %(is_placeholder)s, %(retry_count)s, %(cost_micros)s, %(alt_text)s,
   %(keys)s, %(reason)s)
on conflict (recipe_id) do update set
   url = excluded.url, prompt = excluded.prompt, phash = excluded.phash, dhash = excluded.dhash,
   provider = excluded.provider, model = excluded.model, created_at = excluded.created_at,
   quality_score = excluded.quality_score, is_placeholder = excluded.is_placeholder,
   retry_count = excluded.retry_count, alt_text = excluded.alt_text,
   storage_keys = excluded.storage_keys, reason = excluded.reason,
   cost_micros = excluded.cost_micros
     + case when held.retry_count < %(first_attempt)s then held.cost_micros else 0 end -- of earlier runs
 where held.retry_count < excluded.retry_count and (held.is_placeholder or not excluded.is_placeholder)
"""
RELEASE = """
delete from image_claims held
 where recipe_id = %(recipe_id)s and attempt <= %(retry_count)s
   and not exists (select from recipe_images shown where shown.recipe_id = held.recipe_id
                      and not shown.is_placeholder and shown.retry_count = held.attempt)
"""
UNRECORDED = """
select key from unnest(%s::text[]) key where not exists (select from recipe_images where storage_keys ? key)
"""
SHOWN = "select url, is_placeholder, reason, storage_keys from recipe_images where recipe_id = %(recipe_id)s"


def record(db: Db, number: int, attempt: int = 0, prints: Fingerprint | None = None, cost: int = 5) -> int:
    """How many rows it wrote."""
    at = f"recipes/{number}/large-{attempt}.webp"
    values = {
        "recipe_id": a_recipe_id(number), "url": f"https://images.test/{at}", "prompt": "Soup.", "alt_text": "A soup.",
        "phash": prints and prints.phash, "dhash": prints and prints.dhash, "provider": "openai", "model": "m",
        "created_at": NOON, "quality_score": 90, "is_placeholder": prints is None, "retry_count": attempt,
        "cost_micros": cost, "keys": Jsonb([at] if prints else []), "reason": None, "first_attempt": attempt // 10 * 10,
    }  # fmt: skip
    written = db.execute(RECORD, values).rowcount
    db.execute(RELEASE, values)
    return written


def claim(db: Db, number: int, prints: Fingerprint, attempt: int = 0) -> UUID | None:
    """The recipe or picture that holds one too like it."""
    values = {"recipe": a_recipe_id(number), "attempt": attempt, "p": prints.phash, "d": prints.dhash, "p_near": 9,
              "d_near": 38}  # fmt: skip
    (scanned, holder), *_ = db.execute(SCAN, values).fetchall()
    if holder is None:
        ((holder,),) = db.execute(CLAIM, {**values, "scanned": scanned}).fetchall()
    return holder  # type: ignore[no-any-return]


def claim_generated(db: Db, picture: UUID, prints: Fingerprint) -> None:
    query = "select claim_picture(%s, null, 0, %s::bit(64), %s::bit(256), 0, 9, 38)"
    db.execute(query, [picture, prints.phash, prints.dhash])


def shown(db: Db, number: int) -> Any:
    return db.execute(SHOWN, {"recipe_id": a_recipe_id(number)}).fetchone()


def claims(db: Db) -> set[UUID]:
    return {each for (each,) in db.execute("select recipe_id from image_claims")}


@pytest.fixture
def db(db: Db) -> Db:
    save_recipes(db, 4)
    return db


@pytest.fixture
def before(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Db]:
    """A database with the schema of the release before, two pictures and a placeholder."""
    with database_of_its_own(postgres_url) as url, psycopg.connect(url, autocommit=True) as db:
        with monkeypatch.context() as then:
            known = [each for each in migrating.migrations() if each[0] < "0007"]
            then.setattr(migrating, "migrations", lambda: known)
            migrating.migrate(db)
        save_recipes(db, 4)
        for number in (0, 1):
            claim(db, number, a_fingerprint(number))
            record(db, number, prints=a_fingerprint(number))
        record(db, 2)
        yield db


# --- The schema grows ----------------------------------------------------------------------------


def test_every_record_and_claim_is_there_after_the_schema_has_grown(before: Db) -> None:
    query = "select * from recipe_images order by recipe_id"
    kept, held = before.execute(query).fetchall(), before.execute("select count(*) from image_claims").fetchall()
    migrating.migrate(before)
    assert (before.execute(query).fetchall(), before.execute("select count(*) from image_claims").fetchall()) == (
        kept, held,
    )  # fmt: skip
    assert before.execute("select count(*) from image_claims where picture_id = recipe_id").fetchall() == held


def test_a_recipe_s_picture_is_named_as_its_subject_is(before: Db) -> None:
    migrating.migrate(before)
    record(before, 3, prints=a_fingerprint(3))
    rows = before.execute("select id, subject_type, subject_id, status from generated_images").fetchall()
    assert set(rows) == {
        (a_recipe_id(n), "recipe", str(a_recipe_id(n)), "placeholder" if n == 2 else "stored") for n in range(4)
    }


def test_what_was_claimed_before_stands_in_the_way_after(before: Db) -> None:
    migrating.migrate(before)
    assert claim(before, 3, near(a_fingerprint(0), 9, 38)) == a_recipe_id(0)


# --- Recording -----------------------------------------------------------------------------------


def test_a_record_is_written_read_and_repeated(db: Db) -> None:
    assert [record(db, 0, prints=a_fingerprint()) for _ in range(2)] == [1, 0]
    at = "recipes/0/large-0.webp"
    assert shown(db, 0) == (f"https://images.test/{at}", False, None, [at])


def test_a_later_attempt_takes_the_place_and_never_a_placeholder_that_of_a_picture(db: Db) -> None:
    assert [record(db, 0), record(db, 0, 1, a_fingerprint()), record(db, 0, 2)] == [1, 1, 0]
    assert shown(db, 0)[:2] == ("https://images.test/recipes/0/large-1.webp", False)


def test_costs_of_earlier_runs_are_added(db: Db) -> None:
    record(db, 0, cost=7)
    record(db, 0, 10, a_fingerprint(), cost=5)
    assert db.execute("select cost_micros from recipe_images").fetchall() == [(12,)]


def test_only_unrecorded_objects_are_told(db: Db) -> None:
    record(db, 0, prints=a_fingerprint())
    keys = ["recipes/0/large-0.webp", "recipes/0/large-1.webp"]
    assert db.execute(UNRECORDED, [keys]).fetchall() == [(keys[1],)]


def test_what_was_said_of_a_picture_is_not_said_of_the_one_that_takes_its_place(db: Db) -> None:
    ImageStore(db).record(a_record(a_brief(0), original=AN_ORIGINAL, ms=5))
    assert record(db, 0, 1, a_fingerprint()) == 1
    query = "select variants, width, bytes, sha256, blurhash, generation_ms from generated_images"
    assert db.execute(query).fetchall() == [({}, None, None, None, None, None)]


# --- Claiming ------------------------------------------------------------------------------------


def test_a_claim_is_held_against_recipes_and_generated_pictures(db: Db) -> None:
    picture = uuid4()
    claim_generated(db, picture, a_fingerprint("generated"))
    assert claim(db, 0, a_fingerprint()) is None
    assert claim(db, 1, near(a_fingerprint(), 9, 38)) == a_recipe_id(0)
    assert claim(db, 1, near(a_fingerprint("generated"), 9, 38)) == picture


def test_a_claim_is_repeated_and_given_back(db: Db) -> None:
    assert [claim(db, 0, a_fingerprint()) for _ in range(2)] == [None, None]
    record(db, 0)
    assert claim(db, 1, a_fingerprint()) is None
    assert claims(db) == {a_recipe_id(1)}


def test_a_deleted_recipe_takes_its_claims_and_its_record_with_it(db: Db) -> None:
    claim(db, 0, a_fingerprint())
    record(db, 0, prints=a_fingerprint())
    db.execute("delete from recipes where id = %s", [a_recipe_id(0)])
    assert (claims(db), db.execute("select from generated_images").fetchall()) == (set(), [])
