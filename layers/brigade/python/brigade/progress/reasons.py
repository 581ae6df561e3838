"""Why something did not come to be, in plain words: what happened, and what to do about it."""

import json

from brigade.errors import BucketMissing, KeyRefused, ModelMissing, QuotaExhausted
from brigade.generation.messages import StepError

# Whatever is tried next in this batch meets the same refusal, so the batch as a whole is at fault.
BATCH_WIDE = frozenset(error.__name__ for error in (KeyRefused, QuotaExhausted, ModelMissing, BucketMissing))

PLAIN_WORDS = {
    "KeyRefused": "The model provider does not accept our key. Check the key in Secrets Manager, then retry.",
    "QuotaExhausted": "The model provider's account has no credit left. Top it up, then retry.",
    "ModelMissing": "The model provider does not know the configured model. Check its name, then retry.",
    "BucketMissing": "A storage bucket is missing or closed to us. Check the deployment, then retry.",
    "BudgetSpent": "The batch reached its spending limit. Retry what failed with a higher limit.",
    "DeadlinePassed": "The batch ran out of time. Retry what failed.",
    "BatchCancelled": "The batch was cancelled.",
    "ImageRefused": "The image provider's content policy refused the picture. Ask for another picture.",
    "DuplicateImage": "Every picture was too like one already stored. Ask for another picture.",
    "PictureUnreadable": "The picture that came back could not be read. Ask for another picture.",
    "ModelBusy": "The model provider was over its rate limit for too long. Retry later.",
    "ModelSlow": "The model provider did not answer in time. Retry later.",
    "ModelDown": "The model provider could not be reached. Retry later.",
    "AnswerRefused": "The writer declined to write it. Change the request's wording, then retry.",
    "AnswerTruncated": "The writer's answer stopped before its end. Retry what failed.",
    "AnswerInvalid": "The writer's answer broke the rules of a recipe each time. Retry what failed.",
    "DatabaseUnavailable": "The database could not be reached. Retry what failed.",
    "StorageUnavailable": "The file storage could not be reached. Retry what failed.",
    "TableBusy": "The state tables could not keep up. Retry what failed.",
    "InfeasibleConstraints": "No recipe can meet these limits together. Change the limits.",
    "States.Timeout": "A step took longer than it may. Retry what failed.",
    "Sandbox.Timedout": "A step took longer than it may. Retry what failed.",
}

UNKNOWN = "A step failed unexpectedly. Retry; if it fails again, look for the batch id in the logs."
NEVER_WRITTEN = "It was never written. Retry what failed."
NEVER_PLANNED = "The batch ended before it was planned. Start it again."
OUT_OF_TIME = PLAIN_WORDS["DeadlinePassed"]
STOPPED = "The work on it stopped unexpectedly. Retry what failed."


def reason_of(error: StepError) -> str:
    """The plain words for an error that Step Functions caught; what nobody foresaw stays in the logs."""
    return PLAIN_WORDS.get(name_of(error), UNKNOWN)


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
