"""Batches driven through the real doors, in process, with the real adapters against the mock provider.

What the state machine does between the doors is done here as its definition says: transient errors are tried again, a
wait is waited (by letting the pace table forget, as it does in time), and what is given up goes where it goes there.
"""

import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from brigade.errors import BrigadeError, Transient
from brigade.generation.concept import Concept
from brigade.generation.request import BatchRequest
from brigade.generation.sheet import Sheet, sheet_key
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit
from brigade.providers.breaker import LONGEST_PAUSE
from brigade.providers.ledger import LedgerEntry
from brigade.retries import RETRIES
from brigade_io import clock
from brigade_io.aws import client
from brigade_io.generation import wiring as generation_wiring
from brigade_io.images.wiring import image_model
from brigade_io.progress.wiring import batch_table
from brigade_io.providers import provider_key
from brigade_io.providers import wiring as providers_wiring
from brigade_io.providers.wiring import image_desk, text_desk
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket
from tests.functions.photo_studio import opened_studio
from tests.mock_provider import MockProvider

MOST_STEPS = 60
TRIES = 3  # of a picture


@dataclass
class World:
    """`mock` is the provider of texts and pictures."""

    mock: MockProvider
    db: psycopg.Connection[Any]
    passed: float = 0.0  # seconds

    def batch(self, count: int, images: bool = False, **request: Any) -> "Batch":
        asked = BatchRequest(count=count, seed=1, enable_image_generation=images, enable_nutrition_validation=False,
                             **request)  # fmt: skip
        now, batch_id = clock.now(), uuid4()
        batch_table().create(
            BatchRecord(batch_id=batch_id, owner="ann", request=asked, created_at=now, total=count,
                        deadline=now + timedelta(minutes=60))
        )  # fmt: skip
        self.rest()
        return Batch(self, batch_id)

    def rest(self) -> None:
        """As much time passes as anybody waits for: holds, an open breaker, and turns lapse."""
        pace = client("dynamodb")
        for item in pace.scan(TableName="pace")["Items"]:
            pace.delete_item(TableName="pace", Key={name: item[name] for name in ("provider", "meter")})
        for room in (generation_wiring, providers_wiring):  # what a desk believes to know, it knows for a moment only
            for made in vars(room).values():
                if hasattr(made, "cache_clear") and made is not settings:
                    made.cache_clear()
        self.passed += LONGEST_PAUSE
        for desk in (text_desk(), image_desk()):
            desk.clock = lambda: clock.epoch() + self.passed


class Batch:
    """One batch, of as many chunks as it has."""

    def __init__(self, world: World, batch_id: UUID) -> None:
        self.world = world
        self.batch_id = batch_id
        self.saved: list[dict[str, Any]] = []

    def concept(self, position: int) -> Concept:
        """What is asked for at this position, as it is planned."""
        self._door("start_batch")
        sheet = Sheet.model_validate(work_bucket().get_json(sheet_key(self.batch_id, 0, "planned")))
        return next(line.concept for line in sheet.lines if line.concept.position == position)

    # --- Writing -------------------------------------------------------------------------------------

    def write(self) -> None:
        """Every chunk from `StartBatch` to `Persist` or `SetAside`."""
        planned = self._door("start_batch")
        for chunk in work_bucket().get_json(planned["key"]):
            self._chunk({"chunk": chunk["chunk"], "round": chunk["round"]}, chunk["positions"])

    def _chunk(self, task: dict[str, Any], positions: list[int]) -> None:
        try:
            while positions := self._round(task, positions):
                task["round"] += 1
        except BrigadeError as error:
            self._give_up(task, _told(error))
        else:
            self.saved += self._door("persist", **task)["recipes"]

    def _round(self, task: dict[str, Any], positions: list[int]) -> list[int]:
        """The recipes that are to be written again."""
        for position in positions:
            with suppress(BrigadeError):
                self._patiently("WriteRecipe", "write_recipe", **task, position=position)
        self._patiently("GenerateChunk", "generate_chunk", **task)
        again: list[int] = self._door("validate", **task)["positions"]
        return again

    def _give_up(self, task: dict[str, Any], error: dict[str, str]) -> None:
        if task["round"] % 10:
            before = {"chunk": task["chunk"], "round": task["round"] - 1}
            self.saved += self._door("persist", **before, error=error)["recipes"]
        else:
            self._door("set_aside", **task, error=error)

    # --- Pictures ------------------------------------------------------------------------------------

    def illustrate(self) -> None:
        """The picture of every saved recipe, or its placeholder."""
        for recipe in self.saved:
            self._picture({name: recipe[name] for name in ("recipe_id", "position", "attempt")})

    def _picture(self, task: dict[str, Any]) -> None:
        made: dict[str, Any] = {}
        try:
            made = self._patiently("Image", "image", **task)
            self._door("upload", **{name: made[name] for name in (*task, "key")})
        except BrigadeError as error:
            again = type(error).__name__ in ("DuplicateImage", "PictureUnreadable")
            if again and task["attempt"] % 10 < TRIES - 1:
                return self._picture({**task, "attempt": task["attempt"] + 1})
            key = "" if again else made.get("key", "")
            self._door("keep_placeholder", **task, key=key, error=_told(error))

    # --- Steps ---------------------------------------------------------------------------------------

    def _patiently(self, state: str, door: str, **task: Any) -> dict[str, Any]:
        tries = RETRIES[state].attempts
        for _ in range(MOST_STEPS):
            try:
                answer = self._door(door, **task)
            except Transient:
                if not tries:
                    raise
                tries -= 1
                self.world.rest()
            else:
                if answer is None or not {"wait", "next"} & answer.keys():
                    return answer or {}
                task |= {name: answer[name] for name in ("slot", "seeking") if name in answer}
                self.world.rest()
        raise AssertionError(f"{state} waits for ever")

    def _door(self, door: str, **task: Any) -> Any:
        event = {"batch_id": str(self.batch_id), **task, "retry_count": 0}
        return importlib.import_module(f"functions.{door}.handler").handler(event, SimpleNamespace())

    # --- What came of it -----------------------------------------------------------------------------

    def state(self) -> BatchState:
        return batch_table().read(self.batch_id)

    def unit(self, position: int) -> Unit:
        return next(unit for unit in self.state().units if unit.position == position)

    def kept(self) -> list[int]:
        """The positions whose recipes are saved."""
        return [unit.position for unit in self.state().units if unit.stage not in (Stage.FAILED, Stage.CANCELLED)]

    def entries(self, position: int, purpose: str = "text") -> list[LedgerEntry]:
        return [entry for entry in self.state().ledger if (entry.position, entry.purpose) == (position, purpose)]


def _told(error: BrigadeError) -> dict[str, str]:
    """As Step Functions tells of a failed function."""
    name = type(error).__name__
    return {"error": name, "cause": json.dumps({"errorType": name, "errorMessage": str(error)})}


@contextmanager
def opened_world(
    database_url: str, db: psycopg.Connection[Any], mock: MockProvider, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    for kind in ("TEXT", "IMAGE"):
        monkeypatch.setenv(f"{kind}_BASE_URL", mock.url)
        monkeypatch.setenv(f"{kind}_TIMEOUT", "2.0")
    monkeypatch.setenv("IMAGE_SIZE", "512x320")
    with opened_studio(database_url, db, monkeypatch):
        monkeypatch.setattr("brigade_io.images.wiring.image_model", image_model)
        provider_key._provider.cache_clear()
        client("secretsmanager").create_secret(Name=settings().text_key_secret, SecretString="sk-right")
        yield World(mock, db)
        provider_key._provider.cache_clear()
