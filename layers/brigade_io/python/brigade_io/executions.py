"""Step Functions: starting executions, and asking after them. By their names nothing starts twice."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from brigade.errors import BrigadeError, NotFound, Transient
from brigade_io.aws import client

ALIVE = frozenset({"RUNNING", "PENDING_REDRIVE"})
# Mistakes of ours, which waiting does not mend.
MISTAKES = frozenset({
    "AccessDenied", "AccessDeniedException", "InvalidArn", "InvalidExecutionInput", "InvalidName",
    "StateMachineDoesNotExist", "StateMachineDeleting", "ValidationException",
})  # fmt: skip


class Fate(NamedTuple):
    """How an execution stands: `status` as Step Functions has it, and why it failed where it did."""

    status: str
    error: str | None
    cause: str | None

    @property
    def is_alive(self) -> bool:
        return self.status in ALIVE


def start_execution(machine: str, name: str, task: Any) -> None:
    """Start it, where it was not before. Raises Transient, or the root of our errors for a mistake."""
    with suppress(AlreadyStarted), _translated():
        client("stepfunctions").start_execution(stateMachineArn=machine, name=name, input=json.dumps(task))


def fate_at(machine: str, name: str) -> Fate | None:
    """None where it was never begun. Raises as `start_execution` does."""
    arn = f"{machine.replace(':stateMachine:', ':execution:')}:{name}"
    try:
        with _translated():
            told = client("stepfunctions").describe_execution(executionArn=arn)
    except NotFound:
        return None
    return Fate(told["status"], told.get("error"), told.get("cause"))


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
