"""The states of one chunk, from `StartBatch` to `Persist`, on real PostgreSQL and moto's S3 and DynamoDB."""

import importlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

import psycopg
import pytest

from brigade.errors import (
    AnswerRefused,
    BrigadeError,
    BudgetSpent,
    DeadlinePassed,
    KeyRefused,
    ModelBusy,
    ModelStaysDown,
    StorageUnavailable,
)
from brigade.generation.prompts import Prompt
from brigade.generation.request import BatchRequest
from brigade.generation.sheet import Sheet, plan_key, sheet_key
from brigade.generation.writing import Answer, AskAll
from brigade.images.brief import Brief, brief_key
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.reasons import PLAIN_WORDS
from brigade.progress.stage import Stage
from brigade.recipes.vocabulary import MealType
from brigade_io import clock
from brigade_io.bucket import Bucket
from brigade_io.progress.wiring import agent_call_table, batch_table
from brigade_io.providers.wiring import text_desk
from brigade_io.recipes.recipe_store import RecipeStore
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket
from tests.factories import BATCH_ID, a_draft_of
from tests.functions.photo_studio import long_down, opened_studio

Reply = Callable[[Prompt], str | BrigadeError]


def a_dish(place: int = 0, **changes: Any) -> str:
    """A draft that suits every meal; another dish at each place."""
    return a_draft_of(place, meal_types=list(MealType), **changes).model_dump_json()


def a_recipe(prompt: Prompt) -> str:
    return a_dish(prompt.position, name=f"Dish {prompt.position}")


class Kitchen:
    """One batch, its doors called as Lambda calls them, and a writer who answers as `reply` says."""

    def __init__(self, db: psycopg.Connection[Any]) -> None:
        self.db = db
        self.reply: Reply = a_recipe
        self.prompts: list[Prompt] = []

    def of_batch(self, batch_id: UUID, at_once: int, budget_micros: int | None, until: float) -> AskAll:
        def ask_all(prompts: list[Prompt]) -> list[Answer | BrigadeError]:
            self.prompts += prompts
            replies = [self.reply(prompt) for prompt in prompts]
            return [each if isinstance(each, BrigadeError) else Answer(text=each, model="m", cost_micros=400)
                    for each in replies]  # fmt: skip

        return ask_all

    def open(self, count: int = 5, minutes: int = 60, **request: Any) -> None:
        now = clock.now()
        asked = BatchRequest(count=count, seed=1, **request)
        batch_table().create(
            BatchRecord(
                batch_id=BATCH_ID, owner="ann", request=asked, created_at=now, total=count,
                deadline=now + timedelta(minutes=minutes),
            )
        )  # fmt: skip

    def call(self, door: str, **task: Any) -> dict[str, Any]:
        event = {"batch_id": str(BATCH_ID), **task, "retry_count": 0}
        answer: dict[str, Any] = importlib.import_module(f"functions.{door}.handler").handler(event, SimpleNamespace())
        assert json.loads(json.dumps(answer)) == answer
        return answer

    def chunk(self, door: str, round: int = 0, **task: Any) -> dict[str, Any]:
        return self.call(door, chunk=0, round=round, **task)

    def state(self) -> BatchState:
        return batch_table().read(BATCH_ID)

    def stages(self) -> list[Stage]:
        return [unit.stage for unit in self.state().units]

    def rows(self) -> list[dict[str, Any]]:
        return RecipeStore(self.db).of_batch(BATCH_ID)


@pytest.fixture
def kitchen(database_url: str, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Kitchen]:
    with opened_studio(database_url, db, monkeypatch):
        kitchen = Kitchen(db)
        monkeypatch.setattr("functions.generate_chunk.handler.writer", lambda: kitchen)
        yield kitchen


# --- StartBatch ----------------------------------------------------------------------------------


def test_a_plan_lies_in_s3_and_every_recipe_is_a_unit(kitchen: Kitchen) -> None:
    kitchen.open(12)
    answer = kitchen.call("start_batch")
    plan = {"run": 0, "bucket": "work", "key": plan_key(BATCH_ID), "chunks": 3}
    assert answer == {"batch_id": str(BATCH_ID), **plan}
    assert [chunk["size"] for chunk in work_bucket().get_json(plan_key(BATCH_ID))] == [4, 4, 4]
    assert kitchen.stages() == [Stage.PLANNED] * 12
    assert kitchen.state().record.chunks == 3


def test_planning_again_gives_the_same_plan_and_resets_nothing(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    first = work_bucket().get(sheet_key(BATCH_ID, 0, "planned"))
    kitchen.chunk("generate_chunk")
    kitchen.call("start_batch")
    assert work_bucket().get(sheet_key(BATCH_ID, 0, "planned")) == first
    assert kitchen.stages() == [Stage.WRITTEN] * 5


def test_a_plan_steers_away_from_what_is_stored_under_the_same_constraints(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    dishes = stored_dishes(kitchen)
    for door in ("generate_chunk", "validate", "persist"):
        kitchen.chunk(door)
    kitchen.call("start_batch")
    assert not dishes & stored_dishes(kitchen)


def stored_dishes(kitchen: Kitchen) -> set[tuple[str, str]]:
    sheet = Sheet.model_validate(work_bucket().get_json(sheet_key(BATCH_ID, 0, "planned")))
    return {(line.concept.main_ingredient, line.concept.cuisine) for line in sheet.lines}


# --- GenerateChunk -------------------------------------------------------------------------------


def test_a_chunk_is_written_once_however_often_it_is_called(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    first = kitchen.chunk("generate_chunk")
    assert (first["written"], first["missing"], "wait" in first) == (5, 0, False)
    assert kitchen.chunk("generate_chunk") == first
    assert len(kitchen.prompts) == 5


def test_written_recipes_that_s3_does_not_take_at_first_are_not_paid_again(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    with patch.object(Bucket, "put_json", side_effect=[StorageUnavailable("SlowDown")] * 2 + [None]):
        assert kitchen.chunk("generate_chunk")["written"] == 5
    assert len(kitchen.prompts) == 5


def test_who_comes_too_early_is_told_how_long_to_wait(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXT_REQUESTS_PER_MINUTE", "5")
    settings.cache_clear()
    kitchen.open(5)
    kitchen.call("start_batch")
    text_desk().reserve(5)
    early = kitchen.chunk("generate_chunk")
    assert 55 <= early["wait"] <= 61
    assert kitchen.prompts == []
    assert agent_call_table().recent("chef", clock.now() - timedelta(hours=1)) == []
    now = {"start_at": clock.epoch()}
    assert kitchen.chunk("generate_chunk", slot=now)["written"] == 5


def test_a_busy_provider_is_waited_for_as_long_as_it_says(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: ModelBusy("slow down", 7.2)
    assert kitchen.chunk("generate_chunk")["wait"] == 8
    kitchen.reply = lambda prompt: ModelBusy("slow down")
    with pytest.raises(ModelBusy):
        kitchen.chunk("generate_chunk")


def test_a_provider_that_stays_down_is_not_waited_for(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    long_down(text_desk())
    with pytest.raises(ModelStaysDown):
        kitchen.chunk("generate_chunk")
    assert kitchen.prompts == []


def test_nothing_is_asked_for_a_batch_that_is_over(kitchen: Kitchen) -> None:
    kitchen.open(5, minutes=-1)
    kitchen.call("start_batch")
    with pytest.raises(DeadlinePassed):
        kitchen.chunk("generate_chunk")
    assert kitchen.prompts == []


def test_a_spent_budget_keeps_what_was_written(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: a_recipe(prompt) if prompt.position < 2 else BudgetSpent("spent")
    assert kitchen.chunk("generate_chunk")["written"] == 2
    assert kitchen.chunk("validate") | {"accepted": 2, "again": 0, "review": 0} == kitchen.chunk("validate")
    assert kitchen.chunk("persist")["saved"] == 2
    assert kitchen.stages() == [Stage.SAVED] * 2 + [Stage.FAILED] * 3
    assert {unit.reason for unit in kitchen.state().units[2:]} == {PLAIN_WORDS["BudgetSpent"]}


# --- Validate and Persist ------------------------------------------------------------------------


def test_a_chunk_is_saved_with_briefs_for_its_pictures(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    kitchen.chunk("generate_chunk")
    assert kitchen.chunk("validate")["accepted"] == 5
    saved = kitchen.chunk("persist")
    assert (saved["saved"], len(saved["recipes"])) == (5, 5)
    assert [row["name"] for row in kitchen.rows()] == [f"Dish {position}" for position in range(5)]
    first = saved["recipes"][0]
    brief = Brief.model_validate(work_bucket().get_json(brief_key(BATCH_ID, first["recipe_id"])))
    assert (brief.name, brief.variants) == ("Dish 0", True)
    assert all(row["image_is_placeholder"] for row in kitchen.rows())
    assert kitchen.chunk("persist") == saved
    assert len(kitchen.rows()) == 5


def test_without_images_a_saved_recipe_is_done(kitchen: Kitchen) -> None:
    kitchen.open(5, enable_image_generation=False)
    kitchen.call("start_batch")
    for door in ("generate_chunk", "validate"):
        kitchen.chunk(door)
    assert kitchen.chunk("persist")["recipes"] == []
    assert kitchen.stages() == [Stage.DONE] * 5


def test_only_the_recipe_that_misses_a_limit_is_written_again(kitchen: Kitchen) -> None:
    kitchen.open(5, max_prep_time=15)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: a_dish(prompt.position, prep_time_minutes=99 if prompt.position == 3 else 5)
    kitchen.chunk("generate_chunk")
    assert kitchen.chunk("validate") | {"accepted": 4, "again": 1} == kitchen.chunk("validate")
    kitchen.prompts.clear()
    kitchen.reply = lambda prompt: a_dish(prompt.position, prep_time_minutes=10)
    kitchen.chunk("generate_chunk", round=1)
    assert [prompt.position for prompt in kitchen.prompts] == [3]
    assert "preparation takes 99 minutes" in kitchen.prompts[0].text
    assert kitchen.chunk("validate", round=1)["accepted"] == 5


def test_what_an_earlier_round_accepted_can_be_saved_when_a_later_one_fails(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: AnswerRefused("no") if prompt.position == 3 else a_recipe(prompt)
    kitchen.chunk("generate_chunk")
    kitchen.chunk("validate")
    with pytest.raises(AnswerRefused):
        kitchen.chunk("generate_chunk", round=1)
    later = {"error": "KeyRefused", "cause": ""}
    assert kitchen.chunk("persist", round=0, error=later)["saved"] == 4
    assert kitchen.state().record.error_code == "KeyRefused"
    assert kitchen.stages() == [Stage.SAVED] * 3 + [Stage.FAILED] + [Stage.SAVED]
    assert kitchen.state().units[3].reason == PLAIN_WORDS["KeyRefused"]


def test_what_stays_wrong_waits_for_a_person(kitchen: Kitchen) -> None:
    kitchen.open(1, max_prep_time=15)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: a_dish(prompt.position, prep_time_minutes=99)
    for round in range(settings().revisions + 1):
        kitchen.chunk("generate_chunk", round=round)
        checked = kitchen.chunk("validate", round=round)
    assert (checked["again"], checked["review"]) == (0, 1)
    assert kitchen.chunk("persist", round=settings().revisions)["saved"] == 0
    assert kitchen.db.execute("select reasons from recipe_reviews").fetchall() == [
        (["preparation takes 99 minutes, at most 15 are allowed"],)
    ]
    assert kitchen.stages() == [Stage.FAILED]


def test_a_refusal_that_no_recipe_can_escape_makes_the_batch_at_fault_as_a_whole(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: KeyRefused("401") if prompt.position == 3 else a_recipe(prompt)
    for door in ("generate_chunk", "validate", "persist"):
        kitchen.chunk(door)
    record = kitchen.state().record
    assert (record.error_code, record.error_text) == ("KeyRefused", PLAIN_WORDS["KeyRefused"])
    assert kitchen.stages() == [Stage.SAVED, Stage.SAVED, Stage.SAVED, Stage.FAILED, Stage.SAVED]
    with pytest.raises(KeyRefused):
        kitchen.chunk("generate_chunk", round=1)
