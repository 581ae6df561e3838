"""The ledger: what a batch has cost for certain, and at most."""

from random import Random
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from brigade.errors import (
    AnswerTruncated,
    ImageRefused,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    QuotaExhausted,
)
from brigade.providers.ledger import (
    LedgerEntry,
    Spending,
    attempt_of,
    billed,
    charge_of,
    entry_of,
    is_possible,
    spending,
)

BATCH = UUID("5b1c0a4e-0d9e-4d3b-9f0e-6a0c7f6f2f11")


def an_entry(**changes: Any) -> LedgerEntry:
    values = {"account": BATCH, "call_id": "text-7-0-0", "position": 7, "purpose": "text", "model": "gpt-6-luna",
              "estimate_micros": 1_500}  # fmt: skip
    return LedgerEntry(**{**values, **changes})


def test_a_batch_costs_what_is_settled_and_at_most_what_is_under_way() -> None:
    entries = [
        an_entry(state="settled", actual_micros=470),
        an_entry(attempt=2),
        an_entry(attempt=3, state="released", actual_micros=0),
        an_entry(
            call_id="image-7-0-0",
            purpose="image",
            estimate_micros=13_200,
            state="settled",
            actual_micros=13_200,
        ),
    ]
    assert spending(entries) == Spending(settled_micros=13_670, in_flight_micros=1_500)
    assert spending(entries).total_micros == 15_170
    assert spending([]).total_micros == 0


@pytest.mark.parametrize("seed", range(30))
def test_what_was_billed_lies_between_settled_and_settled_plus_unsettled(seed: int) -> None:
    chance, billed_micros, entries = Random(seed), 0, []
    for attempt in range(1, 60):
        price = chance.randint(0, 1_500)
        end = chance.choice(["settled", "released", "answer lost", "never called"])
        billed_micros += price if end in ("settled", "answer lost") else 0
        state = end if end in ("settled", "released") else "reserved"
        actual = {"settled": price, "released": 0}.get(end)
        entries.append(an_entry(attempt=attempt, state=state, actual_micros=actual))
    found = spending(entries)
    assert found.settled_micros <= billed_micros <= found.total_micros


def test_the_attempts_of_one_call_lie_side_by_side_and_apart_from_the_next_call() -> None:
    assert an_entry().item == "cost#text-7-0-0#001"
    assert an_entry(attempt=12).item == "cost#text-7-0-0#012"
    assert not an_entry(call_id="text-7-0-01").item.startswith(an_entry().attempts)


def test_a_call_id_that_would_break_the_items_name_is_refused() -> None:
    with pytest.raises(ValidationError):
        an_entry(call_id="text#7")


def test_an_entry_survives_its_table() -> None:
    entry = an_entry(state="settled", actual_micros=470, budgeted=True)
    assert entry_of(entry.values()) == entry


@pytest.mark.parametrize("error", [ModelBusy, KeyRefused, QuotaExhausted, ModelMissing, ImageRefused])
def test_a_call_that_was_turned_away_is_free(error: type[Exception]) -> None:
    assert charge_of(error("no")) == 0


@pytest.mark.parametrize("error", [ModelSlow, ModelDown, AnswerTruncated, KeyError, ConnectionResetError])
def test_nobody_can_tell_what_a_call_cost_that_was_cut(error: type[Exception]) -> None:
    assert charge_of(error("?")) is None


def test_an_error_can_come_with_its_bill() -> None:
    assert charge_of(billed(AnswerTruncated("cut"), 1_480)) == 1_480
    assert charge_of(billed(ModelDown("connection refused"), 0)) == 0
    assert charge_of(billed(ImageRefused("after drawing"), 13_200)) == 13_200


@pytest.mark.parametrize("micros", [-1, 15_001, 10**30, 1.5, True, "7", None])
def test_an_amount_that_no_call_can_cost_is_not_possible(micros: object) -> None:
    assert not is_possible(an_entry(), micros)
    assert is_possible(an_entry(), 0)
    assert is_possible(an_entry(), 15_000)


@pytest.mark.parametrize("harm", [{"actual_micros": -1}, {"actual_micros": 10**30}, {"actual_micros": None},
                                  {"state": "refunded"}])  # fmt: skip
def test_a_stored_price_that_cannot_be_true_leaves_the_call_unsettled(harm: dict[str, Any]) -> None:
    entry = entry_of({**an_entry(state="settled", actual_micros=470).values(), **harm})
    assert entry
    assert (entry.state, entry.actual_micros, entry.unreadable) == ("reserved", None, True)


def test_what_a_later_release_adds_to_an_entry_is_passed_over() -> None:
    assert entry_of({**an_entry().values(), "currency": "USD"}) == an_entry()
    assert entry_of({**an_entry().values(), "purpose": "video"}) is None


def test_an_attempt_is_known_by_the_entrys_name_alone() -> None:
    assert [attempt_of(item) for item in (an_entry(attempt=12).item, "cost#text-7-0-0#x", "budget")] == [12, 0, 0]


def test_an_entry_is_stored_under_the_table_s_key_and_read_whatever_the_account_is_called() -> None:
    values = an_entry().values()
    assert values["batch_id"] == str(BATCH)
    assert "account" not in values
    assert entry_of(values) == an_entry()
    assert LedgerEntry.model_validate({**an_entry().model_dump(by_alias=False)}) == an_entry()
