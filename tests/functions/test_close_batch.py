"""The state `CloseBatch`: no more is written, pictures may still come."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from psycopg import Connection

from brigade.progress.snapshot import Phase, snapshot_of
from brigade.progress.stage import Stage
from brigade_io import clock
from brigade_io.progress import endings
from functions.close_batch.handler import handler
from tests.functions import larder
from tests.functions.doorway import World, a_context, an_error, world
from tests.unit.progress.batches import BATCH

EVENT = {"batch_id": str(BATCH), "error": None, "retry_count": 0}


@pytest.fixture
def here(database_url: str) -> Iterator[World]:
    with world(DATABASE_URL=database_url) as made:
        yield made


def stages(here: World) -> list[Stage]:
    return [unit.stage for unit in here.table.read(BATCH).units]


def test_what_was_never_written_has_failed_and_pictures_under_way_go_on(here: World) -> None:
    here.planned(4)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.SAVED)
    here.table.advance(BATCH, 1, Stage.IMAGING)
    handler(EVENT, a_context())
    assert stages(here) == [Stage.SAVED, Stage.IMAGING, Stage.FAILED, Stage.FAILED]
    assert here.table.read(BATCH).units[2].reason == "It was never written. Retry what failed."
    assert here.table.record(BATCH).closed_at is not None
    assert here.table.advance(BATCH, 1, Stage.DONE, image_url="https://images/1.webp")


def test_without_pictures_what_is_saved_is_done(here: World) -> None:
    here.planned(2, images=False)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.SAVED)
    handler(EVENT, a_context())
    assert stages(here) == [Stage.DONE, Stage.DONE]


def test_a_batch_whose_planning_failed_ends_as_an_error(here: World) -> None:
    here.created(4)
    handler({**EVENT, "error": an_error("DatabaseUnavailable")}, a_context())
    state = here.table.read(BATCH)
    assert (state.record.error_code, state.record.planned_at) == ("DatabaseUnavailable", None)
    snapshot = snapshot_of(state, clock.now())
    assert (snapshot.phase, snapshot.failed) == (Phase.ERROR, 4)


def test_closing_twice_changes_nothing(here: World) -> None:
    here.planned(2)
    handler(EVENT, a_context())
    before = here.table.read(BATCH)
    handler(EVENT, a_context())
    assert here.table.read(BATCH) == before


def test_a_saving_that_nobody_told_of_ends_at_once_with_its_placeholder(here: World, db: Connection[Any]) -> None:
    here.planned(2)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.CHECKED)
    larder.store(db, 0)
    handler(EVENT, a_context())
    assert stages(here) == [Stage.PLACEHOLDER, Stage.FAILED]
    assert larder.reasons(db) == {0: here.table.read(BATCH).units[0].reason}


def test_a_batch_whose_planning_failed_is_closed_without_postgresql(here: World) -> None:
    here.planned(2)
    with patch.object(endings, "database", side_effect=AssertionError):
        handler({**EVENT, "error": an_error("DatabaseUnavailable")}, a_context())
    assert stages(here) == [Stage.FAILED, Stage.FAILED]


def test_a_late_closing_of_an_earlier_run_leaves_a_retry_alone(here: World) -> None:
    record = here.planned(2)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.FAILED)
    here.table.reopen(record, {0: Stage.PLANNED}, clock.now(), record.deadline, over=True)
    handler(EVENT, a_context())
    assert stages(here) == [Stage.PLANNED, Stage.FAILED]
    assert here.table.record(BATCH).closed_at is None
    handler({**EVENT, "run": 1}, a_context())
    assert stages(here) == [Stage.FAILED, Stage.FAILED]
    assert here.table.record(BATCH).closed_at is not None
