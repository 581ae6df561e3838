"""The executions that open recipes hang on."""

import pytest

from brigade.progress.lifelines import is_quiet, lifelines
from brigade.progress.stage import Stage
from tests.unit.progress.batches import SAVED, START, a_done_unit, a_record, a_state, a_unit, after


def test_texts_hang_on_the_batch_machine_of_their_run_and_pictures_on_their_chunks() -> None:
    units = [a_done_unit(0), a_unit(1, *SAVED), a_unit(2), a_unit(3, attempt=1), a_unit(4, *SAVED, attempt=1)]
    assert [each[1:] for each in lifelines(a_state(units))] == [(None, 0), (None, 1), (0, 0), (2, 1)]


def test_before_there_is_a_plan_all_hangs_on_the_run_that_makes_it() -> None:
    unplanned = a_record(2, planned_at=None, chunks=None, retries=3)
    assert [each[1:] for each in lifelines(a_state([], unplanned))] == [(None, 3)]


def test_without_pictures_nothing_hangs_on_them() -> None:
    assert lifelines(a_state([a_unit(0, *SAVED), a_unit(1, Stage.FAILED)], a_record(2, images=False))) == []


@pytest.mark.parametrize(("seconds", "quiet"), [(301, False), (304, True)])
def test_quiet_is_what_has_neither_begun_nor_moved_for_five_minutes(seconds: int, quiet: bool) -> None:
    state = a_state([a_unit(0, Stage.WRITING, at=3)], a_record(1))
    assert is_quiet(state, START, after(seconds)) == quiet
    assert not is_quiet(state, after(seconds), after(seconds))
