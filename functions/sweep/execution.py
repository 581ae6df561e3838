"""Which batch, chunk and run a dead execution belonged to: its name says so."""

from typing import Any
from uuid import UUID

from brigade.generation.messages import StepError
from brigade.model import Message
from brigade.runs import execution_of

DEAD = frozenset({"FAILED", "TIMED_OUT", "ABORTED"})


class DeadExecution(Message):
    """`chunk` is None for the batch machine's, and that of the pictures for the illustrating machine's."""

    batch_id: UUID
    chunk: int | None
    run: int
    error: StepError


def dead_execution(event: dict[str, Any]) -> DeadExecution | None:
    """The execution that an EventBridge event tells of, None where it is none of ours or still lives."""
    detail = detail_of(event)
    named = execution_of(str(detail.get("name", "")))
    if named is None or detail.get("status") not in DEAD:
        return None
    error = StepError(error=detail.get("error") or f"Execution{detail['status']}", cause=detail.get("cause") or "")
    return DeadExecution(**named._asdict(), error=error)


def detail_of(event: dict[str, Any]) -> dict[str, Any]:
    """What the event tells of; EventBridge Scheduler, left to itself, sends a text here."""
    detail = event.get("detail")
    return detail if isinstance(detail, dict) else {}
