"""The sweep: nothing that died or ran out of time stays open."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from psycopg import Connection

from brigade.errors import TableBusy
from brigade.progress.reasons import OUT_OF_TIME, STOPPED
from brigade.progress.stage import Stage
from brigade.runs import Execution
from brigade_io import clock
from brigade_io.executions import Fate
from brigade_io.generation.machine import fate_of, start_generation
from brigade_io.progress.batch_table import BatchTable
from functions.sweep import lifelines
from functions.sweep.handler import handler
from tests.functions import larder
from tests.functions.doorway import (
    A_SCHEDULED_EVENT,
    A_SCHEDULERS_OWN_EVENT,
    MACHINE,
    World,
    a_batch_id,
    a_context,
    a_status_change,
    create_machine,
    world,
)
from tests.unit.progress.batches import BATCH


@pytest.fixture
def here(database_url: str) -> Iterator[World]:
    with world(DATABASE_URL=database_url, ILLUSTRATE_RECIPES_MACHINE=ILLUSTRATE) as made:
        yield made


ILLUSTRATE = MACHINE.replace("generate_batch", "illustrate_recipes")
LONG_AGO = timedelta(minutes=50)  # before the deadline


def as_they_fare(**statuses: str) -> Any:
    """Step Functions says so of the executions for texts and for pictures; of others that there are none."""

    def fate(execution: Execution) -> Fate | None:
        name = "pictures" if execution.chunk is not None else "texts"
        return Fate(statuses[name], "States.Timeout", "") if name in statuses else None

    return patch.object(lifelines, "fate_of", fate)


def quiet_for_long(here: World) -> None:
    """A batch of two that began ten minutes ago, as one whose first recipe is saved."""
    here.planned(2, deadline=clock.now() + LONG_AGO)
    here.table.advance(BATCH, 0, Stage.SAVED)


@pytest.mark.parametrize("status", ["FAILED", "TIMED_OUT", "ABORTED", "SUCCEEDED"])
def test_a_dead_execution_that_nobody_was_told_of_is_found(here: World, status: str) -> None:
    quiet_for_long(here)
    with as_they_fare(texts=status, pictures="RUNNING"):
        handler(A_SCHEDULED_EVENT, a_context())
    assert stages(here) == [Stage.SAVED, Stage.FAILED]
    with as_they_fare(texts=status, pictures=status):
        handler(A_SCHEDULED_EVENT, a_context())
    assert stages(here) == [Stage.PLACEHOLDER, Stage.FAILED]
    assert here.table.open_batches() == []


def test_what_lives_is_left_alone(here: World) -> None:
    quiet_for_long(here)
    with as_they_fare(texts="RUNNING"):  # which is to begin the pictures
        handler(A_SCHEDULED_EVENT, a_context())
    assert stages(here) == [Stage.SAVED, Stage.PLANNED]


def test_an_execution_that_never_began_counts_as_dead_once_the_batch_is_quiet(here: World) -> None:
    quiet_for_long(here)
    with as_they_fare():
        handler(A_SCHEDULED_EVENT, a_context())
        assert stages(here) == [Stage.SAVED, Stage.PLANNED]
        with patch.object(lifelines, "is_quiet", return_value=True):
            handler(A_SCHEDULED_EVENT, a_context())
    assert here.table.open_batches() == []


def test_step_functions_is_asked_by_the_names_that_executions_have(here: World) -> None:
    create_machine()
    assert fate_of(Execution(BATCH, None, 0)) is None
    start_generation(BATCH)
    assert fate_of(Execution(BATCH, None, 0)) is not None
    assert fate_of(Execution(BATCH, None, 1)) is None


def stages(here: World) -> list[Stage]:
    return [unit.stage for unit in here.table.read(BATCH).units]


@pytest.mark.parametrize("status", ["FAILED", "TIMED_OUT", "ABORTED"])
def test_a_dead_batch_machine_writes_nothing_more_and_its_pictures_go_on(here: World, status: str) -> None:
    here.planned(4)
    here.table.advance(BATCH, 0, Stage.SAVED)
    handler(a_status_change(str(BATCH), status), a_context())
    assert stages(here) == [Stage.SAVED, Stage.FAILED, Stage.FAILED, Stage.FAILED]
    assert here.table.record(BATCH).closed_at is not None


def test_a_dead_illustration_leaves_its_chunk_with_placeholders(here: World) -> None:
    here.planned(6)
    here.table.advance_all(BATCH, {position: {} for position in range(4)}, Stage.SAVED)
    here.table.advance(BATCH, 0, Stage.DONE, image_url="https://images/1.webp")
    handler(a_status_change(f"{BATCH}-0", "TIMED_OUT"), a_context())
    assert stages(here)[:4] == [Stage.DONE, Stage.PLACEHOLDER, Stage.SAVED, Stage.SAVED]
    assert here.table.read(BATCH).units[1].reason == STOPPED
    assert here.table.record(BATCH).closed_at is None


def test_a_batch_machine_that_dies_while_planning_makes_the_batch_an_error(here: World) -> None:
    here.created(3)
    handler(a_status_change(str(BATCH), "ABORTED"), a_context())
    record = here.table.record(BATCH)
    assert (record.error_code, record.outcome) == ("ExecutionABORTED", "error")
    assert here.table.open_batches() == []


def test_the_last_dead_execution_finishes_the_batch(here: World) -> None:
    here.planned(2)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.SAVED)
    handler(a_status_change(f"{BATCH}-0"), a_context())
    assert here.table.record(BATCH).outcome == "complete"


@pytest.mark.parametrize(
    "event",
    [
        a_status_change(str(a_batch_id(404))),
        a_status_change("somebody-elses"),
        a_status_change(str(BATCH), "SUCCEEDED"),
        a_status_change(f"{BATCH}-x"),
    ],
)
def test_what_is_none_of_ours_changes_nothing(here: World, event: dict[str, object]) -> None:
    here.planned(2)
    handler(event, a_context())
    assert stages(here) == [Stage.PLANNED, Stage.PLANNED]
    assert here.table.open_batches() == [BATCH]


@pytest.mark.parametrize("event", [A_SCHEDULED_EVENT, A_SCHEDULERS_OWN_EVENT, {}])
def test_the_schedule_closes_what_is_past_its_deadline_and_only_that(here: World, event: dict[str, object]) -> None:
    late = here.planned(4, deadline=clock.now() + timedelta(seconds=1))
    here.table.advance(BATCH, 0, Stage.SAVED)
    young = here.planned(2, batch_id=a_batch_id(2))
    time.sleep(1)
    handler(event, a_context())
    assert stages(here) == [Stage.PLACEHOLDER, Stage.FAILED, Stage.FAILED, Stage.FAILED]
    assert here.table.record(late.batch_id).outcome == "complete"
    assert here.table.open_batches() == [young.batch_id]


def test_the_schedule_notes_the_end_of_a_batch_that_ended_by_itself(here: World) -> None:
    here.planned(2)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.SAVED)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.DONE)
    handler({}, a_context())
    assert (here.table.open_batches(), here.table.record(BATCH).outcome) == ([], "complete")


def test_one_batch_that_cannot_be_closed_does_not_hold_up_the_others(here: World) -> None:
    past = clock.now() - timedelta(seconds=9)
    stuck = here.planned(2, deadline=past)
    other = here.planned(2, batch_id=a_batch_id(2), deadline=past + timedelta(seconds=1))
    read = BatchTable.read

    def sometimes(table: BatchTable, batch_id: object) -> object:
        if batch_id == stuck.batch_id:
            raise TableBusy("throttled")
        return read(table, other.batch_id)

    with patch.object(BatchTable, "read", sometimes):
        handler(A_SCHEDULED_EVENT, a_context())
    assert here.table.open_batches() == [stuck.batch_id]


def test_a_dead_machine_loses_nothing_that_postgresql_holds(here: World, db: Connection[Any]) -> None:
    here.planned(3)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.CHECKED)
    larder.store(db, 0)
    handler(a_status_change(str(BATCH)), a_context())
    assert stages(here) == [Stage.PLACEHOLDER, Stage.FAILED, Stage.FAILED]
    assert larder.reasons(db) == {0: STOPPED}


def test_a_dead_illustration_says_so_beside_its_recipes(here: World, db: Connection[Any]) -> None:
    here.planned(2)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.SAVED)
    larder.store(db, 0, 1)
    larder.picture(db, 1, "https://images/1.webp")
    handler(a_status_change(f"{BATCH}-0"), a_context())
    assert stages(here) == [Stage.PLACEHOLDER, Stage.DONE]
    assert larder.reasons(db)[0] == here.table.read(BATCH).units[0].reason


def test_what_ran_out_of_time_says_so_beside_its_recipe(here: World, db: Connection[Any]) -> None:
    here.planned(2, deadline=clock.now() + timedelta(seconds=1))
    here.table.advance(BATCH, 0, Stage.SAVED)
    larder.store(db, 0)
    time.sleep(1)
    handler(A_SCHEDULED_EVENT, a_context())
    assert larder.reasons(db) == {0: OUT_OF_TIME}
    assert here.table.open_batches() == []


def test_what_was_saved_too_late_stays_as_it_was_told_and_is_kept(here: World, db: Connection[Any]) -> None:
    here.planned(1, deadline=clock.now() - timedelta(seconds=1))
    here.table.advance(BATCH, 0, Stage.SAVED)
    larder.store(db, 0)
    handler(A_SCHEDULED_EVENT, a_context())
    assert stages(here) == [Stage.FAILED]
    assert list(larder.reasons(db)) == [0]
