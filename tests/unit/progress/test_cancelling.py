"""A cancelled batch: nothing is lost, and it always ends."""

import pytest

from brigade.errors import BatchCancelled
from brigade.generation.messages import StepError
from brigade.progress.closing import MARGIN, endings_of_all, is_over, standing
from brigade.progress.events import Complete, Seen, news
from brigade.progress.reasons import CANCELLED, fault_of
from brigade.progress.running import require_running
from brigade.progress.snapshot import Phase, snapshot_of
from brigade.progress.stage import Stage
from tests.unit.progress.batches import SAVED, WRITTEN, a_done_unit, a_record, a_state, a_unit, after

LATEST = 100 + MARGIN.total_seconds()


def test_nothing_begins_in_a_cancelled_batch() -> None:
    with pytest.raises(BatchCancelled):
        require_running(a_record(cancelled_at=after(100)), 0, after(101))


def test_what_is_under_way_may_end_within_the_margin_and_what_does_not_is_cancelled() -> None:
    state = a_state([a_done_unit(0), a_unit(1, *WRITTEN), a_unit(2, *SAVED)], a_record(3, cancelled_at=after(100)))
    assert not is_over(standing(state, after(LATEST - 1)))
    final = standing(state, after(LATEST))
    assert [unit.stage for unit in final.units] == [Stage.DONE, Stage.CANCELLED, Stage.PLACEHOLDER]
    assert {unit.reason for unit in final.units[1:]} == {CANCELLED}


def test_cancelling_never_lengthens_a_batch() -> None:
    state = a_state([a_unit(0)], a_record(1, deadline=after(120), cancelled_at=after(100)))
    assert is_over(standing(state, after(120)))


def test_giving_up_in_a_cancelled_batch_says_cancelled_and_keeps_a_picture_that_is_there() -> None:
    pictured = a_unit(1, *SAVED, image_url="https://images/1.webp", imaged=True)
    state = a_state([a_unit(0), pictured], a_record(2, cancelled_at=after(100)))
    ends = [(end.stage, end.reason) for end in endings_of_all(state, "why")]
    assert ends == [(Stage.CANCELLED, CANCELLED), (Stage.DONE, None)]


def test_the_final_event_says_cancelled() -> None:
    record = a_record(2, cancelled_at=after(100))
    events, _ = news(a_state([a_done_unit(0), a_unit(1, *WRITTEN)], record), after(LATEST), Seen())
    end = events[-1].data
    assert isinstance(end, Complete)
    assert (end.phase, end.success, end.saved_recipes, end.total_recipes) == (Phase.CANCELLED, False, 1, 2)


@pytest.mark.parametrize("planned", [True, False])
def test_a_batch_cancelled_before_it_was_planned_is_cancelled_and_no_error(planned: bool) -> None:
    times = {} if planned else {"planned_at": None, "chunks": None, "closed_at": after(101)}
    state = a_state([], a_record(3, cancelled_at=after(100), **times))
    assert snapshot_of(state, after(LATEST)).phase is Phase.CANCELLED
    assert snapshot_of(state, after(LATEST)).cancelled == 3


def test_a_batch_that_was_done_anyway_is_complete() -> None:
    state = a_state([a_done_unit(0)], a_record(1, cancelled_at=after(5)))
    assert snapshot_of(state, after(LATEST)).phase is Phase.COMPLETE


def test_nobody_is_blamed_for_a_cancelling() -> None:
    assert fault_of(StepError(error="BatchCancelled", cause="")) == (None, None)
    assert fault_of(None) == (None, None)
    assert fault_of(StepError(error="KeyRefused", cause=""))[0] == "KeyRefused"
