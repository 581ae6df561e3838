"""What batches cost."""

from uuid import UUID

from brigade.progress.batch import BatchState
from brigade.progress.costs import batch_cost, costs_of
from tests.unit.progress.batches import START, a_done_unit, a_record, a_state, a_unit, after


def a_batch(number: int, seconds: float, ledger: int) -> BatchState:
    record = a_record(2, batch_id=UUID(int=number), created_at=after(seconds))
    return a_state([a_done_unit(0), a_unit(1)], record, ledger)


def test_a_batch_costs_what_is_settled_and_at_most_what_is_in_flight_on_top() -> None:
    cost = batch_cost(a_batch(1, 0, ledger=3))
    assert (cost.settled_usd, cost.in_flight_usd) == (0.0003, 0.0003)
    assert (cost.recipes, cost.per_recipe_usd, cost.images, cost.per_image_usd) == (1, 0.0003, 1, 0.0)


def test_nothing_is_divided_by_nothing() -> None:
    cost = batch_cost(a_state([a_unit(0)], a_record(1)))
    assert (cost.per_recipe_usd, cost.per_image_usd) == (None, None)


def test_days_add_up_to_the_whole() -> None:
    day = 24 * 3600
    costs = costs_of([a_batch(1, 2 * day, 1), a_batch(2, 5, 2), a_batch(3, 0, 4)], START, truncated=False)
    assert [(each.day.day, each.batches, each.settled_usd) for each in costs.days] == [(23, 1, 0.0001), (21, 2, 0.0006)]
    assert costs.settled_usd == 0.0007
