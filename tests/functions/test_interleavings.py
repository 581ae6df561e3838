"""What comes late: a slow sweep, a second call of a state, a write of an earlier run. None changes a later run."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from psycopg import Connection

from brigade.errors import DeadlinePassed
from brigade.generation.checking import recipe_id
from brigade.generation.sheet import sheet_key
from brigade.images.brief import Brief, brief_key
from brigade.progress.batch import BatchState
from brigade.progress.closing import endings_as_told, is_over, standing
from brigade.progress.events import final_id, has_final, heard, progress_id
from brigade.progress.running import require_running, require_wanted
from brigade.progress.stage import Stage
from brigade_io import clock
from brigade_io.progress.batch_table import BatchTable
from brigade_io.progress.endings import end_as_told
from brigade_io.progress.wiring import batch_table
from brigade_io.wiring import work_bucket
from functions.close_batch.handler import handler as close_batch
from functions.keep_placeholder.handler import handler as keep_placeholder
from functions.retries.handler import handler as retries
from functions.set_aside.handler import handler as set_aside
from functions.sweep.handler import handler as sweep
from tests.factories import BATCH_ID
from tests.functions import larder
from tests.functions.doorway import (
    A_SCHEDULED_EVENT,
    MACHINE,
    World,
    a_context,
    an_error,
    an_http_event,
    create_machine,
    world,
)
from tests.functions.test_chunk import Kitchen, a_dish, kitchen
from tests.unit.progress.batches import BATCH

__all__ = ["kitchen"]
RETRY = f"/api/admin/batches/{BATCH}/retry"
OF_THE_FIRST_RUN = {"batch_id": str(BATCH), "chunk": 0, "round": 0, "retry_count": 0}


@pytest.fixture
def here(database_url: str) -> Iterator[World]:
    machine = MACHINE.replace("generate_batch", "illustrate_recipes")
    with world(DATABASE_URL=database_url, ILLUSTRATE_RECIPES_MACHINE=machine) as made:
        create_machine()
        create_machine("illustrate_recipes")
        yield made


def retry(what: str = "failed") -> None:
    answer = retries(an_http_event("POST", RETRY, {"what": what}), a_context())
    assert answer["statusCode"] == 202, answer["body"]


def stages(here: World) -> list[tuple[Stage, int]]:
    return [(unit.stage, unit.attempt) for unit in here.table.read(BATCH).units]


def out_of_time(here: World, *saved: int) -> BatchState:
    """A batch past its deadline, as one sees it whose sweep goes on only when another has swept and a retry begun."""
    here.planned(2, deadline=clock.now() - timedelta(seconds=1))
    here.table.advance_all(BATCH, {position: {} for position in saved}, Stage.CHECKED)
    seen = here.table.read(BATCH)
    sweep(A_SCHEDULED_EVENT, a_context())
    retry()
    return seen


# --- Ends of an earlier run ----------------------------------------------------------------------


def test_a_slow_sweep_ends_nothing_of_a_retry_that_has_begun(here: World) -> None:
    seen = out_of_time(here)
    assert end_as_told(BATCH, seen, endings_as_told(seen, clock.now())) == 0
    assert stages(here) == [(Stage.PLANNED, 1), (Stage.PLANNED, 1)]


def after_the_first_read(then: BatchState) -> Any:
    """Whoever reads the batch sees it as it was; whoever reads it again, as it is."""
    read, seen = BatchTable.read, iter([then])
    return patch.object(BatchTable, "read", lambda table, batch_id: next(seen, None) or read(table, batch_id))


@pytest.mark.parametrize("late", [set_aside, close_batch])
def test_who_read_the_first_run_ends_nothing_of_the_second_though_it_is_stored(
    here: World, db: Connection[Any], late: Callable[..., Any]
) -> None:
    seen = out_of_time(here, 0)
    larder.store(db, 0)
    event = {"batch_id": str(BATCH), "run": 0} if late is close_batch else OF_THE_FIRST_RUN
    with after_the_first_read(seen):
        late({**event, "retry_count": 0, "error": an_error("States.Timeout")}, a_context())
    assert stages(here) == [(Stage.PLANNED, 1), (Stage.PLANNED, 1)]


def test_a_fault_of_an_earlier_run_is_not_the_retrys(here: World) -> None:
    out_of_time(here)
    refused = {"error": an_error("KeyRefused"), "retry_count": 0}
    set_aside({**OF_THE_FIRST_RUN, **refused}, a_context())
    picture = {"batch_id": str(BATCH), "recipe_id": str(recipe_id(BATCH, 0)), "position": 0, "attempt": 0}
    with pytest.raises(Exception, match="no recipe"):
        keep_placeholder({**picture, "error": an_error("BucketMissing"), "retry_count": 0}, a_context())
    assert here.table.record(BATCH).error_code is None
    set_aside({**OF_THE_FIRST_RUN, "round": 10, **refused}, a_context())
    assert here.table.record(BATCH).error_code == "KeyRefused"


def test_a_fault_is_the_batchs_while_one_picture_is_taken_anew(here: World) -> None:
    here.planned(2)
    here.table.advance(BATCH, 0, Stage.SAVED, recipe_id=recipe_id(BATCH, 0))
    here.table.advance(BATCH, 0, Stage.DONE, image_url="https://images/0.webp")
    path = f"/api/admin/batches/{BATCH}/recipes/{recipe_id(BATCH, 0)}/image"
    assert retries(an_http_event("POST", path), a_context())["statusCode"] == 202
    set_aside({**OF_THE_FIRST_RUN, "error": an_error("KeyRefused")}, a_context())
    record = here.table.record(BATCH)
    assert (record.retries, record.error_code) == (1, "KeyRefused")


@pytest.mark.parametrize("begins", [require_wanted, lambda record, run: require_running(record, run, clock.now())])
def test_nothing_new_begins_for_a_run_that_is_over(here: World, begins: Callable[..., None]) -> None:
    out_of_time(here)
    record = here.table.record(BATCH)
    begins(record, 1)
    with pytest.raises(DeadlinePassed):
        begins(record, 0)


# --- What a stream is told -----------------------------------------------------------------------


def test_nobody_is_told_an_end_while_a_retry_begins(here: World) -> None:
    here.planned(3)
    here.table.advance_all(BATCH, {0: {}, 1: {}, 2: {}}, Stage.FAILED)
    told, seen = final_id(standing(here.table.read(BATCH), clock.now())), []

    def look(**_: Any) -> None:
        if not here.table.client.meta.events.looking:
            here.table.client.meta.events.looking = True
            seen.append(standing(here.table.read(BATCH), clock.now()))
            here.table.client.meta.events.looking = False

    client = here.table.client
    client.meta.events.looking = False
    for write in ("UpdateItem", "TransactWriteItems"):
        client.meta.events.register(f"after-call.dynamodb.{write}", look)
    with patch("brigade_io.progress.wiring.client", return_value=client):
        retry()
    assert seen
    assert not any(is_over(state) and final_id(state) != told for state in seen)


def test_an_id_that_nobody_was_given_is_taken_for_none(here: World) -> None:
    here.planned(2)
    running = here.table.read(BATCH)
    assert heard(running, 10**17) == 0
    assert heard(running, progress_id(running)) == progress_id(running)
    here.table.advance_all(BATCH, {0: {}, 1: {}}, Stage.FAILED)
    over, now = here.table.read(BATCH), clock.now()
    assert has_final(over, now, heard(over, final_id(over)))
    assert not has_final(over, now, heard(over, final_id(over) + 1))


def test_the_end_that_a_clock_ahead_of_ours_told_is_not_told_again(here: World) -> None:
    here.planned(2)
    state = here.table.read(BATCH)
    told = final_id(standing(state, state.record.deadline))
    assert heard(state, told) == told


# --- Texts of two runs ---------------------------------------------------------------------------


def written_twice(kitchen: Kitchen) -> None:
    """A chunk is given up while it is still checked, and written anew in a retry, with other words."""
    kitchen.open(1)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: a_dish(0, name="First Dish")
    kitchen.chunk("generate_chunk")
    kitchen.chunk("validate")
    kitchen.chunk("set_aside", error=an_error("States.Timeout"))
    late = {key: work_bucket().get(key)
            for key in (sheet_key(BATCH_ID, 0, name) for name in ("written-0", "checked-0"))}  # fmt: skip
    answers = [key for page in work_bucket().pages(f"work/{BATCH_ID}/00000/answers/") for key in page]
    work_bucket().remove([*late, *answers])  # else a retry takes them up
    state = kitchen.state()
    again = {unit.position: Stage.PLANNED for unit in state.units}
    batch_table().reopen(state.record, again, clock.now(), state.record.deadline, over=True)
    kitchen.call("start_batch", run=1)
    kitchen.reply = lambda prompt: a_dish(1, name="Second Dish")
    kitchen.chunk("generate_chunk", 10)
    kitchen.chunk("validate", 10)
    for key, sheet in late.items():
        work_bucket().put(key, sheet, "application/json")


def told_of(kitchen: Kitchen) -> tuple[str, str, str | None]:
    """The name of the row, of the brief and of the unit."""
    (row,) = kitchen.rows()
    brief = Brief.model_validate(work_bucket().get_json(brief_key(BATCH_ID, row["id"])))
    return row["name"], brief.name, kitchen.state().units[0].name


@pytest.mark.parametrize("order", [(0, 10), (10, 0), (0, 10, 0)])
def test_brief_and_name_are_those_of_the_row_whichever_run_saves_first(
    kitchen: Kitchen, order: tuple[int, ...]
) -> None:
    written_twice(kitchen)
    for round in order:
        kitchen.chunk("persist", round)
    name = "First Dish" if order[0] == 0 else "Second Dish"
    assert told_of(kitchen) == (name, name, name)


# --- After a cancel ------------------------------------------------------------------------------


def test_what_was_still_to_be_written_when_somebody_cancelled_is_cancelled(kitchen: Kitchen) -> None:
    kitchen.open(2, enable_image_generation=False)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: "{}" if prompt.position else a_dish(0)
    kitchen.chunk("generate_chunk")
    kitchen.chunk("validate")
    batch_table().cancel(BATCH_ID, clock.now())
    kitchen.chunk("persist", error=an_error("BatchCancelled"))
    assert kitchen.stages() == [Stage.DONE, Stage.CANCELLED]


def test_what_is_saved_after_a_cancelled_batch_was_over_stays_as_told_and_is_not_paid_again(kitchen: Kitchen) -> None:
    kitchen.open(1, enable_image_generation=False)
    kitchen.call("start_batch")
    kitchen.chunk("generate_chunk")
    kitchen.chunk("validate")
    batch_table().cancel(BATCH_ID, clock.now() - timedelta(minutes=4))
    kitchen.chunk("persist")
    told = standing(kitchen.state(), clock.now())
    assert [unit.stage for unit in told.units] == [Stage.CANCELLED]
    batch_table().end(BATCH_ID, endings_as_told(kitchen.state(), clock.now()))
    assert standing(kitchen.state(), clock.now()).units[0].stage is Stage.CANCELLED
    record = kitchen.state().record
    batch_table().reopen(record, {0: Stage.PLANNED}, clock.now(), record.deadline + timedelta(hours=1), over=True)
    assert kitchen.call("start_batch", run=1)["chunks"] == 0
    assert (kitchen.stages(), len(kitchen.rows()), len(kitchen.prompts)) == ([Stage.DONE], 1, 1)
