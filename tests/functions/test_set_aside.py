"""The state `SetAside`: a chunk is given up, what was saved of it is kept."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from psycopg import Connection

from brigade.errors import DatabaseUnavailable
from brigade.progress.snapshot import snapshot_of
from brigade.progress.stage import Stage
from brigade_io import clock
from brigade_io.progress import endings
from functions.set_aside.handler import handler
from tests.functions import larder
from tests.functions.doorway import World, a_context, an_error, world
from tests.unit.progress.batches import BATCH

EVENT = {"batch_id": str(BATCH), "chunk": 0, "retry_count": 0}


@pytest.fixture
def here(database_url: str) -> Iterator[World]:
    with world(DATABASE_URL=database_url) as made:
        yield made


def stages(here: World) -> list[Stage]:
    return [unit.stage for unit in here.table.read(BATCH).units]


def test_what_was_not_saved_has_failed_with_plain_words(here: World) -> None:
    here.planned(4)
    here.table.advance(BATCH, 0, Stage.SAVED)
    assert handler({**EVENT, "error": an_error("AnswerInvalid")}, a_context()) is None
    assert stages(here) == [Stage.PLACEHOLDER, Stage.FAILED, Stage.PLANNED, Stage.PLANNED]
    assert here.table.read(BATCH).units[1].reason == (
        "The writer's answer broke the rules of a recipe each time. Retry what failed."
    )
    assert here.table.record(BATCH).error_code is None


@pytest.mark.parametrize("error", ["KeyRefused", "QuotaExhausted", "ModelMissing", "BucketMissing"])
def test_an_error_that_no_chunk_can_escape_is_the_batchs_own(here: World, error: str) -> None:
    here.planned(4)
    handler({**EVENT, "error": an_error(error)}, a_context())
    record = here.table.record(BATCH)
    assert record.error_code == error
    assert record.error_text
    assert record.closed_at is None


def test_setting_aside_twice_changes_nothing(here: World) -> None:
    here.planned(4)
    handler({**EVENT, "error": an_error("AnswerInvalid")}, a_context())
    before = here.table.read(BATCH)
    handler({**EVENT, "error": an_error("KeyError"), "retry_count": 1}, a_context())
    assert here.table.read(BATCH) == before


def test_what_postgresql_holds_is_not_lost_where_dynamodb_was_never_told(here: World, db: Connection[Any]) -> None:
    here.planned(2)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.CHECKED)
    larder.store(db, 0)
    handler({**EVENT, "error": an_error("TableBusy")}, a_context())
    kept, lost = here.table.read(BATCH).units
    assert (kept.stage, kept.recipe_id, lost.stage) == (Stage.PLACEHOLDER, larder.id_of(0), Stage.FAILED)
    assert snapshot_of(here.table.read(BATCH), clock.now()).recipes_completed == 1


def test_without_pictures_what_postgresql_holds_is_done(here: World, db: Connection[Any]) -> None:
    here.planned(2, images=False)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.CHECKED)
    larder.store(db, 1)
    handler({**EVENT, "error": an_error("TableBusy")}, a_context())
    assert stages(here) == [Stage.FAILED, Stage.DONE]


def test_the_recipe_says_why_it_has_no_picture(here: World, db: Connection[Any]) -> None:
    here.planned(4)
    here.table.advance_all(BATCH, {0: {}, 1: {}, 2: {}}, Stage.SAVED)
    larder.store(db, 0, 1, 2)
    larder.refuse(db, 1, "Refused.")
    handler({**EVENT, "error": an_error("StorageUnavailable")}, a_context())
    assert larder.reasons(db) == {0: here.table.read(BATCH).units[0].reason, 1: "Refused.", 2: larder.NOT_YET}


def test_while_postgresql_is_away_nothing_that_may_be_stored_is_given_up(here: World) -> None:
    here.planned(2)
    here.table.advance(BATCH, 0, Stage.CHECKED)
    with patch.object(endings, "database", side_effect=DatabaseUnavailable("away")), pytest.raises(DatabaseUnavailable):
        handler({**EVENT, "error": an_error("TableBusy")}, a_context())
    assert stages(here) == [Stage.CHECKED, Stage.FAILED]


def test_a_picture_that_was_started_after_all_is_kept_and_the_first_end_stands(
    here: World, db: Connection[Any]
) -> None:
    here.planned(2)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.SAVED)
    larder.store(db, 0, 1)
    handler({**EVENT, "error": an_error("StepFunctions.SdkClientException")}, a_context())
    before = snapshot_of(here.table.read(BATCH), clock.now())
    larder.picture(db, 0, "https://images/0.webp")
    assert not here.table.advance(BATCH, 0, Stage.IMAGING)
    assert not here.table.advance(BATCH, 0, Stage.DONE, image_url="https://images/0.webp")
    assert snapshot_of(here.table.read(BATCH), clock.now()) == before
    assert (before.images_generated, before.placeholder_count, before.failed) == (0, 2, 0)
    assert larder.reasons(db)[0] is None


def test_a_picture_that_dynamodb_was_never_told_of_is_the_recipes_end(here: World, db: Connection[Any]) -> None:
    here.planned(2)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.SAVED)
    larder.store(db, 0, 1)
    larder.picture(db, 0, "https://images/0.webp")
    handler({**EVENT, "error": an_error("TableBusy")}, a_context())
    unit = here.table.read(BATCH).units[0]
    assert (unit.stage, unit.image_url, unit.imaged) == (Stage.DONE, "https://images/0.webp", True)
    assert stages(here)[1] is Stage.PLACEHOLDER
