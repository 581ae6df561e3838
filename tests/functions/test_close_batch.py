"""The state `CloseBatch`: no more is written, pictures may still come."""

from collections.abc import Iterator

import pytest

from brigade.progress.snapshot import Phase, snapshot_of
from brigade.progress.stage import Stage
from brigade_io import clock
from functions.close_batch.handler import handler
from tests.functions.doorway import Context, World, an_error, world
from tests.unit.progress.batches import BATCH

EVENT = {"batch_id": str(BATCH), "error": None, "retry_count": 0}


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        yield made


def stages(here: World) -> list[Stage]:
    return [unit.stage for unit in here.table.read(BATCH).units]


def test_what_was_never_written_has_failed_and_pictures_under_way_go_on(here: World) -> None:
    here.planned(4)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.SAVED)
    here.table.advance(BATCH, 1, Stage.IMAGING)
    handler(EVENT, Context())
    assert stages(here) == [Stage.SAVED, Stage.IMAGING, Stage.FAILED, Stage.FAILED]
    assert here.table.read(BATCH).units[2].reason == "It was never written. Retry what failed."
    assert here.table.record(BATCH).closed_at is not None
    assert here.table.advance(BATCH, 1, Stage.DONE, image_url="https://images/1.webp")


def test_without_pictures_what_is_saved_is_done(here: World) -> None:
    here.planned(2, images=False)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.SAVED)
    handler(EVENT, Context())
    assert stages(here) == [Stage.DONE, Stage.DONE]


def test_a_batch_whose_planning_failed_ends_as_an_error(here: World) -> None:
    here.created(4)
    handler({**EVENT, "error": an_error("DatabaseUnavailable")}, Context())
    state = here.table.read(BATCH)
    assert (state.record.error_code, state.record.planned_at) == ("DatabaseUnavailable", None)
    snapshot = snapshot_of(state, clock.now())
    assert (snapshot.phase, snapshot.failed) == (Phase.ERROR, 4)


def test_closing_twice_changes_nothing(here: World) -> None:
    here.planned(2)
    handler(EVENT, Context())
    before = here.table.read(BATCH)
    handler(EVENT, Context())
    assert here.table.read(BATCH) == before
