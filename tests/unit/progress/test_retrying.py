"""Trying again: what would run, what it would cost, and when it may not begin."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from brigade.errors import WrongMoment
from brigade.progress.batch import BatchState
from brigade.progress.retrying import (
    WORK_KEPT,
    What,
    preview,
    require_retry,
    require_settled,
    stage_again,
    to_photograph,
    to_retry,
    too_late,
    usual_picture_micros,
    usual_text_micros,
    why_not,
)
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit
from brigade.providers.ledger import LedgerEntry
from tests.unit.progress.batches import (
    BATCH,
    SAVED,
    WRITTEN,
    a_done_unit,
    a_record,
    a_request,
    a_state,
    a_unit,
    after,
)
from tests.unit.providers.factories import some_settings

RECIPE = UUID(int=7)
NOW = after(100)
AT_WORK = "The batch is still at work. Wait until it has ended, or cancel it."


def an_ended_state(images: bool = True, **record: Any) -> BatchState:
    """Of four recipes one is done, one has a placeholder, one failed, one was cancelled."""
    units = [
        a_done_unit(0),
        a_unit(1, *SAVED, Stage.PLACEHOLDER, recipe_id=RECIPE),
        a_unit(2, *WRITTEN, Stage.FAILED),
        a_unit(3, Stage.CANCELLED),
    ]
    return a_state(units, a_record(4, images, **record))


def a_paid_text(position: int, micros: int, **changes: Any) -> LedgerEntry:
    known = {
        "batch_id": BATCH, "call_id": f"text-{position}-0-0", "position": position, "purpose": "text", "model": "luna",
        "estimate_micros": 300, "state": "settled", "actual_micros": micros,
    }  # fmt: skip
    return LedgerEntry.model_validate({**known, **changes})


def positions(units: list[Unit]) -> list[int]:
    return [unit.position for unit in units]


def test_what_failed_or_was_cancelled_is_one_retry_and_what_has_no_picture_another() -> None:
    state = an_ended_state()
    assert positions(to_retry(state, What.FAILED)) == [2, 3]
    assert positions(to_retry(state, What.IMAGES)) == [1]


def test_a_picture_is_asked_for_only_of_a_recipe_that_is_saved() -> None:
    unsaved = a_unit(2, *WRITTEN, Stage.FAILED, recipe_id=UUID(int=8))
    state = a_state([a_done_unit(0), a_unit(1, *SAVED, Stage.PLACEHOLDER, recipe_id=RECIPE), unsaved], a_record(3))
    assert positions(to_photograph(state, RECIPE)) == [1]
    assert to_photograph(state, UUID(int=8)) == to_photograph(state, UUID(int=9)) == []


def test_what_is_saved_begins_at_its_picture_and_the_rest_anew() -> None:
    assert [stage_again(unit) for unit in an_ended_state().units] == [Stage.SAVED] * 2 + [Stage.PLANNED] * 2


def test_a_batch_that_has_ended_may_be_tried_again() -> None:
    state = an_ended_state()
    require_retry(state, state.units[2:], NOW)
    require_settled(state, state.units[2:], NOW)


def test_nothing_is_tried_again_where_there_is_nothing_of_that_kind() -> None:
    assert why_not(an_ended_state(), [], NOW) == "There is nothing of that kind to try again in this batch."


def test_a_whole_retry_waits_until_the_batch_is_over_and_a_single_picture_only_for_its_own_unit() -> None:
    state = a_state([a_unit(0, *SAVED, Stage.PLACEHOLDER), a_unit(1, *WRITTEN)], a_record(2))
    settled, open_one = state.units[:1], state.units[1:]
    assert why_not(state, settled, NOW) == AT_WORK
    assert why_not(state, settled, NOW, whole=False) is None
    assert why_not(state, open_one, NOW, whole=False) == AT_WORK
    require_settled(state, settled, NOW)
    with pytest.raises(WrongMoment):
        require_settled(state, open_one, NOW)


def test_a_picture_waits_for_the_end_of_a_batch_that_is_being_cancelled() -> None:
    state = a_state([a_unit(0, *SAVED, Stage.PLACEHOLDER), a_unit(1, *WRITTEN)], a_record(2, cancelled_at=after(90)))
    reason = why_not(state, state.units[:1], NOW, whole=False)
    assert reason == "The batch is being cancelled. Wait until it has ended."


def test_a_batch_that_was_cancelled_and_has_ended_may_be_tried_again() -> None:
    assert why_not(an_ended_state(cancelled_at=after(90)), an_ended_state().units[2:], NOW) is None


def test_an_end_that_only_the_clock_tells_is_written_down_before_anything_is_tried_again() -> None:
    state = a_state([a_unit(0, *WRITTEN, Stage.FAILED), a_unit(1, *WRITTEN)], a_record(2))
    reason = why_not(state, state.units[:1], after(3700))
    assert reason == "The end of this batch is still being written down. Try again in five minutes."


def test_nothing_is_made_any_more_once_the_plan_has_been_thrown_away() -> None:
    state = an_ended_state()
    last = state.record.created_at + WORK_KEPT
    assert too_late(state, last) is None
    reason = "The plan of this batch was kept for 30 days. Start another batch."
    assert too_late(state, last + timedelta(seconds=1)) == reason
    with pytest.raises(WrongMoment, match="kept for 30 days"):
        require_retry(state, state.units[2:], last + timedelta(seconds=1))
    require_settled(state, state.units[2:], last + timedelta(seconds=1))  # a person may decide at any time


def test_a_preview_counts_texts_and_pictures_and_what_they_usually_cost_and_take() -> None:
    settings = some_settings(text_price_in=0.1, text_price_out=0.5, image_price=0.0132, text_calls_at_once=1,
                             image_calls_at_once=10, images_per_minute=5)  # fmt: skip
    found = preview(an_ended_state(), What.FAILED, settings, NOW)
    assert (found.batch_id, found.what, found.why_not, found.budget_left_usd) == (BATCH, What.FAILED, None, None)
    assert ([view.position for view in found.recipes], found.texts, found.images) == ([2, 3], 2, 2)
    assert found.estimated_cost_usd == pytest.approx((2 * 590 + 2 * 13_200) / 1_000_000)
    assert found.estimated_seconds == 2 * 8 + 24  # two pictures at five a minute


def test_pictures_that_are_taken_at_once_take_turns_where_there_are_more() -> None:
    state = a_state([a_unit(place, *SAVED, Stage.PLACEHOLDER) for place in range(5)], a_record(5))
    settings = some_settings(image_calls_at_once=2, images_per_minute=1000)
    found = preview(state, What.IMAGES, settings, NOW)
    assert (found.texts, found.images, found.estimated_seconds) == (0, 5, 36)


def test_a_batch_without_pictures_is_tried_again_without_them() -> None:
    found = preview(an_ended_state(images=False), What.FAILED, some_settings(), NOW)
    assert (found.texts, found.images) == (2, 0)


def test_a_preview_says_what_a_text_has_cost_in_this_batch_rewriting_included() -> None:
    ledger = [
        a_paid_text(0, 1000), a_paid_text(0, 500, call_id="text-0-1-0"), a_paid_text(1, 1000),
        a_paid_text(2, 9999, state="released"), a_paid_text(3, 9999, purpose="image"),
    ]  # fmt: skip
    state = an_ended_state(images=False).model_copy(update={"ledger": ledger})
    assert preview(state, What.FAILED, some_settings(), NOW).estimated_cost_usd == 2 * 1250 / 1_000_000


def test_a_preview_says_what_a_picture_has_cost_in_this_batch_refused_ones_included() -> None:
    ledger = [
        a_paid_text(0, 11_000, purpose="image"), a_paid_text(0, 9_000, purpose="image", call_id="image-0-1-0"),
        a_paid_text(1, 10_000, purpose="image"), a_paid_text(2, 9999),
    ]  # fmt: skip
    units = [a_unit(place, *SAVED, Stage.PLACEHOLDER) for place in range(3)]
    state = a_state(units, a_record(3)).model_copy(update={"ledger": ledger})
    assert preview(state, What.IMAGES, some_settings(), NOW).estimated_cost_usd == 3 * 15_000 / 1_000_000


def test_the_dashboard_reckons_with_what_the_preview_reckons_with() -> None:
    """Its form has to know prices before anything was paid."""
    form = (Path(__file__).parents[3] / "web/src/form/estimate-of.ts").read_text()
    text, image = map(float, re.findall(r"LIST_PRICES: Prices = { text: ([0-9.]+), image: ([0-9.]+) }", form)[0])
    settings = some_settings()
    assert text == pytest.approx(usual_text_micros(settings) / 1e6, rel=0.05)
    assert image == pytest.approx(usual_picture_micros(settings) / 1e6, rel=0.05)


def test_what_is_left_of_a_budget_is_what_is_neither_spent_nor_promised() -> None:
    ledger = [a_paid_text(0, 1000), a_paid_text(1, 0, state="reserved"), a_paid_text(2, 0, state="released")]
    for budget, left in ((0.01, 0.0087), (0.001, 0)):
        state = an_ended_state(request=a_request(4, budget_usd=budget)).model_copy(update={"ledger": ledger})
        assert preview(state, What.FAILED, some_settings(), NOW).budget_left_usd == pytest.approx(left)


def test_a_preview_says_why_a_retry_cannot_begin() -> None:
    assert preview(a_state(), What.FAILED, some_settings(), NOW).why_not is not None
    kept = preview(an_ended_state(), What.FAILED, some_settings(), NOW + WORK_KEPT).why_not
    assert kept == "The plan of this batch was kept for 30 days. Start another batch."


def test_a_batch_made_overnight_is_tried_again_at_half_the_price_and_in_a_day() -> None:
    settings = some_settings(text_price_in=0.1, text_price_out=0.5, image_price=0.0132, overnight_minutes=1800)
    state = an_ended_state()
    request = state.record.request.model_copy(update={"overnight": True})
    night = state.model_copy(update={"record": state.record.model_copy(update={"request": request})})
    found = preview(night, What.FAILED, settings, NOW)
    assert found.estimated_cost_usd == pytest.approx(preview(state, What.FAILED, settings, NOW).estimated_cost_usd / 2)
    assert found.estimated_seconds == 30 * 3600
