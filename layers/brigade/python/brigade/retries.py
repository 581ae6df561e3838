"""Every retry limit and back-off, in one table; the `Retry` blocks of the state machines are made from it.

Waits of Step Functions are whole seconds of at least one: the artist's half second is one second with full jitter.
What a state meets is counted in three rows: throttles of the platform, outages of our own stores, and all else.
"""

from typing import Any

from pydantic import Field

from brigade.errors import DatabaseUnavailable, StorageUnavailable, TableBusy, Transient, leaves
from brigade.model import Message


class Retry(Message):
    """How often a state is tried again, after how many seconds, times `backoff` each further time."""

    attempts: int = Field(gt=0)
    seconds: int = Field(gt=0)
    backoff: float = Field(default=1.0, ge=1.0)
    longest: int | None = None


RETRIES: dict[str, Retry] = {
    "StartBatch": Retry(attempts=3, seconds=5),
    "WriteRecipe": Retry(attempts=3, seconds=5, backoff=2.0, longest=20),
    "GenerateChunk": Retry(attempts=3, seconds=5, backoff=2.0, longest=20),
    "Validate": Retry(attempts=5, seconds=1, backoff=2.0, longest=20),
    "Persist": Retry(attempts=5, seconds=1, backoff=2.0, longest=20),
    "StartIllustration": Retry(attempts=4, seconds=1, backoff=2.0, longest=20),
    "Image": Retry(attempts=2, seconds=1),
    "Upload": Retry(attempts=5, seconds=1, backoff=2.0, longest=20),
    "SetAside": Retry(attempts=5, seconds=1, backoff=2.0, longest=20),
    "KeepPlaceholder": Retry(attempts=5, seconds=1, backoff=2.0, longest=20),
    "CloseBatch": Retry(attempts=5, seconds=1, backoff=2.0, longest=20),
    "FetchReferences": Retry(attempts=2, seconds=1),
    "Draw": Retry(attempts=2, seconds=1),
    "Store": Retry(attempts=5, seconds=1, backoff=2.0, longest=20),
    "Settle": Retry(attempts=5, seconds=1, backoff=2.0, longest=20),
}

# A store of ours that is away is waited for, whatever the state: its work is paid for, and repeating it costs nothing.
# Full jitter halves the waits on average; so many of them last more than six minutes, give or take.
OUTAGE = Retry(attempts=38, seconds=1, backoff=2.0, longest=30)
OWN_STORES = [error.__name__ for error in (DatabaseUnavailable, StorageUnavailable, TableBusy)]
READING_PLAN = "WriteChunks"  # the one state that reads S3 without a function: the platform says so in its own words
PLAN_UNREAD = ["States.ItemReaderFailed"]

THROTTLED = Retry(attempts=8, seconds=1, backoff=2.0, longest=30)
THROTTLES = ["Lambda.TooManyRequestsException", "StepFunctions.ExecutionLimitExceededException",
             "StepFunctions.ThrottlingException"]  # fmt: skip
PLATFORM_ERRORS = [
    "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.ServiceException", "Lambda.Unknown",
    "Runtime.ExitError", "Sandbox.Timedout", "States.Timeout", "StepFunctions.InternalServerException",
    "StepFunctions.SdkClientException",
]  # fmt: skip


def retry_blocks(state: str) -> list[dict[str, Any]]:
    """The `Retry` field of a state, in the Amazon States Language."""
    if state == READING_PLAN:
        return [_block(PLAN_UNREAD, OUTAGE)]
    others = sorted({error.__name__ for error in leaves(Transient)} - set(OWN_STORES))
    return [_block(THROTTLES, THROTTLED), _block(OWN_STORES, OUTAGE), _block(others + PLATFORM_ERRORS, RETRIES[state])]


def _block(errors: list[str], retry: Retry) -> dict[str, Any]:
    block: dict[str, Any] = {"ErrorEquals": errors, "IntervalSeconds": retry.seconds, "MaxAttempts": retry.attempts,
                             "BackoffRate": retry.backoff, "JitterStrategy": "FULL"}  # fmt: skip
    return block if retry.longest is None else {**block, "MaxDelaySeconds": retry.longest}
