"""Batches in DynamoDB: units move forward only, and what is repeated changes nothing."""

import random
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber
from moto import mock_aws

from brigade.errors import Conflict, DeadlinePassed, NotFound, TableBusy, WrongMoment
from brigade.progress.closing import endings_of_all
from brigade.progress.snapshot import snapshot_of
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit
from brigade_io.dynamodb import to_item
from brigade_io.progress.batch_table import BatchTable
from tests.functions.doorway import create_tables
from tests.unit.progress.batches import BATCH, a_record, a_request, after, an_entry

RECIPE_ID = UUID("00000000-0000-4000-8000-0000000000aa")
NEW: dict[str, Any] = {"planned_at": None, "chunks": None}


@pytest.fixture
def table() -> Iterator[BatchTable]:
    with mock_aws():
        client = boto3.client("dynamodb", "eu-central-1", aws_access_key_id="test", aws_secret_access_key="test")
        create_tables(client)
        yield BatchTable(client, "batches")


@pytest.fixture
def planned(table: BatchTable) -> BatchTable:
    """A table with one planned batch of six."""
    table.create(a_record(6, **NEW))
    table.mark_planned(BATCH, 3, some_units(6), after(1))
    return table


def some_units(count: int) -> list[Unit]:
    return [Unit(position=position, chunk=position // 2) for position in range(count)]


def the_unit(table: BatchTable, position: int = 0) -> Unit:
    return table.read(BATCH).units[position]


# --- The record ----------------------------------------------------------------------------------


def test_a_batch_comes_back_as_it_was_stored(table: BatchTable) -> None:
    request = a_request(3, budget_usd=1.5, natural_language_prompt="Süßes, aber kein Zimt", min_protein=20.25)
    record = a_record(3, request=request, **NEW)
    assert table.create(record) == record
    assert table.record(BATCH) == record
    assert table.read(BATCH).units == []


def test_creating_the_same_batch_again_gives_the_first_one(table: BatchTable) -> None:
    first = table.create(a_record(3, **NEW))
    assert table.create(a_record(3, created_at=after(9), deadline=after(9999), **NEW)) == first


@pytest.mark.parametrize("other", [{"owner": "bob"}, {"request": a_request(2)}])
def test_the_same_id_for_another_batch_is_a_conflict(table: BatchTable, other: dict[str, Any]) -> None:
    table.create(a_record(3, **NEW))
    with pytest.raises(Conflict):
        table.create(a_record(3, **{**NEW, **other}))


def test_a_batch_nobody_made_is_not_found(table: BatchTable) -> None:
    with pytest.raises(NotFound):
        table.record(BATCH)
    with pytest.raises(NotFound):
        table.read(BATCH)
    with pytest.raises(NotFound):
        table.close(BATCH, after(1), None, None)


def test_an_owner_sees_the_own_batches_newest_first(table: BatchTable) -> None:
    for number, owner in enumerate(["ada", "bob", "ada", "ada"]):
        table.create(a_record(1, batch_id=UUID(int=number), owner=owner, created_at=after(number), **NEW))
    assert [record.batch_id.int for record in table.of_owner("ada", 2)] == [3, 2]
    assert [record.batch_id.int for record in table.of_owner("ada", 10)] == [3, 2, 0]


def test_the_first_closing_and_the_first_error_stand(planned: BatchTable) -> None:
    planned.blame(BATCH, "KeyRefused", "The key.", 0)
    planned.close(BATCH, after(5), "TableBusy", "The table.")
    planned.close(BATCH, after(9), None, None)
    record = planned.record(BATCH)
    assert (record.error_code, record.error_text, record.closed_at) == ("KeyRefused", "The key.", after(5))


def test_a_finished_batch_is_no_longer_among_the_open_ones(planned: BatchTable) -> None:
    assert planned.open_batches() == [BATCH]
    planned.finish(BATCH, after(9), "complete")
    assert planned.open_batches() == []
    assert (planned.record(BATCH).outcome, planned.record(BATCH).ended_at) == ("complete", after(9))


# --- Planning ------------------------------------------------------------------------------------


def test_planning_adds_the_units_and_says_so(planned: BatchTable) -> None:
    state = planned.read(BATCH)
    assert (state.record.planned_at, state.record.chunks) == (after(1), 3)
    assert [(unit.position, unit.chunk, unit.stage) for unit in state.units] == [
        (position, position // 2, Stage.PLANNED) for position in range(6)
    ]
    assert state.units[0].at == {Stage.PLANNED: after(1)}


def test_planning_again_resets_no_unit_and_adds_what_was_missing(table: BatchTable) -> None:
    table.create(a_record(130, **NEW))
    table.mark_planned(BATCH, 65, some_units(105), after(1))
    table.advance(BATCH, 101, Stage.WRITING)
    table.mark_planned(BATCH, 65, some_units(130), after(2))
    state = table.read(BATCH)
    assert [unit.position for unit in state.units] == list(range(130))
    assert state.units[101].stage is Stage.WRITING
    assert state.record.planned_at == after(1)


def test_a_closed_batch_is_not_planned_any_more(table: BatchTable) -> None:
    table.create(a_record(2, **NEW))
    table.close(BATCH, after(1), "TableBusy", "No.")
    with pytest.raises(DeadlinePassed):
        table.mark_planned(BATCH, 1, some_units(2), after(2))
    assert table.record(BATCH).planned_at is None


# --- Units ---------------------------------------------------------------------------------------


def test_a_unit_moves_forward_and_keeps_its_facts(planned: BatchTable) -> None:
    assert planned.advance(BATCH, 0, Stage.WRITTEN, name="Soup")
    assert planned.advance(BATCH, 0, Stage.SAVED, recipe_id=RECIPE_ID, quality=88)
    unit = the_unit(planned)
    assert (unit.name, unit.recipe_id, unit.quality, unit.stage) == ("Soup", RECIPE_ID, 88, Stage.SAVED)
    assert set(unit.at) == {Stage.PLANNED, Stage.WRITTEN, Stage.SAVED}


def test_a_unit_does_not_go_back_nor_take_the_same_step_twice(planned: BatchTable) -> None:
    planned.advance(BATCH, 0, Stage.SAVED, name="Soup")
    saved_at = the_unit(planned).saved_at
    assert not planned.advance(BATCH, 0, Stage.WRITING, name="Late")
    assert not planned.advance(BATCH, 0, Stage.SAVED, name="Again")
    assert (the_unit(planned).name, the_unit(planned).saved_at) == ("Soup", saved_at)


@pytest.mark.parametrize("first", [Stage.DONE, Stage.PLACEHOLDER, Stage.FAILED, Stage.CANCELLED])
def test_the_first_end_wins(planned: BatchTable, first: Stage) -> None:
    assert planned.advance(BATCH, 0, first)
    for stage in Stage:
        assert not planned.advance(BATCH, 0, stage)
        assert not planned.advance(BATCH, 0, stage, attempt=1)
    assert the_unit(planned).stage is first


def test_a_new_attempt_starts_over_and_forgets_no_fact(planned: BatchTable) -> None:
    planned.advance(BATCH, 0, Stage.CHECKED, name="Soup")
    assert planned.advance(BATCH, 0, Stage.WRITING, attempt=1)
    assert not planned.advance(BATCH, 0, Stage.CHECKED, attempt=0)
    assert planned.advance(BATCH, 0, Stage.WRITTEN)
    unit = the_unit(planned)
    assert (unit.attempt, unit.stage, unit.reached, unit.name) == (1, Stage.WRITTEN, Stage.CHECKED, "Soup")


def test_a_unit_that_was_never_planned_is_not_made_by_moving_it(planned: BatchTable) -> None:
    assert not planned.advance(BATCH, 77, Stage.WRITING)
    assert len(planned.read(BATCH).units) == 6


def test_only_a_done_unit_with_its_own_picture_counts_as_illustrated(planned: BatchTable) -> None:
    planned.advance(BATCH, 0, Stage.DONE, image_url="https://images/1.webp")
    planned.advance(BATCH, 1, Stage.DONE)
    planned.advance(BATCH, 2, Stage.DONE, image_url="https://images/placeholder.webp", placeholder=True)
    planned.advance(BATCH, 3, Stage.PLACEHOLDER, image_url="https://images/placeholder.webp", reason="Refused.")
    units = planned.read(BATCH).units
    assert [unit.imaged for unit in units[:4]] == [True, False, False, False]
    assert (units[3].placeholder, units[3].reason) == (True, "Refused.")


def test_an_unknown_fact_is_a_mistake_of_the_caller(planned: BatchTable) -> None:
    with pytest.raises(TypeError, match="colour"):
        planned.advance(BATCH, 0, Stage.WRITING, colour="red")


def test_many_units_move_at_once(planned: BatchTable) -> None:
    planned.advance(BATCH, 1, Stage.SAVED)
    assert planned.advance_all(BATCH, {0: {"name": "Soup"}, 1: {}, 2: {}}, Stage.WRITTEN) == 2


def test_ends_are_written_down_once(planned: BatchTable) -> None:
    endings = endings_of_all(planned.read(BATCH), "Why.")
    assert planned.end(BATCH, endings) == 6
    assert planned.end(BATCH, endings) == 0
    assert {unit.reason for unit in planned.read(BATCH).units} == {"Why."}


# --- Retries -------------------------------------------------------------------------------------


def test_a_batch_that_is_retried_starts_afresh_and_is_open_again(planned: BatchTable) -> None:
    planned.close(BATCH, after(5), "TableBusy", "The table.")
    planned.cancel(BATCH, after(6))
    planned.finish(BATCH, after(9), "error")
    record = planned.reopen(planned.record(BATCH), {}, after(10), after(9999), over=True)
    assert (record.retries, record.retried_at, record.deadline) == (1, after(10), after(9999))
    assert (record.closed_at, record.ended_at, record.outcome, record.cancelled_at, record.error_code) == (None,) * 5
    assert planned.open_batches() == [BATCH]
    assert planned.record(BATCH) == record


def test_an_end_of_an_earlier_run_is_not_noted_in_a_later_one(planned: BatchTable) -> None:
    planned.reopen(planned.record(BATCH), {}, after(10), after(9999), over=True)
    planned.finish(BATCH, after(11), "complete", run=0)
    assert (planned.record(BATCH).outcome, planned.open_batches()) == (None, [BATCH])
    planned.finish(BATCH, after(12), "complete", run=1)
    assert (planned.record(BATCH).outcome, planned.open_batches()) == ("complete", [])


def test_a_unit_is_opened_again_with_its_run_and_keeps_its_recipe(planned: BatchTable) -> None:
    planned.advance(BATCH, 0, Stage.SAVED, name="Soup", quality=91)
    saved_at = the_unit(planned).saved_at
    planned.advance(BATCH, 0, Stage.PLACEHOLDER, reason="Refused.")
    planned.reopen(planned.record(BATCH), {0: Stage.SAVED}, after(10), after(9999), over=True)
    unit = the_unit(planned)
    assert (unit.stage, unit.attempt, unit.name, unit.quality, unit.saved_at) == (Stage.SAVED, 1, "Soup", 91, saved_at)
    assert (unit.reason, unit.placeholder, unit.ended_at) == (None, False, None)
    assert planned.advance(BATCH, 0, Stage.DONE, attempt=1, image_url="https://images/1.webp")


def test_a_retry_begins_wholly_or_not_at_all(planned: BatchTable) -> None:
    before = planned.read(BATCH)
    with pytest.raises(WrongMoment):
        planned.reopen(before.record, {0: Stage.PLANNED, 77: Stage.PLANNED}, after(10), after(9999), over=True)
    assert planned.read(BATCH) == before


def test_more_units_than_a_transaction_takes_are_all_opened(table: BatchTable) -> None:
    table.create(a_record(130, **NEW))
    table.mark_planned(BATCH, 65, some_units(130), after(1))
    table.reopen(table.record(BATCH), dict.fromkeys(range(130), Stage.PLANNED), after(2), after(9999), over=True)
    assert {unit.attempt for unit in table.read(BATCH).units} == {1}


# --- Reading -------------------------------------------------------------------------------------


def test_a_read_gives_record_units_and_ledger_over_any_number_of_pages(table: BatchTable) -> None:
    table.create(a_record(100, **NEW))
    table.mark_planned(BATCH, 50, some_units(100), after(1))
    for position in range(100):  # 100 reasons of 15,000 letters are more than the megabyte of one page
        table.advance(BATCH, position, Stage.WRITTEN, reason="x" * 15_000)
    entry = an_entry(3, "settled")
    table.client.put_item(TableName="batches", Item=to_item(entry.values()))
    table.client.put_item(TableName="batches", Item=to_item({"batch_id": str(BATCH), "item": "budget", "spent": 3}))
    state = table.read(BATCH)
    assert len(state.units) == 100
    assert state.ledger == [entry]


def test_what_dynamodb_cannot_do_now_is_said_in_our_own_words(table: BatchTable) -> None:
    with Stubber(table.client) as stub:
        stub.add_client_error("query", "ProvisionedThroughputExceededException")
        with pytest.raises(TableBusy):
            table.read(BATCH)
    table.client.meta.events.register("before-send", _cut)
    with pytest.raises(TableBusy):
        table.advance(BATCH, 0, Stage.WRITING)


def _cut(**_: object) -> None:
    raise EndpointConnectionError(endpoint_url="https://dynamodb")


# --- Over any interleaving -----------------------------------------------------------------------

COUNTERS = ("recipes_completed", "images_generated", "placeholder_count", "failed", "current_chunk")


@pytest.mark.parametrize("seed", range(8))
def test_whatever_workers_write_ranks_rise_and_counters_never_fall(planned: BatchTable, seed: int) -> None:
    chance = random.Random(seed)
    before = _figures(planned, after(30))
    for _ in range(60):
        stage, position = chance.choice(list(Stage)), chance.randrange(6)
        attempt = {"attempt": chance.randrange(3)} if chance.random() < 0.3 else {}
        planned.advance(BATCH, position, stage, **attempt)
        now = _figures(planned, after(30))
        assert all(old <= new for old, new in zip(before, now, strict=True))
        before = now


def _figures(table: BatchTable, now: datetime) -> list[int]:
    state = table.read(BATCH)
    snapshot = snapshot_of(state, now)
    return [*(unit.rank for unit in state.units), *(getattr(snapshot, name) for name in COUNTERS)]
