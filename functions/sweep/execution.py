"""Which batch, and which chunk of it, a dead execution belonged to: both machines' names begin with the batch id."""

import re
from typing import Any
from uuid import UUID

from brigade.generation.messages import StepError
from brigade.model import Message

NAME = re.compile(r"^(?P<batch>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(-(?P<chunk>\d{1,5}))?$")
DEAD = frozenset({"FAILED", "TIMED_OUT", "ABORTED"})


class DeadExecution(Message):
    """`chunk` is None for the batch machine's, and that of the pictures for the illustrating machine's."""

    batch_id: UUID
    chunk: int | None
    error: StepError


def dead_execution(event: dict[str, Any]) -> DeadExecution | None:
    """The execution that an EventBridge event tells of, None where it is none of ours or still lives."""
    detail = detail_of(event)
    match = NAME.match(str(detail.get("name", "")))
    if match is None or detail.get("status") not in DEAD:
        return None
    error = StepError(error=detail.get("error") or f"Execution{detail['status']}", cause=detail.get("cause") or "")
    chunk = int(match["chunk"]) if match["chunk"] else None
    return DeadExecution(batch_id=UUID(match["batch"]), chunk=chunk, error=error)


def detail_of(event: dict[str, Any]) -> dict[str, Any]:
    """What the event tells of; EventBridge Scheduler, left to itself, sends a text here."""
    detail = event.get("detail")
    return detail if isinstance(detail, dict) else {}
