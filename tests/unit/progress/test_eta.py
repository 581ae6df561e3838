"""The range of the time left, and when a batch counts as stalled."""

from benchmarks.eta import at_a_fifth
from benchmarks.simulated_batches import drawn, history
from brigade.progress.snapshot import snapshot_of
from brigade.progress.stage import Stage
from tests.unit.progress.batches import SAVED, a_record, a_state, a_unit, after


def test_the_range_holds_the_end_of_four_of_five_simulated_batches() -> None:
    asked = [answer for seed in range(40) if (answer := at_a_fifth(history(drawn(seed), seed)))]
    assert sum(low <= left <= high for low, left, high in asked) >= 0.8 * len(asked)


def test_a_batch_stalls_after_three_usual_steps_of_silence() -> None:
    units = [a_unit(0, *SAVED, Stage.IMAGING)]  # a picture is begun at 6 s, and takes at most 12 s as a rule
    state = a_state(units, a_record(1))
    early, late = (snapshot_of(state, after(second)).stalls_in for second in (8, 300))
    assert early is not None
    assert 0 < early <= 36_000
    assert late == 0
