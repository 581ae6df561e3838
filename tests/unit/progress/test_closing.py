"""How work ends when nobody will finish it."""

import pytest

from brigade.progress.closing import (
    ended_at,
    endings_as_told,
    endings_of_chunk,
    endings_of_writing,
    is_over,
    may_be_stored,
    standing,
)
from brigade.progress.snapshot import snapshot_of
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit
from tests.unit.progress.batches import (
    BATCH,
    CHECKED,
    SAVED,
    WRITTEN,
    a_done_unit,
    a_record,
    a_state,
    a_unit,
    after,
    moved,
)


def test_before_the_deadline_nothing_is_closed() -> None:
    state = a_state([a_done_unit(0), a_unit(1)], a_record(2))
    assert standing(state, after(3599)) == state
    assert not is_over(state)


def test_past_the_deadline_what_was_not_saved_has_failed_and_what_was_saved_keeps_its_placeholder() -> None:
    state = standing(a_state([a_done_unit(0), a_unit(1, *WRITTEN), a_unit(2, *SAVED)], a_record(3)), after(3600))
    assert [unit.stage for unit in state.units] == [Stage.DONE, Stage.FAILED, Stage.PLACEHOLDER]
    assert state.units[1].reason == "The batch ran out of time. Retry what failed."
    assert is_over(state)
    assert ended_at(state) == after(3600)


def test_without_pictures_a_saved_recipe_is_done_at_the_deadline() -> None:
    state = standing(a_state([a_unit(0, *SAVED)], a_record(1, images=False)), after(3600))
    assert [(unit.stage, unit.reason) for unit in state.units] == [(Stage.DONE, None)]
    assert snapshot_of(state, after(3600)).images_generated == 0


def test_a_batch_that_was_never_planned_still_adds_up_to_its_count() -> None:
    record = a_record(5, planned_at=None, chunks=None, closed_at=after(9), error_code="TableBusy", error_text="No.")
    state = standing(a_state([a_unit(3)], record), after(10))
    assert [unit.position for unit in state.units] == [0, 1, 2, 3, 4]
    assert {unit.stage for unit in state.units} == {Stage.FAILED}
    assert ended_at(state) == after(9)


def test_setting_a_chunk_aside_touches_only_its_open_units_and_loses_nothing_saved() -> None:
    state = a_state([a_done_unit(0), a_unit(1, *SAVED), a_unit(2, *SAVED), a_unit(3, *WRITTEN)], a_record(4))
    assert [(end.position, end.stage) for end in endings_of_chunk(0)(state, "why")] == [(1, Stage.PLACEHOLDER)]
    ends = [(end.position, end.stage) for end in endings_of_chunk(1)(state, "why")]
    assert ends == [(2, Stage.PLACEHOLDER), (3, Stage.FAILED)]


def test_closing_the_writing_leaves_pictures_under_way_alone() -> None:
    units = [a_unit(0, *SAVED), a_unit(1, *SAVED, Stage.IMAGING), a_unit(2, *WRITTEN)]
    ends = endings_of_writing()(a_state(units, a_record(3)), "why")
    assert [(end.position, end.stage, end.reason) for end in ends] == [(2, Stage.FAILED, "why")]


def test_closing_the_writing_of_a_batch_without_pictures_finishes_what_was_saved() -> None:
    ends = endings_of_writing()(a_state([a_unit(0, *SAVED), a_unit(1)], a_record(2, images=False)), "why")
    assert [(end.stage, end.reason) for end in ends] == [(Stage.DONE, None), (Stage.FAILED, "why")]


# --- After the end -------------------------------------------------------------------------------


@pytest.mark.parametrize("late", [SAVED, (*SAVED, Stage.IMAGING, Stage.DONE), (*SAVED, Stage.PLACEHOLDER)])
def test_what_comes_after_the_deadline_changes_nothing_of_what_was_told(late: tuple[Stage, ...]) -> None:
    record = a_record(2)
    told = standing(a_state([a_done_unit(0), a_unit(1, *CHECKED)], record), after(3600))
    facts = {"recipe_id": BATCH, "image_url": "https://images/2.webp", "imaged": True, "reason": "Late."}
    unit = a_unit(1, *CHECKED)
    for stage in late[len(CHECKED) :]:
        unit = moved(unit, stage, after(3601))
    assert standing(a_state([a_done_unit(0), unit.model_copy(update=facts)], record), after(3700)) == told


def test_a_plan_after_the_deadline_comes_too_late() -> None:
    told = standing(a_state([], a_record(2, planned_at=None, chunks=None)), after(3600))
    units = [Unit(position=position, chunk=position, at={Stage.PLANNED: after(3601)}) for position in range(2)]
    later = standing(a_state(units, a_record(2, planned_at=after(3602))), after(3700))
    assert snapshot_of(later, after(3700)) == snapshot_of(told, after(3700))
    assert [unit.reason for unit in later.units] == [unit.reason for unit in told.units]


def test_closing_a_batch_past_its_deadline_that_was_never_planned_moves_its_end_by_nothing() -> None:
    told = standing(a_state([], a_record(2, planned_at=None, chunks=None)), after(3600))
    closed = a_record(2, planned_at=None, chunks=None, closed_at=after(3900))
    assert standing(a_state([], closed), after(4000)).units == told.units


def test_an_error_after_the_end_is_no_longer_the_batchs() -> None:
    units = [a_done_unit(0), a_unit(1, Stage.FAILED, at=9)]
    for second, code in ((8, "KeyRefused"), (10, None)):
        record = a_record(2, error_code="KeyRefused", error_text="The key.", error_at=after(second))
        assert standing(a_state(units, record), after(20)).record.error_code == code


def test_standing_on_what_stands_changes_nothing() -> None:
    state = standing(a_state([a_unit(0, *SAVED), a_unit(1)], a_record(3)), after(3600))
    assert standing(state, after(3700)) == state


def test_the_ends_that_are_told_are_the_ones_to_write_down() -> None:
    state = a_state([a_done_unit(0), a_unit(1, *SAVED), a_unit(2)], a_record(3))
    assert endings_as_told(state, after(3599)) == []
    ends = [(end.position, end.stage) for end in endings_as_told(state, after(3600))]
    assert ends == [(1, Stage.PLACEHOLDER), (2, Stage.FAILED)]


def test_only_what_was_checked_may_be_stored() -> None:
    assert [may_be_stored(a_unit(0, *stages)) for stages in ((), WRITTEN, CHECKED, SAVED)] == [False, False, True, True]
