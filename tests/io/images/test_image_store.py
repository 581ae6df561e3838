"""Pictures in PostgreSQL: real server, real races."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from brigade.errors import NotFound
from brigade.images.record import placeholder_record
from brigade.images.similarity import Fingerprint
from brigade_io.images.image_store import ImageStore
from brigade_io.images.picture_claims import PictureClaims
from tests.io.images.recipe_rows import save_recipes
from tests.unit.images.factories import (
    NOON,
    a_brief,
    a_fingerprint,
    a_recipe_id,
    a_record,
)

Db = psycopg.Connection[Any]


@pytest.fixture
def store(db: Db) -> ImageStore:
    save_recipes(db, 12)
    return ImageStore(db)


def claims(db: Db) -> list[tuple[UUID, int]]:
    return db.execute("select recipe_id, attempt from image_claims order by recipe_id, attempt").fetchall()


def held(db: Db) -> list[Fingerprint]:
    rows = db.execute("select phash::text, dhash::text from image_claims order by id").fetchall()
    return [Fingerprint(phash=phash, dhash=dhash) for phash, dhash in rows]


def shown(db: Db, number: int = 0) -> tuple[str, bool, str | None]:
    query = "select image_url, image_is_placeholder, image_reason from recipes where id = %s"
    row: tuple[str, bool, str | None] | None = db.execute(query, [a_recipe_id(number)]).fetchone()
    assert row is not None
    return row


def a_placeholder(number: int = 0, attempt: int = 0) -> Any:
    return placeholder_record(
        a_recipe_id(number), attempt, images_url="https://images.test", maker=("openai", "m"), cost_micros=0, at=NOON,
        reason="Refused.",
    )  # fmt: skip


# --- Recording -----------------------------------------------------------------------------------


def test_the_record_and_the_recipe_s_url_are_written_together(store: ImageStore) -> None:
    record = a_record(a_brief(0), keys=["recipes/a/large-0.webp", "recipes/a/original-0.jpg"])
    assert store.record(record).url == record.url
    assert shown(store.db) == (record.url, False, None)
    query = "select prompt, alt_text, provider, storage_keys, phash::text, dhash::text, created_at from recipe_images"
    assert store.db.execute(query).fetchall() == [
        (
            record.prompt, record.alt_text, "openai", record.keys, a_fingerprint(a_recipe_id(0)).phash,
            a_fingerprint(a_recipe_id(0)).dhash, NOON,
        )
    ]  # fmt: skip


def test_neither_is_written_where_one_fails(store: ImageStore) -> None:
    store.db.execute("alter table recipes add check (image_url not like '%large%')")
    with pytest.raises(psycopg.errors.CheckViolation):
        store.record(a_record(a_brief(0)))
    assert store.db.execute("select count(*) from recipe_images").fetchall() == [(0,)]
    assert shown(store.db)[1]


def test_a_record_of_no_recipe_is_not_found(store: ImageStore) -> None:
    with pytest.raises(NotFound):
        store.record(a_record(a_brief(99)))


def test_a_repeated_record_changes_nothing(store: ImageStore) -> None:
    store.record(a_record(a_brief(0)))
    before = store.db.execute("select * from recipes, recipe_images where id = recipe_id").fetchall()
    store.record(a_record(a_brief(0), at=NOON.replace(hour=13)))
    assert store.db.execute("select * from recipes, recipe_images where id = recipe_id").fetchall() == before


def test_a_placeholder_keeps_its_reason_and_gives_the_claim_back(store: ImageStore) -> None:
    PictureClaims(store.db).claim_for_recipe(a_recipe_id(0), 0, a_fingerprint())
    assert store.record(a_placeholder()).is_placeholder
    assert shown(store.db) == ("https://images.test/placeholder.webp", True, "Refused.")
    assert claims(store.db) == []
    PictureClaims(store.db).claim_for_recipe(a_recipe_id(1), 0, a_fingerprint())


def test_a_placeholder_never_takes_the_place_of_a_picture(store: ImageStore) -> None:
    record = a_record(a_brief(0))
    PictureClaims(store.db).claim_for_recipe(a_recipe_id(0), 0, a_fingerprint())
    store.record(record)
    kept = store.record(a_placeholder(attempt=3))
    assert (kept.url, kept.is_placeholder) == (record.url, False)
    assert shown(store.db) == (record.url, False, None)
    assert claims(store.db) == [(a_recipe_id(0), 0)]


def test_a_later_attempt_s_picture_takes_the_place_of_a_placeholder(store: ImageStore) -> None:
    store.record(a_placeholder(attempt=1))
    record = a_record(a_brief(0), 2)
    assert store.record(record).url == record.url
    assert shown(store.db) == (record.url, False, None)


@pytest.mark.parametrize("attempt", [0, 1])
def test_a_picture_that_comes_after_its_placeholder_changes_nothing(store: ImageStore, attempt: int) -> None:
    """An upload that had been given up was still at work."""
    store.record(a_placeholder(attempt=1))
    PictureClaims(store.db).claim_for_recipe(a_recipe_id(0), attempt, a_fingerprint("late"))
    assert store.record(a_record(a_brief(0), attempt)).is_placeholder
    assert shown(store.db) == ("https://images.test/placeholder.webp", True, "Refused.")
    assert claims(store.db) == []


def test_an_earlier_attempt_that_comes_late_changes_nothing(store: ImageStore) -> None:
    later = a_record(a_brief(0), 1)
    store.record(later)
    PictureClaims(store.db).claim_for_recipe(a_recipe_id(0), 0, a_fingerprint("late"))
    assert store.record(a_record(a_brief(0), 0)).url == later.url
    assert shown(store.db)[0] == later.url
    assert claims(store.db) == []


def test_of_one_attempt_the_first_record_stands(store: ImageStore) -> None:
    original = a_record(a_brief(0), keys=["original-0.jpg"], reason="The original.")
    variants = a_record(a_brief(0), keys=["large-0.webp"])
    assert store.record(original) == store.record(variants)
    assert shown(store.db) == (original.url, False, "The original.")


def test_who_records_is_told_the_objects_of_what_is_shown(store: ImageStore) -> None:
    keys = ["large-1.webp", "original-1.jpg"]
    assert store.record(a_record(a_brief(0), 1, keys=keys)).keys == keys
    assert store.record(a_record(a_brief(0), 0, keys=["large-0.webp"])).keys == keys


def test_a_claim_ahead_of_the_record_is_left_alone(store: ImageStore) -> None:
    PictureClaims(store.db).claim_for_recipe(a_recipe_id(0), 0, a_fingerprint())
    PictureClaims(store.db).claim_for_recipe(a_recipe_id(0), 1, a_fingerprint("next"))
    store.record(a_record(a_brief(0), 0))
    assert claims(store.db) == [(a_recipe_id(0), 0), (a_recipe_id(0), 1)]
