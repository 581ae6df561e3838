"""The stream's events: what they say, how their ids rise, and that the end is told once."""

import random
from datetime import datetime

import pytest

from brigade.progress.batch import BatchState
from brigade.progress.events import Complete, Event, Failed, Progress, Seen, connected, has_final, news
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit
from tests.unit.progress.batches import (
    BATCH,
    ILLUSTRATED,
    SAVED,
    a_done_unit,
    a_record,
    a_state,
    a_unit,
    after,
    an_entry,
    moved,
)

LATER = after(20)


def told(state: BatchState, last_id: int = 0, now: datetime = LATER) -> list[Event]:
    return news(state, now, Seen(last_id=last_id))[0]


def test_a_connection_begins_where_the_client_left() -> None:
    event = connected(BATCH, 700, after(3))
    assert (event.id, event.name) == (700, "connected")
    assert set(event.data.model_dump(mode="json")) == {"message", "batchId", "timestamp"}


def test_the_first_progress_shows_every_recipe_and_later_ones_what_changed() -> None:
    first = a_state([a_unit(0), a_unit(1)], a_record(2))
    events, seen = news(first, after(20), Seen())
    assert isinstance(events[0].data, Progress)
    assert [recipe.position for recipe in events[0].data.recipes] == [0, 1]
    second = a_state([a_unit(0), a_unit(1, *SAVED, name="Soup")], a_record(2))
    (event,), _ = news(second, after(21), seen)
    assert isinstance(event.data, Progress)
    assert [(recipe.position, recipe.name, recipe.stage) for recipe in event.data.recipes] == [(1, "Soup", Stage.SAVED)]


def test_nothing_is_told_twice() -> None:
    state = a_state([a_unit(0), a_unit(1)], a_record(2))
    (event,), seen = news(state, after(20), Seen())
    assert news(state, after(25), seen) == ([], seen)
    assert told(state, last_id=event.id) == []


def test_a_settled_cost_alone_is_news() -> None:
    before, later = a_state(ledger=1), a_state(ledger=2)
    (event,), seen = news(before, after(20), Seen())
    (next_event,), _ = news(later, after(20), seen)
    assert next_event.id == event.id + 1


def test_a_finished_batch_gives_its_newest_progress_and_then_the_end() -> None:
    events = told(a_state([a_done_unit(0), a_unit(1, Stage.FAILED, reason="Why.")], a_record(2)))
    assert [event.name for event in events] == ["progress", "complete"]
    end = events[1].data
    assert isinstance(end, Complete)
    assert (end.total_recipes, end.saved_recipes, end.images_generated, end.success) == (2, 1, 1, False)
    assert [(error.position, error.reason) for error in end.errors] == [(1, "Why.")]
    assert end.total_time == 7000
    assert set(end.model_dump()) == {
        "batchId", "phase", "totalRecipes", "savedRecipes", "imagesGenerated", "placeholderCount", "totalTime",
        "success", "errors",
    }  # fmt: skip


def test_success_is_every_recipe_saved_and_none_failed() -> None:
    units = [a_done_unit(0), a_unit(1, *SAVED, Stage.PLACEHOLDER)]
    end = told(a_state(units, a_record(2)))[-1].data
    assert isinstance(end, Complete)
    assert (end.success, end.placeholder_count, end.errors) == (True, 1, [])


def test_the_end_has_the_top_id_of_its_revision_whatever_is_settled_later() -> None:
    units = [a_done_unit(0), a_done_unit(1)]
    early, late = (told(a_state(units, a_record(2), ledger=ledger))[-1] for ledger in (0, 5))
    assert early.id == late.id
    assert early.id % 100_000 == 99_999


def test_a_client_that_was_told_the_end_is_told_nothing_more() -> None:
    state = a_state([a_done_unit(0), a_done_unit(1)], a_record(2))
    end = told(state)[-1]
    assert told(state, last_id=end.id) == []
    assert has_final(state, after(20), end.id)
    assert not has_final(state, after(20), end.id - 1)


def test_a_client_cut_just_before_the_end_is_told_only_the_end() -> None:
    state = a_state([a_done_unit(0), a_done_unit(1)], a_record(2))
    progress, end = told(state)
    assert told(state, last_id=progress.id) == [end]


def test_writing_the_ends_down_after_the_deadline_moves_no_id() -> None:
    open_state = a_state([a_unit(0), a_unit(1, *SAVED)], a_record(2))
    swept = a_state([a_unit(0, Stage.FAILED), a_unit(1, *SAVED, Stage.PLACEHOLDER)], a_record(2))
    now = after(3601)
    assert told(open_state, now=now)[-1].id == told(swept, now=now)[-1].id


def test_a_batch_that_could_not_be_planned_ends_with_an_error() -> None:
    record = a_record(3, planned_at=None, chunks=None, closed_at=after(9), error_code="TableBusy", error_text="No.")
    end = told(a_state([], record))[-1]
    assert end.name == "error"
    assert isinstance(end.data, Failed)
    assert end.data.model_dump(mode="json") == {
        "batchId": str(BATCH), "error": "No.", "phase": "planning", "recipesCompleted": 0, "totalRecipes": 3,
    }  # fmt: skip


def test_a_batch_at_fault_that_saved_something_is_complete_without_success() -> None:
    record = a_record(2, error_code="KeyRefused", error_text="The key.", error_at=after(3))
    for second in (a_unit(1, Stage.FAILED, reason="Why."), a_unit(1, *SAVED, Stage.PLACEHOLDER)):
        end = told(a_state([a_done_unit(0), second], record))[-1]
        assert isinstance(end.data, Complete)
        assert (end.name, end.data.success, end.data.errors[0].reason) == ("complete", False, "The key.")


def test_a_batch_at_fault_that_saved_nothing_ends_with_an_error() -> None:
    record = a_record(2, error_code="KeyRefused", error_text="The key.", error_at=after(2))
    end = told(a_state([a_unit(0, Stage.FAILED), a_unit(1, Stage.FAILED)], record))[-1]
    assert isinstance(end.data, Failed)
    assert (end.name, end.data.error) == ("error", "The key.")


def test_a_new_batch_tells_that_it_is_planned_and_then_that_it_was() -> None:
    new, planned = a_record(2, planned_at=None, chunks=None), a_record(2)
    (first,), seen = news(a_state([], new, ledger=0), after(0.5), Seen())
    (second,), seen = news(a_state([a_unit(0), a_unit(1)], new), after(1), seen)
    (third,), _ = news(a_state([a_unit(0), a_unit(1)], planned), after(1), seen)
    shown = [event.data for event in (first, second, third) if isinstance(event.data, Progress)]
    assert [(data.phase, data.total_chunks) for data in shown] == [("planning", 0), ("planning", 0), ("generating", 1)]
    assert 0 < first.id < second.id < third.id


def test_the_end_that_was_told_stays_whatever_is_written_later() -> None:
    record, late = a_record(2), after(3600.5)
    before = a_state([a_done_unit(0), a_unit(1, *SAVED)], record)
    events, seen = news(before, late, Seen())
    unit = moved(moved(a_unit(1, *SAVED), Stage.IMAGING, after(3601)), Stage.DONE, after(3602), image_url="https://2")
    fault = {"error_code": "KeyRefused", "error_text": "The key.", "error_at": after(3603)}
    later = a_state([a_done_unit(0), unit], record.model_copy(update=fault))
    assert news(later, after(3700), seen) == ([], seen)
    assert told(later, now=after(3700))[-1] == events[-1]


# --- Over any interleaving -----------------------------------------------------------------------

COUNTERS = ("current_chunk", "recipes_completed", "images_generated", "placeholder_count", "failed", "cancelled")
PHASES = ("planning", "generating", "validating", "saving", "imaging", "complete", "error", "cancelled")
ENDS = (Stage.PLACEHOLDER, Stage.FAILED, Stage.DONE)


class Client:
    """Follows a batch through any number of connections, and holds what it is told against the promises."""

    def __init__(self) -> None:
        self.seen = Seen()
        self.told: list[Event] = []

    def look(self, state: BatchState, now: datetime) -> None:
        events, self.seen = news(state, now, self.seen)
        self.told += events

    def reconnect(self) -> None:
        self.seen = Seen(last_id=self.seen.last_id)

    def check(self) -> None:
        ids = [event.id for event in self.told]
        assert ids == sorted(set(ids))
        finals = [event for event in self.told if event.name in ("complete", "error")]
        assert len(finals) == 1
        assert finals == self.told[-1:]
        progress = [event.data for event in self.told if isinstance(event.data, Progress)]
        phases = [PHASES.index(snapshot.phase) for snapshot in progress]
        assert phases == sorted(phases)
        for name in COUNTERS:
            counts = [getattr(snapshot, name) for snapshot in progress]
            assert counts == sorted(counts), name
            assert all(0 <= count <= snapshot.total_recipes for count, snapshot in zip(counts, progress, strict=True))
        assert all(snapshot.current_chunk <= snapshot.total_chunks for snapshot in progress)


@pytest.mark.parametrize("seed", range(150))
def test_over_any_interleaving_ids_rise_counters_never_fall_and_the_end_is_told_once(seed: int) -> None:
    chance = random.Random(seed)
    record, late = a_record(6, images=chance.random() < 0.8), seed % 3 == 0  # a third of them run into the deadline
    units, settled, clients = {unit.position: unit for unit in a_state().units}, 0, [Client() for _ in range(4)]
    for second in range(2, 120):
        for _ in range(chance.randrange(4)):
            _write(units, chance, 3590 + second if late else second)
        settled += chance.randrange(3)
        now = after(3590 + second if late else second)
        state = a_state(list(units.values()), record).model_copy(
            update={"ledger": [an_entry(number, "settled") for number in range(settled)]}
        )
        for client in chance.sample(clients, 2):
            client.look(state, now)
            if chance.random() < 0.3:
                client.reconnect()
    for client in clients:
        client.look(state, after(4000))
        client.reconnect()
        client.look(state, after(4001))
        client.check()


def _write(units: dict[int, Unit], chance: random.Random, second: int) -> None:
    """Any worker writes anything, in any order, repeated and late."""
    position = chance.randrange(len(units))
    stage = chance.choice([*ILLUSTRATED, *ENDS]) if chance.random() < 0.3 else chance.choice(ILLUSTRATED)
    if stage is Stage.PLACEHOLDER and not units[position].is_saved:
        return
    again = chance.random() < 0.1 and second < 3600  # no new attempt begins past the deadline
    attempt = units[position].attempt + 1 if again else None
    facts = {"image_url": "https://images/1.webp"} if stage is Stage.DONE and chance.random() < 0.8 else {}
    units[position] = moved(units[position], stage, after(second), attempt, **facts)
