"""The range of the time left, and when a batch counts as stalled."""

import pytest

from benchmarks.eta import answers, held
from brigade.progress.snapshot import snapshot_of
from brigade.progress.stage import Stage
from tests.unit.progress.batches import SAVED, a_record, a_state, a_unit, after


@pytest.mark.parametrize("seeds", [range(0, 60, 2), range(1, 61, 2)], ids=["varying provider", "simulator"])
def test_the_range_holds_the_end_of_four_of_five_simulated_batches(seeds: range) -> None:
    assert held(answers(seeds)) >= 0.8


def test_the_range_admits_that_pictures_of_equal_age_all_end_together() -> None:
    units = [a_unit(position, *SAVED, Stage.IMAGING) for position in range(5)]  # begun at 6 s, none has ended yet
    snapshot = snapshot_of(a_state(units, a_record(5)), after(16))
    assert snapshot.estimated_time_low is not None
    assert snapshot.estimated_time_high is not None
    assert snapshot.estimated_time_low <= 1000
    assert 5000 <= snapshot.estimated_time_high <= 60_000


def test_a_batch_stalls_after_three_usual_steps_of_silence() -> None:
    units = [a_unit(0, *SAVED, Stage.IMAGING)]  # a picture is begun at 6 s, and takes at most 12 s as a rule
    state = a_state(units, a_record(1))
    early, late = (snapshot_of(state, after(second)).stalls_in for second in (8, 300))
    assert early is not None
    assert 0 < early <= 36_000
    assert late == 0


def test_a_batch_made_overnight_never_stalls_and_may_take_until_its_deadline() -> None:
    state = a_state([a_unit(0, Stage.WRITING)], a_record(1))
    request = state.record.request.model_copy(update={"overnight": True})
    night = state.model_copy(update={"record": state.record.model_copy(update={"request": request})})
    snapshot = snapshot_of(night, after(600))
    assert snapshot.stalls_in is None
    assert snapshot.estimated_time_low == 0
    assert snapshot.estimated_time_high == (night.record.deadline - after(600)).total_seconds() * 1000
