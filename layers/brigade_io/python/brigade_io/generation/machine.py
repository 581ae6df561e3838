"""Starting the machines. An execution's name says what it works on, so that nothing starts twice."""

import json
from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError

from brigade.errors import BrigadeError, Transient
from brigade.generation.messages import SavedRecipe
from brigade.runs import execution_name, illustration_name
from brigade_io.aws import client
from brigade_io.settings import settings

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


def _start(machine: str, name: str, task: Any) -> None:
    try:
        client("stepfunctions").start_execution(stateMachineArn=machine, name=name, input=json.dumps(task))
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code != "ExecutionAlreadyExists":
            raise (BrigadeError if code in MISTAKES else Transient)(f"Step Functions answered {code}") from error
    except BotoCoreError as error:
        raise Transient(f"Step Functions could not be reached: {type(error).__name__}") from error
