"""A retry takes up what an outage of our own stores left: what was paid for is checked and saved, not bought again."""

from unittest.mock import patch

import pytest

from brigade.errors import BudgetSpent, StorageUnavailable
from brigade.generation.prompts import Prompt
from brigade.progress.stage import Stage
from brigade_io import clock
from brigade_io.generation.order_sheets import Round
from brigade_io.progress.wiring import batch_table
from tests.factories import BATCH_ID
from tests.functions.doorway import an_error
from tests.functions.test_chunk import Kitchen, a_dish, a_recipe, kitchen

__all__ = ["kitchen"]
AWAY = an_error("DatabaseUnavailable")
FIRST_ROUND = 10  # of the first retry


def give_up(kitchen: Kitchen, *doors: str) -> None:
    """The chunk comes through these doors; then a store is away for longer than anybody waits."""
    kitchen.open(5, enable_image_generation=False)
    kitchen.call("start_batch")
    for door in doors:
        kitchen.chunk(door)
    kitchen.chunk("set_aside", error=AWAY)
    assert kitchen.stages() == [Stage.FAILED] * 5


def open_again(*positions: int) -> None:
    record = batch_table().record(BATCH_ID)
    batch_table().reopen(record, dict.fromkeys(positions, Stage.PLANNED), clock.now(), record.deadline, over=True)


def retry(kitchen: Kitchen) -> None:
    kitchen.call("start_batch", run=1)
    for door in ("generate_chunk", "validate", "persist"):
        kitchen.chunk(door, FIRST_ROUND)


@pytest.mark.parametrize("doors", [["generate_chunk"], ["generate_chunk", "validate"]])
def test_what_was_written_and_could_not_be_checked_or_saved_is_not_paid_again(
    kitchen: Kitchen, doors: list[str]
) -> None:
    give_up(kitchen, *doors)
    open_again(0, 1, 2, 3, 4)
    retry(kitchen)
    assert len(kitchen.prompts) == 5
    assert kitchen.stages() == [Stage.DONE] * 5
    assert {round(row["cost_usd"] * 1_000_000) for row in kitchen.rows()} == {400}


def test_only_what_is_missing_of_a_chunk_is_written(kitchen: Kitchen) -> None:
    kitchen.reply = lambda prompt: a_recipe(prompt) if prompt.position else "{}"
    give_up(kitchen, "generate_chunk", "validate")
    open_again(0, 1, 2, 3, 4)
    kitchen.reply, before = a_recipe, len(kitchen.prompts)
    retry(kitchen)
    assert [prompt.position for prompt in kitchen.prompts[before:]] == [0]
    assert kitchen.stages() == [Stage.DONE] * 5


def test_what_was_refused_is_written_anew(kitchen: Kitchen) -> None:
    def too_salty(prompt: Prompt) -> str:
        return a_dish(prompt.position, name=f"Dish {prompt.position}", instructions=["Serve the raw chicken."] * 3)

    kitchen.reply = too_salty
    give_up(kitchen, "generate_chunk", "validate")
    open_again(0, 1, 2, 3, 4)
    kitchen.reply, before = a_recipe, len(kitchen.prompts)
    retry(kitchen)
    assert len(kitchen.prompts) - before == 5


def test_recipes_that_nobody_asked_to_retry_stay_as_they_were_told(kitchen: Kitchen) -> None:
    give_up(kitchen, "generate_chunk", "validate")
    open_again(2)
    retry(kitchen)
    assert [row["batch_position"] for row in kitchen.rows()] == [2]
    assert len(kitchen.prompts) == 5


def die_writing(kitchen: Kitchen, round: int = 0) -> None:
    """`GenerateChunk` has its answers, but never comes to put its sheet."""
    with (
        patch("functions.generate_chunk.handler.persistently", lambda write: write()),
        patch.object(Round, "put_written", side_effect=StorageUnavailable("away")),
        pytest.raises(StorageUnavailable),
    ):
        kitchen.chunk("generate_chunk", round)
    kitchen.chunk("set_aside", round, error=an_error("StorageUnavailable"))


def test_answers_that_no_sheet_ever_had_are_not_paid_again(kitchen: Kitchen) -> None:
    kitchen.open(5, enable_image_generation=False)
    kitchen.call("start_batch")
    die_writing(kitchen)
    open_again(0, 1, 2, 3, 4)
    retry(kitchen)
    assert len(kitchen.prompts) == 5
    assert kitchen.stages() == [Stage.DONE] * 5
    assert {round(row["cost_usd"] * 1_000_000) for row in kitchen.rows()} == {400}


def test_an_answer_that_was_mended_is_taken_up_as_it_was_mended_at_the_price_of_both(kitchen: Kitchen) -> None:
    kitchen.reply = lambda prompt: a_recipe(prompt) if prompt.position or prompt.repair else "{}"
    kitchen.open(5, enable_image_generation=False)
    kitchen.call("start_batch")
    die_writing(kitchen)
    open_again(0, 1, 2, 3, 4)
    retry(kitchen)
    assert len(kitchen.prompts) == 6
    assert [round(row["cost_usd"] * 1_000_000) for row in kitchen.rows()] == [800, 400, 400, 400, 400]


def test_an_answer_to_a_second_asking_is_taken_up_instead_of_what_was_turned_down(kitchen: Kitchen) -> None:
    kitchen.reply = lambda prompt: a_dish(
        prompt.position, prep_time_minutes=5 if prompt.round or prompt.position else 99
    )
    kitchen.open(5, enable_image_generation=False, max_prep_time=15)
    kitchen.call("start_batch")
    for door in ("generate_chunk", "validate"):
        kitchen.chunk(door)
    die_writing(kitchen, round=1)
    open_again(0, 1, 2, 3, 4)
    retry(kitchen)
    assert len(kitchen.prompts) == 6
    assert kitchen.stages() == [Stage.DONE] * 5


def test_what_was_paid_for_is_saved_though_nothing_more_may_be_asked(kitchen: Kitchen) -> None:
    kitchen.reply = lambda prompt: a_recipe(prompt) if prompt.position else BudgetSpent("spent")
    give_up(kitchen, "generate_chunk")
    open_again(0, 1, 2, 3, 4)
    retry(kitchen)
    assert kitchen.stages() == [Stage.FAILED] + [Stage.DONE] * 4
