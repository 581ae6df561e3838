"""Starting executions, and asking after them. Their names say what they work on, so that nothing starts twice."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError

from brigade.errors import BrigadeError, NotFound, Transient
from brigade.generation.messages import SavedRecipe
from brigade.runs import Execution, execution_name, illustration_name
from brigade_io.aws import client
from brigade_io.settings import settings

ALIVE = frozenset({"RUNNING", "PENDING_REDRIVE"})
# Mistakes of ours, which waiting does not mend.
MISTAKES = frozenset({
    "AccessDenied", "AccessDeniedException", "InvalidArn", "InvalidExecutionInput", "InvalidName",
    "StateMachineDoesNotExist", "StateMachineDeleting", "ValidationException",
})  # fmt: skip


def start_generation(batch_id: UUID, run: int = 0) -> None:
    """Start a run of the batch machine, where it was not before. Raises Transient, or its root for a mistake."""
    task = {"batch_id": str(batch_id), "run": run}
    _start(settings().generate_batch_machine, execution_name(batch_id, run), task)


def start_illustration(batch_id: UUID, chunk: int, run: int, recipes: list[SavedRecipe]) -> None:
    """Have pictures of these recipes of a chunk taken. Raises as `start_generation` does."""
    task = {"recipes": [recipe.model_dump(mode="json") for recipe in recipes]}
    _start(settings().illustrate_recipes_machine, illustration_name(batch_id, chunk, run), task)


class Fate(NamedTuple):
    """How an execution stands: `status` as Step Functions has it, and why it failed where it did."""

    status: str
    error: str | None
    cause: str | None

    @property
    def is_alive(self) -> bool:
        return self.status in ALIVE


def fate_of(execution: Execution) -> Fate | None:
    """None where it was never begun. Raises as `start_generation` does."""
    if execution.chunk is None:
        machine, name = settings().generate_batch_machine, execution_name(execution.batch_id, execution.run)
    else:
        machine = settings().illustrate_recipes_machine
        name = illustration_name(execution.batch_id, execution.chunk, execution.run)
    arn = f"{machine.replace(':stateMachine:', ':execution:')}:{name}"
    try:
        with _translated():
            told = client("stepfunctions").describe_execution(executionArn=arn)
    except NotFound:
        return None
    return Fate(told["status"], told.get("error"), told.get("cause"))


def _start(machine: str, name: str, task: Any) -> None:
    with suppress(AlreadyStarted), _translated():
        client("stepfunctions").start_execution(stateMachineArn=machine, name=name, input=json.dumps(task))


class AlreadyStarted(Exception):
    """An execution of this name was started before."""


@contextmanager
def _translated() -> Iterator[None]:
    """Raises AlreadyStarted or NotFound, the root of our errors for a mistake of ours, Transient for the rest."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "ExecutionAlreadyExists":
            raise AlreadyStarted from error
        if code == "ExecutionDoesNotExist":
            raise NotFound("no such execution") from error
        raise (BrigadeError if code in MISTAKES else Transient)(f"Step Functions answered {code}") from error
    except BotoCoreError as error:
        raise Transient(f"Step Functions could not be reached: {type(error).__name__}") from error
