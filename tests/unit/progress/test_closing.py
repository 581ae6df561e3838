"""How work ends when nobody will finish it."""

from brigade.progress.closing import ended_at, endings_of_chunk, endings_of_writing, is_over, standing
from brigade.progress.snapshot import snapshot_of
from brigade.progress.stage import Stage
from tests.unit.progress.batches import SAVED, WRITTEN, a_done_unit, a_record, a_state, a_unit, after


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
    assert [(end.position, end.stage) for end in endings_of_chunk(state, 0, "why")] == [(1, Stage.PLACEHOLDER)]
    ends = [(end.position, end.stage) for end in endings_of_chunk(state, 1, "why")]
    assert ends == [(2, Stage.PLACEHOLDER), (3, Stage.FAILED)]


def test_closing_the_writing_leaves_pictures_under_way_alone() -> None:
    units = [a_unit(0, *SAVED), a_unit(1, *SAVED, Stage.IMAGING), a_unit(2, *WRITTEN)]
    ends = endings_of_writing(a_state(units, a_record(3)), "why")
    assert [(end.position, end.stage, end.reason) for end in ends] == [(2, Stage.FAILED, "why")]


def test_closing_the_writing_of_a_batch_without_pictures_finishes_what_was_saved() -> None:
    ends = endings_of_writing(a_state([a_unit(0, *SAVED), a_unit(1)], a_record(2, images=False)), "why")
    assert [(end.stage, end.reason) for end in ends] == [(Stage.DONE, None), (Stage.FAILED, "why")]
