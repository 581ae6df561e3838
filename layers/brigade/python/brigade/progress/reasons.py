"""Why something did not come to be, in plain words: what happened, and what to do about it."""

import json

from brigade.errors import BatchCancelled, BucketMissing, KeyRefused, ModelMissing, QuotaExhausted
from brigade.generation.messages import StepError

# Whatever is tried next in this batch meets the same refusal, so the batch as a whole is at fault.
BATCH_WIDE = frozenset(error.__name__ for error in (KeyRefused, QuotaExhausted, ModelMissing, BucketMissing))

AGAIN = "Retry what failed."
KEPT = "The recipe keeps its placeholder: ask for another picture."
PLAIN_WORDS = {
    "KeyRefused": f"The model provider does not accept our key. Check the key in Secrets Manager. {AGAIN}",
    "QuotaExhausted": f"The model provider's account has no credit left. Top it up. {AGAIN}",
    "ModelMissing": f"The model provider does not know the configured model. Check its name. {AGAIN}",
    "BucketMissing": f"A storage bucket is missing or closed to us. Check the deployment. {AGAIN}",
    "ModelStaysDown": f"The model provider was down for longer than a batch waits. Wait until it is up again. {AGAIN}",
    "BudgetSpent": f"The batch reached its spending limit. {AGAIN}",
    "DeadlinePassed": f"The batch ran out of time. {AGAIN}",
    "BatchCancelled": "The batch was cancelled. To go on, retry it.",
    "ImageRefused": f"The image provider's content policy refused the picture. {KEPT}",
    "DuplicateImage": f"Every picture was too like one already stored. {KEPT}",
    "PictureUnreadable": f"The picture that came back could not be read. {KEPT}",
    "ModelBusy": f"The model provider was over its rate limit for too long. Wait a while. {AGAIN}",
    "ModelSlow": f"The model provider did not answer in time. Wait a while. {AGAIN}",
    "ModelDown": f"The model provider could not be reached. Wait a while. {AGAIN}",
    "AnswerRefused": f"The writer declined to write it. Change the request's wording. {AGAIN}",
    "AnswerTruncated": f"The writer's answer stopped before its end. {AGAIN}",
    "AnswerInvalid": f"The writer's answer broke the rules of a recipe each time. {AGAIN}",
    "DatabaseUnavailable": f"The database could not be reached. {AGAIN}",
    "StorageUnavailable": f"The file storage could not be reached. {AGAIN}",
    "TableBusy": f"The state tables could not keep up. {AGAIN}",
    "InfeasibleConstraints": "No recipe can meet these limits together. Change the limits.",
    "States.Timeout": f"A step took longer than it may. {AGAIN}",
    "Sandbox.Timedout": f"A step took longer than it may. {AGAIN}",
}

UNKNOWN = "A step failed unexpectedly. The logs say why: look for the batch id."
NEVER_WRITTEN = f"It was never written. {AGAIN}"
NEVER_PLANNED = "The batch ended before it was planned. Start it again."
NEVER_STARTED = "The work could not be started. Start it again."
OUT_OF_TIME = PLAIN_WORDS["DeadlinePassed"]
CANCELLED = PLAIN_WORDS["BatchCancelled"]
ACCEPTED = "A person accepted it. Ask for its picture."
SAVED_LATE = "It was saved after its batch had ended. Ask for its picture."
STOPPED = f"The work on it stopped unexpectedly. {AGAIN}"


def reason_of(error: StepError) -> str:
    """The plain words for an error that Step Functions caught; what nobody foresaw stays in the logs."""
    return PLAIN_WORDS.get(name_of(error), UNKNOWN)


def fault_of(error: StepError | None) -> tuple[str | None, str | None]:
    """What the batch as a whole is blamed for, name and plain words; nothing where somebody cancelled it."""
    if error is None or name_of(error) == BatchCancelled.__name__:
        return None, None
    return name_of(error), reason_of(error)


def name_of(error: StepError) -> str:
    """The class name of an error: a failed function's own where the platform only says that it failed."""
    if error.error in PLAIN_WORDS:
        return error.error
    try:
        cause = json.loads(error.cause)
    except ValueError:
        return error.error
    inner = cause.get("errorType") if isinstance(cause, dict) else None
    return inner if isinstance(inner, str) else error.error
