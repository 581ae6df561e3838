"""The states of one chunk, from `StartBatch` to `Persist`, on real PostgreSQL and moto's S3 and DynamoDB."""

import importlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from threading import Lock
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import psycopg
import pytest

from brigade.errors import (
    AnswerFiltered,
    AnswerInvalid,
    AnswerRefused,
    AnswerTruncated,
    BrigadeError,
    BudgetSpent,
    DeadlinePassed,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelSlow,
    ModelStaysDown,
    PromptRefused,
    StorageUnavailable,
    TableBusy,
)
from brigade.generation.asked import Answer, Asked
from brigade.generation.prompts import Prompt
from brigade.generation.request import BatchRequest
from brigade.generation.sheet import Sheet, answer_key, plan_key, sheet_key
from brigade.images.brief import Brief, brief_key
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.reasons import PLAIN_WORDS
from brigade.progress.stage import Stage
from brigade.providers.ledger import billed
from brigade.recipes.vocabulary import MealType
from brigade_io import clock
from brigade_io.bucket import Bucket
from brigade_io.dynamodb import to_item
from brigade_io.generation.order_sheets import Round
from brigade_io.generation.text_model import TextModel
from brigade_io.generation.writer import Writer
from brigade_io.progress.wiring import agent_call_table, batch_table
from brigade_io.providers.wiring import text_desk
from brigade_io.recipes.recipe_store import RecipeStore
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket
from tests.factories import BATCH_ID, a_draft_of
from tests.functions.photo_studio import long_down, opened_studio

Reply = Callable[[Prompt], str | Exception]


def a_dish(place: int = 0, **changes: Any) -> str:
    """A draft that suits every meal; another dish at each place."""
    return a_draft_of(place, meal_types=list(MealType), **changes).model_dump_json()


def a_recipe(prompt: Prompt) -> str:
    return a_dish(prompt.position, name=f"Dish {prompt.position}")


class Model(TextModel):
    """A text model that answers as `reply` says: a text, or an error that is raised."""

    def __init__(self) -> None:
        super().__init__(settings())
        self.reply: Reply = a_recipe
        self.prompts: list[Prompt] = []

    def key(self) -> str:
        return "a-key"

    def answer(self, prompt: Prompt, key: str) -> tuple[Answer, int]:
        self.prompts.append(prompt)
        reply = self.reply(prompt)
        if isinstance(reply, Exception):
            raise reply
        return Answer(text=reply, model="m", cost_micros=400), 400


class Kitchen:
    """One batch, its doors called as Lambda calls them, and a writer who answers as `reply` says."""

    def __init__(self, db: psycopg.Connection[Any]) -> None:
        self.db = db
        self.reply: Reply = a_recipe
        self.prompts: list[Prompt] = []

    def writer(self) -> Writer:
        """Of a fresh process."""
        model = Model()
        model.reply, model.prompts = self.reply, self.prompts
        return Writer(model, text_desk())

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


def pass_the_time(seconds: float = 61.0) -> None:
    """By the clock that all workers share."""
    desk, before = text_desk(), text_desk().clock
    desk.clock = lambda: before() + seconds


def answer_others() -> None:
    """Somebody else was answered: the provider is not down."""
    table, name = text_desk().pace, text_desk().provider.name
    table.client.delete_item(TableName=table.name, Key=to_item({"provider": name, "meter": "breaker"}))


@pytest.fixture
def kitchen(database_url: str, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Kitchen]:
    with opened_studio(database_url, db, monkeypatch):
        kitchen = Kitchen(db)
        for door in ("write_recipe", "generate_chunk"):
            monkeypatch.setattr(f"functions.{door}.handler.writer", kitchen.writer)
        yield kitchen


# --- StartBatch ----------------------------------------------------------------------------------


def test_a_plan_lies_in_s3_and_every_recipe_is_a_unit(kitchen: Kitchen) -> None:
    kitchen.open(12)
    answer = kitchen.call("start_batch")
    plan = {"run": 0, "bucket": "work", "key": plan_key(BATCH_ID), "chunks": 3}
    assert answer == {"batch_id": str(BATCH_ID), **plan}
    chunks = work_bucket().get_json(plan_key(BATCH_ID))
    assert [chunk["size"] for chunk in chunks] == [4, 4, 4]
    assert [chunk["positions"] for chunk in chunks] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
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


# --- WriteRecipe ---------------------------------------------------------------------------------


def write(kitchen: Kitchen, *positions: int, round: int = 0) -> list[Any]:
    """What each position's process answers."""
    return [kitchen.chunk("write_recipe", round, position=position) for position in positions]


def test_recipes_are_written_each_by_itself_and_the_chunk_is_put_together_of_them(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    assert write(kitchen, 3, 0, 4, 1, 2) == [None] * 5
    assert kitchen.stages() == [Stage.WRITING] * 5
    assert kitchen.chunk("generate_chunk")["written"] == 5
    assert sorted(prompt.position for prompt in kitchen.prompts) == [0, 1, 2, 3, 4]
    assert kitchen.stages() == [Stage.WRITTEN] * 5


def test_a_recipe_is_written_once_however_often_its_process_is_called(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    write(kitchen, 2, 2, 2)
    assert [prompt.position for prompt in kitchen.prompts] == [2]


def test_what_a_process_could_not_write_is_asked_for_with_its_chunk(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    write(kitchen, 0, 2, 4)
    assert kitchen.chunk("generate_chunk")["written"] == 5
    assert [prompt.position for prompt in kitchen.prompts] == [0, 2, 4, 1, 3]


def test_a_readable_but_wrong_answer_is_mended_by_who_asked(kitchen: Kitchen) -> None:
    kitchen.open(2)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: a_recipe(prompt) if prompt.repair else "{}"
    write(kitchen, 1)
    assert [(prompt.position, prompt.repair) for prompt in kitchen.prompts] == [(1, False), (1, True)]


def test_what_a_process_was_refused_is_told_by_its_chunk(kitchen: Kitchen) -> None:
    kitchen.open(2)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: KeyRefused("401")
    assert write(kitchen, 0, 1) == [None, None]
    with pytest.raises(KeyRefused):
        kitchen.chunk("generate_chunk")
    assert len(kitchen.prompts) == 2


def test_nobody_asks_for_a_recipe_of_a_batch_that_is_over(kitchen: Kitchen) -> None:
    kitchen.open(1, minutes=-1)
    kitchen.call("start_batch")
    assert write(kitchen, 0) == [None]
    assert kitchen.prompts == []


def test_no_process_ever_holds_two_calls(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    holding, most, lock = [0], [0], Lock()

    def reply(prompt: Prompt) -> str:
        with lock:
            holding[0] += 1
            most[0] = max(most[0], holding[0])
        time.sleep(0.05)
        with lock:
            holding[0] -= 1
        return a_recipe(prompt)

    kitchen.reply = reply
    assert kitchen.chunk("generate_chunk")["written"] == 5
    assert most == [1]


def test_a_turn_that_is_free_again_in_a_moment_is_waited_for(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXT_CALLS_AT_ONCE", "1")
    settings.cache_clear()
    kitchen.open(1)
    kitchen.call("start_batch")
    with ExitStack() as others:
        others.enter_context(text_desk().turns.turn(1))
        monkeypatch.setattr(clock, "pause", lambda seconds: (others.close(), time.sleep(seconds)))
        assert write(kitchen, 0) == [None]
    assert len(kitchen.prompts) == 1


def test_nobody_waits_here_for_a_turn_for_ever(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXT_CALLS_AT_ONCE", "1")
    monkeypatch.setenv("TEXT_WINDOW", "2")
    settings.cache_clear()
    kitchen.open(1)
    kitchen.call("start_batch")
    with text_desk().turns.turn(1):
        assert write(kitchen, 0)[0]["wait"] == 1
    assert kitchen.prompts == []


def test_whoever_waits_for_long_is_told_to_come_again(kitchen: Kitchen) -> None:
    kitchen.open(1)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: ModelBusy("slow down", 7.2)
    (early,) = write(kitchen, 0)
    assert early["wait"] in (7, 8)
    kitchen.reply = a_recipe
    pass_the_time()
    assert kitchen.chunk("write_recipe", position=0, slot=early["slot"]) is None


@pytest.mark.parametrize(("overnight", "positions"), [(False, [3]), (True, [])])
def test_what_is_written_again_is_written_by_a_process_each_unless_it_has_all_night(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch, overnight: bool, positions: list[int]
) -> None:
    monkeypatch.setattr("functions.generate_chunk.handler.night_writer", kitchen.writer)
    kitchen.open(5, max_prep_time=15, overnight=overnight)
    kitchen.call("start_batch")
    assert [len(chunk["positions"]) for chunk in work_bucket().get_json(plan_key(BATCH_ID))] == [5 * len(positions)]
    kitchen.reply = lambda prompt: a_dish(prompt.position, prep_time_minutes=99 if prompt.position == 3 else 5)
    kitchen.chunk("generate_chunk")
    assert kitchen.chunk("validate")["positions"] == positions


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
    with patch.object(Bucket, "put_json", side_effect=[StorageUnavailable("SlowDown")] * 2 + [None] * 9):
        assert kitchen.chunk("generate_chunk")["written"] == 5
    assert len(kitchen.prompts) == 5


def test_who_comes_too_early_is_told_how_long_to_wait(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXT_REQUESTS_PER_MINUTE", "5")
    settings.cache_clear()
    kitchen.open(5)
    kitchen.call("start_batch")
    text_desk().hear({})
    text_desk().book(5)
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
    assert kitchen.chunk("generate_chunk")["wait"] in (7, 8)


def test_a_busy_provider_that_does_not_say_how_long_is_waited_for_too(kitchen: Kitchen) -> None:
    kitchen.open(1)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: ModelBusy("slow down")
    assert kitchen.chunk("generate_chunk")["wait"] in (4, 5)


ODD = [ModelDown("500"), ModelSlow("late"), billed(ModelDown("rubbish"), 100), ModelBusy("429", 3.0), KeyError("bug"),
       BudgetSpent("spent"), PromptRefused("422"), AnswerRefused("no"), AnswerFiltered("no"), AnswerInvalid("unread"),
       billed(AnswerTruncated("cut"), 400)]  # fmt: skip


@pytest.mark.parametrize("error", ODD, ids=repr)
def test_whatever_becomes_of_one_call_the_other_four_are_asked_once_and_kept(
    kitchen: Kitchen, error: Exception
) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: error if prompt.position == 3 else a_recipe(prompt)
    kitchen.chunk("generate_chunk")
    kitchen.reply = a_recipe
    pass_the_time()
    written = kitchen.chunk("generate_chunk")
    assert written["written"] >= 4
    assert sorted(prompt.position for prompt in kitchen.prompts if prompt.position != 3) == [0, 1, 2, 4]
    assert len(kitchen.prompts) <= 4 + 3


def test_a_chunk_that_is_killed_asks_only_for_what_had_not_come(kitchen: Kitchen) -> None:
    """A kill is what no code can catch: here it strikes when three answers are kept."""
    kitchen.open(5)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: TableBusy("killed") if prompt.position > 2 else a_recipe(prompt)
    with pytest.raises(TableBusy):
        kitchen.chunk("generate_chunk")
    kitchen.prompts.clear()
    kitchen.reply = a_recipe
    assert kitchen.chunk("generate_chunk")["written"] == 5
    assert sorted(prompt.position for prompt in kitchen.prompts) == [3, 4]


@pytest.mark.parametrize(
    ("rubbish", "calls"),
    [(ModelDown("500"), 16), (billed(ModelDown("rubbish"), 100), 6), (AnswerInvalid("unread"), 6)],
    ids=repr,
)
def test_an_answer_that_is_never_one_is_asked_for_with_pauses_and_only_so_often(
    kitchen: Kitchen, rubbish: BrigadeError, calls: int
) -> None:
    kitchen.open(2)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: rubbish if prompt.position else a_recipe(prompt)
    waits = [0]
    while wait := kitchen.chunk("generate_chunk").get("wait"):
        waits.append(wait)
        pass_the_time(31.0)
        answer_others()
    assert len([prompt for prompt in kitchen.prompts if prompt.position == 1]) == calls
    assert sum(waits) >= 3
    for door in ("validate", "persist"):
        answer = kitchen.chunk(door)
    assert answer["saved"] == 1
    assert kitchen.stages() == [Stage.SAVED, Stage.FAILED]


def test_a_truncated_answer_is_asked_for_with_more_room_and_then_set_aside(kitchen: Kitchen) -> None:
    kitchen.open(1)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: billed(AnswerTruncated("cut"), 400)
    assert kitchen.chunk("generate_chunk") | {"written": 0, "missing": 1} == kitchen.chunk("generate_chunk")
    assert [prompt.room(3000) for prompt in kitchen.prompts] == [3000, 6000, 12000]


def test_a_filtered_question_is_asked_once_more_without_what_the_guest_typed(kitchen: Kitchen) -> None:
    kitchen.open(1, natural_language_prompt="extra spicy weapons-grade curry")
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: AnswerFiltered("no") if "weapons" in prompt.text else a_recipe(prompt)
    assert kitchen.chunk("generate_chunk")["written"] == 1
    assert ["weapons" in prompt.text for prompt in kitchen.prompts] == [True, False]


def test_what_is_paid_is_kept_when_the_batch_is_stopped_meanwhile(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: ModelDown("500") if prompt.position == 4 else a_recipe(prompt)
    assert kitchen.chunk("generate_chunk")["wait"] == 1
    batch_table().cancel(BATCH_ID, clock.now())
    assert kitchen.chunk("generate_chunk")["written"] == 4
    assert len(kitchen.prompts) == 5


def test_what_is_paid_is_kept_when_the_provider_stays_down(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: ModelDown("500") if prompt.position == 4 else a_recipe(prompt)
    kitchen.chunk("generate_chunk")
    pass_the_time(1.0)
    long_down(text_desk())
    assert kitchen.chunk("generate_chunk")["written"] == 4


def test_no_call_begins_too_late_to_be_kept(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXT_WINDOW", "0")
    settings.cache_clear()
    kitchen.open(2)
    kitchen.call("start_batch")
    assert kitchen.chunk("generate_chunk")["wait"] == 1
    assert kitchen.prompts == []


def test_an_answer_is_kept_while_its_store_is_away(kitchen: Kitchen) -> None:
    kitchen.open(5)
    kitchen.call("start_batch")
    with patch.object(Round, "put_asked", side_effect=[StorageUnavailable("away")] * 20 + [None] * 9):
        assert kitchen.chunk("generate_chunk")["written"] == 5
    assert len(kitchen.prompts) == 5


def test_an_answer_is_held_for_an_outage_of_a_minute_however_late_it_came(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another call is still to be asked again, so that no sheet is written with what was not kept."""
    monkeypatch.setenv("TEXT_TIMEOUT", "1")
    monkeypatch.setenv("TEXT_WINDOW", "30")
    settings.cache_clear()
    kitchen.open(2)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: ModelBusy("429", 200.0) if prompt.position else a_recipe(prompt)
    away = clock.epoch() + 60

    def put(round: Round, prompt: Prompt, asked: Asked) -> None:
        if clock.epoch() < away:
            raise StorageUnavailable("away")
        kept(round, prompt, asked)

    kept = Round.put_asked
    monkeypatch.setattr(Round, "put_asked", put)
    pass_by_pausing(monkeypatch)
    assert kitchen.chunk("generate_chunk")["wait"] > 1
    assert work_bucket().exists(answer_key(BATCH_ID, chunk=0, position=0, round=0, turn="write"))


def pass_by_pausing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause takes no time, and its time has passed."""
    paused, before = [0.0], clock.epoch
    lock = Lock()

    def pause(seconds: float) -> None:
        with lock:
            paused[0] += seconds

    monkeypatch.setattr(clock, "pause", pause)
    monkeypatch.setattr(clock, "epoch", lambda: before() + paused[0])


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
    kitchen.reply = lambda prompt: "{" if prompt.position == 3 else a_recipe(prompt)
    kitchen.chunk("generate_chunk")
    kitchen.chunk("validate")
    kitchen.reply = lambda prompt: KeyRefused("401")
    with pytest.raises(KeyRefused):
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
    kitchen.open(8)
    kitchen.call("start_batch")
    kitchen.reply = lambda prompt: KeyRefused("401") if prompt.position == 3 else a_recipe(prompt)
    for door in ("generate_chunk", "validate", "persist"):
        kitchen.chunk(door)
    record = kitchen.state().record
    assert (record.error_code, record.error_text) == ("KeyRefused", PLAIN_WORDS["KeyRefused"])
    assert kitchen.stages() == [Stage.SAVED] * 3 + [Stage.FAILED] + [Stage.PLANNED] * 4
    kitchen.prompts.clear()
    with pytest.raises(KeyRefused):
        kitchen.call("generate_chunk", chunk=1)
    assert kitchen.prompts == []
