"""The doors of generations on real PostgreSQL and moto's AWS, with a scripted image model, in a few words each."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

import requests

from brigade.image_generation.messages import GenerationTask
from brigade_io.aws import client
from brigade_io.database import database
from brigade_io.image_generation.credit_store import CreditStore
from brigade_io.settings import settings
from tests.functions import gateway
from tests.functions.doorway import a_context
from tests.functions.households import USER, Households, Member, households
from tests.functions.photo_studio import Painter
from tests.functions.warmth import forget

MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:generate_image"


class Atelier:
    """A painter for each image model. Who asks is a user, unless it is said who."""

    def __init__(self, here: Households) -> None:
        self.here = here
        self.painters = {model.name: Painter(seed) for seed, model in enumerate(settings().image_models)}
        self.painter = next(iter(self.painters.values()))
        self.painter.most = self.painter.cost = 13_200

    # --- Over HTTP -------------------------------------------------------------------------------

    def ask(self, method: str, path: str, body: Any = None, who: Member = USER, **options: Any) -> requests.Response:
        return self.here.client(who).request(method, f"{gateway.URL}/api/{path}", json=body, **options)

    def generate(self, who: Member = USER, **fields: Any) -> requests.Response:
        return self.ask("POST", "images/generate", {"prompt": "A fig tart", **fields}, who)

    def submitted(self, who: Member = USER, **fields: Any) -> str:
        """The id of a generation that was asked for."""
        answer = self.generate(who, **fields)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["generations"][0]["id"])

    def status(self, id: str, who: Member = USER) -> dict[str, Any]:
        answer = self.ask("GET", f"generation/{id}/status", who=who)
        assert answer.status_code == 200, answer.text
        return cast(dict[str, Any], answer.json())

    def balance(self, who: Member = USER) -> int:
        with database() as db:
            return CreditStore(db).balance(who.id)

    # --- What stands behind it -------------------------------------------------------------------

    def messages(self) -> list[dict[str, Any]]:
        """What the queue was told, and forgets by this."""
        answer = client("sqs").receive_message(
            QueueUrl=settings().generation_queue, MaxNumberOfMessages=10, AttributeNames=["All"]
        )
        for each in answer.get("Messages", []):
            client("sqs").delete_message(QueueUrl=settings().generation_queue, ReceiptHandle=each["ReceiptHandle"])
        return list(answer.get("Messages", []))

    def executions(self) -> list[str]:
        found = client("stepfunctions").list_executions(stateMachineArn=MACHINE)["executions"]
        return sorted(each["name"] for each in found)

    def wake(self, times: int = 1) -> dict[str, Any]:
        """What the queue does with a message."""
        event = {"Records": [{"messageId": str(number), "body": "{}"} for number in range(times)]}
        return cast(dict[str, Any], self.door("start_generation")(event, a_context()))

    def sweep(self) -> None:
        self.door("sweep_generations")({}, a_context())

    def door(self, name: str) -> Any:
        return importlib.import_module(f"functions.{name}.handler").handler

    def step(self, door: str, id: str, **task: Any) -> Any:
        return self.door(door)({"generation_id": id, "run": 0, **task}, SimpleNamespace())

    def draw(self, id: str, position: int = 0, **task: Any) -> dict[str, Any]:
        return cast(dict[str, Any], self.step("draw", id, position=position, **task))

    def store(self, drawn: dict[str, Any]) -> dict[str, Any]:
        return cast(dict[str, Any], self.door("store")(drawn, SimpleNamespace()))

    def begun(self, who: Member = USER, **fields: Any) -> str:
        """The id of a generation that is in work, and nothing else waits."""
        id = self.submitted(who, **fields)
        self.wake()
        assert f"{id}-0" in self.executions()
        return id

    def task(self, id: str) -> GenerationTask:
        """What its execution was told."""
        arn = f"{MACHINE.replace(':stateMachine:', ':execution:')}:{id}-0"
        told = client("stepfunctions").describe_execution(executionArn=arn)["input"]
        return GenerationTask.model_validate_json(told)


@contextmanager
def opened_atelier(database_url: str, **environment: str) -> Iterator[Atelier]:
    with households(database_url, **environment) as here:
        forget()
        with database() as db:  # what the households have asked for is none of ours
            db.execute("truncate generations, waiting_blocks, credit_entries, credit_accounts")
        atelier = Atelier(here)
        with patch("brigade_io.images.wiring.image_model", lambda model: atelier.painters[model.name]):
            yield atelier
    forget()
