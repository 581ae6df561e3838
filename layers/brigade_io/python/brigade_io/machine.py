"""Starting the batch machine. The execution's name is the batch id, so that a batch starts once."""

import json
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError

from brigade.errors import BrigadeError, Transient
from brigade_io.aws import client
from brigade_io.settings import settings

# Mistakes of ours, which waiting does not mend.
MISTAKES = frozenset({
    "AccessDenied", "AccessDeniedException", "InvalidArn", "InvalidExecutionInput", "InvalidName",
    "StateMachineDoesNotExist", "StateMachineDeleting", "ValidationException",
})  # fmt: skip


def start_generation(batch_id: UUID) -> None:
    """Start the batch's execution, where it was not started before. Raises Transient, or its root for a mistake."""
    machine = settings().generate_batch_machine
    task = json.dumps({"batch_id": str(batch_id)})
    try:
        client("stepfunctions").start_execution(stateMachineArn=machine, name=str(batch_id), input=task)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code != "ExecutionAlreadyExists":
            raise (BrigadeError if code in MISTAKES else Transient)(f"Step Functions answered {code}") from error
    except BotoCoreError as error:
        raise Transient(f"Step Functions could not be reached: {type(error).__name__}") from error
