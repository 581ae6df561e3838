"""Where a batch stands, derived from what is stored."""

import pytest

from brigade.progress.snapshot import Activity, Phase, snapshot_of
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit
from tests.unit.progress.batches import (
    CHECKED,
    SAVED,
    WRITTEN,
    a_done_unit,
    a_record,
    a_state,
    a_unit,
    after,
)


def test_a_new_batch_is_planning_and_promises_no_time() -> None:
    snapshot = snapshot_of(a_state([], a_record(planned_at=None, chunks=None)), after(0.5))
    assert (snapshot.phase, snapshot.total_chunks, snapshot.estimated_time_remaining) == (Phase.PLANNING, 0, None)
    assert (snapshot.recipes_completed, snapshot.total_recipes) == (0, 6)
    assert snapshot.agent_status.concept is Activity.WORKING
    assert snapshot.agent_status.chef is Activity.IDLE


@pytest.mark.parametrize(
    ("stages", "phase"),
    [
        ((), Phase.GENERATING),
        ((Stage.WRITING,), Phase.GENERATING),
        (WRITTEN, Phase.VALIDATING),
        (CHECKED, Phase.SAVING),
        (SAVED, Phase.IMAGING),
        ((*SAVED, Stage.IMAGING), Phase.IMAGING),
    ],
)
def test_the_phase_is_that_of_the_recipe_furthest_behind(stages: tuple[Stage, ...], phase: Phase) -> None:
    state = a_state([a_done_unit(0), a_unit(1, *stages)], a_record(2))
    assert snapshot_of(state, after(20)).phase is phase


def test_the_phase_does_not_go_back_when_a_recipe_is_written_again() -> None:
    again = a_unit(0, *CHECKED).model_copy(update={"stage": Stage.WRITING, "attempt": 1})
    assert snapshot_of(a_state([again], a_record(1)), after(20)).phase is Phase.SAVING


def test_without_pictures_the_phase_never_says_imaging() -> None:
    state = a_state([a_unit(0, *SAVED)], a_record(1, images=False))
    snapshot = snapshot_of(state, after(20))
    assert snapshot.phase is Phase.SAVING
    assert snapshot.agent_status.artist is Activity.IDLE


def test_a_failed_recipe_does_not_hold_the_phase_back() -> None:
    state = a_state([a_unit(0, Stage.WRITING, Stage.FAILED), a_unit(1, *SAVED)], a_record(2))
    assert snapshot_of(state, after(20)).phase is Phase.IMAGING


def test_the_counts_add_up() -> None:
    ended = [a_done_unit(0), a_unit(1, *SAVED, Stage.PLACEHOLDER), a_unit(2, Stage.FAILED)]
    units = [*ended, a_unit(3, *SAVED), a_unit(4)]
    snapshot = snapshot_of(a_state(units, a_record(5)), after(20))
    assert (snapshot.recipes_completed, snapshot.images_generated, snapshot.placeholder_count) == (3, 1, 1)
    assert (snapshot.failed, snapshot.cancelled, snapshot.current_chunk, snapshot.total_chunks) == (1, 0, 2, 3)


def test_a_batch_is_complete_when_every_recipe_has_ended() -> None:
    snapshot = snapshot_of(a_state([a_done_unit(0), a_unit(1, Stage.FAILED)], a_record(2)), after(20))
    assert (snapshot.phase, snapshot.estimated_time_remaining) == (Phase.COMPLETE, 0)
    assert snapshot.agent_status.coordinator is Activity.COMPLETE


def test_a_batch_whose_planning_failed_is_an_error() -> None:
    record = a_record(planned_at=None, chunks=None, closed_at=after(9), error_code="TableBusy", error_text="No.")
    snapshot = snapshot_of(a_state([], record), after(20))
    assert (snapshot.phase, snapshot.failed, snapshot.current_chunk) == (Phase.ERROR, 6, 0)
    assert snapshot.agent_status.concept is Activity.ERROR


def test_a_batch_at_fault_as_a_whole_goes_on_until_its_last_recipe_ends() -> None:
    record = a_record(2, error_code="KeyRefused", error_text="The key.")
    working = a_state([a_done_unit(0), a_unit(1, *WRITTEN)], record)
    assert snapshot_of(working, after(20)).phase is Phase.VALIDATING
    ended = a_state([a_done_unit(0), a_unit(1, *WRITTEN, Stage.FAILED)], record)
    assert snapshot_of(ended, after(20)).phase is Phase.ERROR


def test_a_cancelled_recipe_makes_a_cancelled_batch() -> None:
    state = a_state([a_done_unit(0), a_unit(1, Stage.CANCELLED)], a_record(2))
    assert snapshot_of(state, after(20)).phase is Phase.CANCELLED


def test_an_ended_batch_has_nothing_left_and_cannot_stall() -> None:
    snapshot = snapshot_of(a_state([a_done_unit(0)], a_record(1)), after(20))
    assert (snapshot.estimated_time_low, snapshot.estimated_time_high, snapshot.stalls_in) == (0, 0, None)


def test_the_time_left_lies_in_its_range() -> None:
    state = a_state([a_done_unit(0), a_unit(1, *SAVED), a_unit(2)], a_record(3))
    snapshot = snapshot_of(state, after(20))
    assert snapshot.estimated_time_low is not None
    assert snapshot.estimated_time_remaining is not None
    assert snapshot.estimated_time_high is not None
    assert 0 <= snapshot.estimated_time_low <= snapshot.estimated_time_remaining <= snapshot.estimated_time_high


def test_the_cost_is_what_is_settled_beside_what_is_under_way() -> None:
    snapshot = snapshot_of(a_state(ledger=3), after(20))
    assert (snapshot.cost_usd, snapshot.cost_in_flight_usd) == (0.0003, 0.0003)


def test_agents_work_in_turn() -> None:
    state = a_state([a_unit(0, *CHECKED), a_unit(1, *WRITTEN)], a_record(2))
    agents = snapshot_of(state, after(20)).agent_status
    assert (agents.concept, agents.chef) == (Activity.COMPLETE, Activity.COMPLETE)
    assert (agents.validator, agents.artist, agents.storage) == (Activity.WORKING, Activity.IDLE, Activity.IDLE)
    assert (agents.coordinator, agents.monitor) == (Activity.WORKING, Activity.WORKING)


def test_nobody_is_in_error_whom_no_work_has_reached() -> None:
    refused = a_state([a_unit(0, Stage.PLANNED, Stage.WRITING, Stage.FAILED)], a_record(1))
    agents = snapshot_of(refused, after(20)).agent_status
    assert (agents.chef, agents.validator, agents.artist) == (Activity.ERROR, Activity.IDLE, Activity.IDLE)


def test_the_artist_is_in_error_where_no_picture_came_to_be() -> None:
    state = a_state([a_unit(0, *SAVED, Stage.PLACEHOLDER)], a_record(1))
    assert snapshot_of(state, after(20)).agent_status.artist is Activity.ERROR


def test_a_snapshot_is_camel_case_outside() -> None:
    wire = snapshot_of(a_state(), after(20)).model_dump(mode="json")
    assert set(wire) == {
        "batchId", "phase", "currentChunk", "totalChunks", "recipesCompleted", "totalRecipes",
            "recipesFixed", "recipesRewritten", "recipesInReview", "imagesGenerated",
        "placeholderCount", "failed", "cancelled", "estimatedTimeRemaining", "estimatedTimeLow",
        "estimatedTimeHigh", "stallsIn", "agentStatus", "costUsd",
        "costInFlightUsd",
    }  # fmt: skip
    assert set(wire["agentStatus"]) == {
        "concept", "chef", "validator", "artist", "coordinator", "monitor", "storage"
    }  # fmt: skip


def test_facts_stay_when_an_attempt_begins_anew() -> None:
    unit: Unit = a_done_unit(0).model_copy(update={"stage": Stage.WRITING, "attempt": 1})
    snapshot = snapshot_of(a_state([unit], a_record(1)), after(20))
    assert (snapshot.recipes_completed, snapshot.images_generated) == (1, 1)
