"""What the API says of a batch."""

import pytest

from brigade.errors import BucketMissing, DeadlinePassed, KeyRefused, ModelMissing, QuotaExhausted
from brigade.progress.running import require_running
from brigade.progress.stage import Stage
from brigade.progress.views import detail, started
from tests.unit.progress.batches import BATCH, a_done_unit, a_record, a_state, a_unit, after


def test_the_answer_to_a_start_has_the_fields_of_the_contract() -> None:
    assert started(a_record(3, images=False)).model_dump(mode="json") == {
        "message": "Generating 3 recipes", "batchId": str(BATCH), "count": 3, "started": True,
        "features": {"nutritionValidation": True, "imageGeneration": False, "s3Upload": True},
    }  # fmt: skip


def test_the_detail_shows_recipes_and_errors_with_what_to_search_the_logs_for() -> None:
    record = a_record(2, error_code="KeyRefused", error_text="The key.")
    shown = detail(a_state([a_done_unit(0), a_unit(1, Stage.FAILED, reason="Why.")], record), after(20))
    assert [recipe.stage for recipe in shown.recipes] == [Stage.DONE, Stage.FAILED]
    assert [(error.position, error.reason) for error in shown.errors] == [(None, "The key."), (1, "Why.")]
    assert (shown.ended, shown.correlation_id, shown.error_code) == (True, BATCH, "KeyRefused")


def test_work_may_begin_while_there_is_time_to_end_it() -> None:
    require_running(a_record(), 0, after(3419))


def test_no_work_begins_that_would_not_end_before_the_deadline() -> None:
    with pytest.raises(DeadlinePassed):
        require_running(a_record(), 0, after(3420))


@pytest.mark.parametrize("error", [KeyRefused, QuotaExhausted, ModelMissing, BucketMissing])
def test_no_work_begins_in_a_batch_at_fault_and_it_ends_for_the_same_reason(error: type[Exception]) -> None:
    with pytest.raises(error):
        require_running(a_record(error_code=error.__name__, error_text="Why."), 0, after(9))


def test_a_batch_whose_planning_failed_asks_nobody_for_work() -> None:
    require_running(a_record(error_code="TableBusy", error_text="Why."), 0, after(9))


def test_the_detail_leaves_out_an_error_that_came_after_the_end() -> None:
    record = a_record(1, error_code="KeyRefused", error_text="The key.", error_at=after(30))
    shown = detail(a_state([a_done_unit(0)], record), after(40))
    assert (shown.error_code, shown.errors) == (None, [])
