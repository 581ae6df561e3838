"""State `Image`."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from brigade.errors import (
    BudgetSpent,
    DeadlinePassed,
    ImageRefused,
    ModelBusy,
    ModelDown,
    ModelSlow,
    ModelStaysDown,
    NotFound,
    StorageUnavailable,
    WrongMoment,
)
from brigade.images.prompt import image_prompt
from brigade.images.softening import softened
from brigade.progress.stage import Stage
from brigade.providers.ledger import billed
from brigade_io import clock
from brigade_io.providers.wiring import image_desk
from brigade_io.settings import settings
from tests.functions.photo_studio import Studio, long_down, opened_studio
from tests.unit.images.factories import BATCH


def stop_the_clock(now: float) -> None:
    """The one that all workers share."""
    image_desk().clock = lambda: now


@pytest.fixture
def studio(database_url: str, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    with opened_studio(database_url, db, monkeypatch) as studio:
        yield studio


def test_a_picture_is_made_from_the_recipe_s_brief_and_kept_where_nobody_else_sees_it(studio: Studio) -> None:
    studio.open()
    made = studio.call("image")
    brief = studio.brief()
    task = {"batch_id": str(BATCH), "recipe_id": str(brief.recipe_id), "position": 0, "attempt": 0}
    told = made.pop("seeking")
    assert made == {**task, "key": brief.master_key(0)}
    assert (told["provider"], told["tries"][-1]["cost_micros"]) == ("openai/gpt-image-2.5-flare", 13_200)
    assert studio.painter.prompts == [image_prompt(brief)]
    assert studio.masters() == {brief.master_key(0)}
    assert studio.objects() == {}
    assert studio.unit().stage is Stage.IMAGING


def test_a_repeated_call_pays_nothing_twice(studio: Studio) -> None:
    studio.open()
    first, second = studio.call("image"), studio.call("image")
    assert second["key"] == first["key"]
    assert second["seeking"]["provider"] == first["seeking"]["provider"]
    assert len(studio.painter.prompts) == 1
    assert [entry.state for entry in studio.batch.read(BATCH).ledger] == ["settled"]


def test_a_paid_picture_that_s3_does_not_take_at_first_is_not_paid_again(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.open()
    studio.refuse_puts(monkeypatch, "/0", StorageUnavailable("SlowDown"), times=2)
    assert studio.call("image")["key"] in studio.masters()
    assert len(studio.painter.prompts) == 1


def test_a_paid_picture_that_s3_never_takes_is_an_error(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.open()
    studio.refuse_puts(monkeypatch, "/0", StorageUnavailable("SlowDown"))
    with pytest.raises(StorageUnavailable):
        studio.call("image")


def test_a_later_attempt_asks_for_another_picture_and_pays_for_it(studio: Studio) -> None:
    studio.open()
    studio.call("image")
    made = studio.call("image", attempt=1)
    assert made["key"] == studio.brief().master_key(1)
    assert studio.painter.prompts == [image_prompt(studio.brief(), attempt) for attempt in (0, 1)]
    ledger = studio.batch.read(BATCH).ledger
    assert sorted((entry.call_id, entry.actual_micros) for entry in ledger) == [
        ("image-0-0-0", 13_200), ("image-0-1-0", 13_200),
    ]  # fmt: skip


def test_who_comes_too_early_is_told_how_long_to_wait_and_keeps_the_slot(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGES_PER_MINUTE", "1")
    settings.cache_clear()
    studio.open(recipes=3)
    image_desk().hear({})
    waits = [studio.call("image", number) for number in range(3)]
    assert ["key" in made for made in waits] == [True, False, False]
    assert 0 < waits[1]["wait"] <= 60 < waits[2]["wait"] <= 120
    again = studio.call("image", 1, slot=waits[1]["slot"])
    assert again["slot"] == waits[1]["slot"]
    assert len(studio.painter.prompts) == 1


def test_a_slot_whose_time_has_come_is_used_without_another_reservation(studio: Studio) -> None:
    studio.open()
    assert studio.call("image", slot={"start_at": clock.epoch() - 1})["key"]


def test_a_busy_provider_means_waiting_and_not_failing(studio: Studio) -> None:
    studio.open()
    studio.painter.script = [ModelBusy("429", 3.2)]
    made = studio.call("image")
    assert made["wait"] == 4
    assert made["slot"]["start_at"] <= clock.epoch()


def test_a_provider_that_stays_down_is_not_waited_for(studio: Studio) -> None:
    studio.open()
    long_down(image_desk())
    with pytest.raises(ModelStaysDown):
        studio.call("image")
    assert studio.painter.prompts == []


def test_who_has_waited_long_looks_less_often(studio: Studio) -> None:
    studio.open()
    studio.painter.script = [ModelBusy("no turn", 1.0)]
    assert studio.call("image", slot={"start_at": clock.epoch() - 600})["wait"] == 20


def test_a_refusal_of_words_that_cannot_be_gentler_passes_unchanged(studio: Studio) -> None:
    studio.open()
    studio.painter.script = [ImageRefused("policy")]
    with pytest.raises(ImageRefused):
        studio.call("image")
    assert [entry.state for entry in studio.batch.read(BATCH).ledger] == ["released"]


def test_a_refusal_costs_nothing_and_is_asked_once_more_in_gentler_words(studio: Studio) -> None:
    studio.open()
    studio.rename("Bloody Mary Chicken")
    studio.painter.script = [ImageRefused("policy"), ImageRefused("policy")]
    again = studio.call("image")
    assert again["next"] is True
    with pytest.raises(ImageRefused):
        studio.call("image", seeking=again["seeking"])
    assert studio.masters() == set()
    assert [entry.state for entry in studio.batch.read(BATCH).ledger] == ["released"] * 2
    assert "spiced tomato Chicken" in studio.painter.prompts[1] == softened(studio.painter.prompts[0])


def test_a_failed_call_is_made_again_after_a_pause_that_grows(studio: Studio) -> None:
    studio.open()
    made: dict[str, Any] = {}
    waits: list[int] = []
    now = clock.epoch()
    stop_the_clock(now)
    studio.painter.script = [ModelDown("500")] * 4
    while "key" not in (made := studio.call("image", slot=made.get("slot"))):
        waits.append(made["wait"])
        stop_the_clock(now + sum(waits))
    assert waits == [1, 1, 2, 4]


def test_a_provider_that_fails_for_ten_minutes_is_given_up(studio: Studio) -> None:
    studio.open()
    studio.painter.script = [ModelSlow("late")]
    with pytest.raises(ModelSlow):
        studio.call("image", slot={"start_at": clock.epoch() - 700, "failing_since": clock.epoch() - 601})


def test_a_picture_of_no_use_that_was_paid_is_an_error_of_its_own(studio: Studio) -> None:
    studio.open()
    studio.painter.script = [billed(ModelDown("no picture"), 13_200)]
    with pytest.raises(ModelDown):
        studio.call("image")


@pytest.mark.parametrize("end", [Stage.PLACEHOLDER, Stage.DONE, Stage.CANCELLED])
def test_a_late_double_pays_nothing_for_a_recipe_that_has_ended(studio: Studio, end: Stage) -> None:
    studio.open()
    studio.batch.advance(BATCH, 0, end)
    with pytest.raises(WrongMoment):
        studio.call("image")
    assert studio.painter.prompts == []


def test_a_late_double_of_an_earlier_run_pays_nothing(studio: Studio) -> None:
    studio.open()
    studio.batch.advance(BATCH, 0, Stage.PLACEHOLDER)
    record = studio.batch.record(BATCH)
    studio.batch.reopen(record, {0: Stage.SAVED}, clock.now(), record.deadline, over=True)
    with pytest.raises(DeadlinePassed):
        studio.call("image", attempt=0)
    assert studio.call("image", attempt=10)["key"]


def test_a_key_that_cannot_be_read_is_not_the_provider_s_failure(studio: Studio) -> None:
    studio.open()
    studio.painter.key_error = ModelDown("Secrets Manager is away")
    for _ in range(5):  # as many failures of the provider open its breaker
        assert studio.call("image")["wait"] == 1
    studio.painter.key_error = None
    assert studio.batch.read(BATCH).ledger == []
    assert studio.call("image")["key"]


def test_nothing_is_paid_beyond_the_budget(studio: Studio) -> None:
    studio.open(budget_usd=0.02)
    studio.call("image", 0)
    with pytest.raises(BudgetSpent):
        studio.call("image", 1)
    assert len(studio.painter.prompts) == 1


def test_nothing_is_paid_for_a_batch_that_is_out_of_time(studio: Studio) -> None:
    studio.open(minutes=0)
    with pytest.raises(DeadlinePassed):
        studio.call("image")
    assert studio.painter.prompts == []


def test_a_recipe_without_a_brief_is_not_found(studio: Studio) -> None:
    studio.open(recipes=1)
    with pytest.raises(NotFound):
        studio.call("image", 1)
