"""The state `SetAside`: a chunk is given up, what was saved of it is kept."""

from collections.abc import Iterator

import pytest

from brigade.progress.stage import Stage
from functions.set_aside.handler import handler
from tests.functions.doorway import Context, World, an_error, world
from tests.unit.progress.batches import BATCH

EVENT = {"batch_id": str(BATCH), "chunk": 0, "retry_count": 0}


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        yield made


def stages(here: World) -> list[Stage]:
    return [unit.stage for unit in here.table.read(BATCH).units]


def test_what_was_not_saved_has_failed_with_plain_words(here: World) -> None:
    here.planned(4)
    here.table.advance(BATCH, 0, Stage.SAVED)
    assert handler({**EVENT, "error": an_error("AnswerInvalid")}, Context()) is None
    assert stages(here) == [Stage.PLACEHOLDER, Stage.FAILED, Stage.PLANNED, Stage.PLANNED]
    assert here.table.read(BATCH).units[1].reason == (
        "The writer's answer broke the rules of a recipe each time. Retry what failed."
    )
    assert here.table.record(BATCH).error_code is None


@pytest.mark.parametrize("error", ["KeyRefused", "QuotaExhausted", "ModelMissing", "BucketMissing"])
def test_an_error_that_no_chunk_can_escape_is_the_batchs_own(here: World, error: str) -> None:
    here.planned(4)
    handler({**EVENT, "error": an_error(error)}, Context())
    record = here.table.record(BATCH)
    assert record.error_code == error
    assert record.error_text
    assert record.closed_at is None


def test_setting_aside_twice_changes_nothing(here: World) -> None:
    here.planned(4)
    handler({**EVENT, "error": an_error("AnswerInvalid")}, Context())
    before = here.table.read(BATCH)
    handler({**EVENT, "error": an_error("KeyError"), "retry_count": 1}, Context())
    assert here.table.read(BATCH) == before
