"""Why something did not come to be, in plain words: what happened, and what to do about it."""

import json
import re

from brigade.errors import (
    AccessDenied,
    BatchCancelled,
    BatchesMissing,
    BucketMissing,
    EndpointMissing,
    KeyRefused,
    ModelMissing,
    NoProviderLeft,
    NotVerified,
    ParameterRefused,
    PriceUnknown,
    QuotaExhausted,
)
from brigade.generation.messages import StepError
from brigade.images.reasons import NONE_LEFT

# Whatever text is asked for next in this batch meets the same refusal, so the batch as a whole is at fault.
# A picture's refusal is never the batch's: its recipes are written and keep their placeholders.
_EVERYWHERE = (
    KeyRefused, AccessDenied, NotVerified, QuotaExhausted, ModelMissing, EndpointMissing, ParameterRefused,
    PriceUnknown, BatchesMissing, BucketMissing,
)  # fmt: skip
BATCH_WIDE = frozenset(error.__name__ for error in _EVERYWHERE)

AGAIN = "Retry what failed."
KEPT = "The recipe keeps its placeholder: ask for another picture."
MODEL = "The model provider"
DETAIL = re.compile(r"\([a-zA-Z0-9_,/:\[\] .-]{1,200}\)")
PLAIN_WORDS = {
    "KeyRefused": f"The model provider does not accept our key. Check the key in Secrets Manager. {AGAIN}",
    "AccessDenied": "The model provider does not allow this with our key. Check the key's permissions, its project, "
    f"and the region and address it may be used from. {AGAIN}",
    "NotVerified": "The model provider wants the organisation verified before it serves this model. Verify it in the "
    f"provider's settings, or choose another model. {AGAIN}",
    "QuotaExhausted": "The model provider's account has no quota left. Add credit or raise its spending limit. "
    f"{AGAIN}",
    "ModelMissing": f"The model provider does not know the configured model. Check its name in the settings. {AGAIN}",
    "EndpointMissing": "The model provider's address has no such endpoint. Check the base URL in the settings: it "
    f"usually ends in /v1. {AGAIN}",
    "BatchesMissing": "The model provider has no batch endpoint, so nothing can be made overnight. Start the batch "
    "without overnight.",
    "ParameterRefused": "The model provider does not support a parameter that we have to send. Change the setting "
    f"it comes from, or choose another model. {AGAIN}",
    "PhotosRefused": "The image provider makes no pictures by photos with this model. Leave the photos out, or choose "
    f"another model. {AGAIN}",
    "PromptRefused": f"The model provider refused this prompt as invalid. Change the request's wording. {AGAIN}",
    "PromptTooLong": "The model provider found this prompt longer than it allows. Choose a model or an account with "
    f"a larger limit. {AGAIN}",
    "PriceUnknown": f"No price is known for the configured model. Set it in the environment's settings. {AGAIN}",
    "BucketMissing": f"A storage bucket is missing or closed to us. Check the deployment. {AGAIN}",
    "NoProviderLeft": f"No image provider that may be asked made the picture. {KEPT}",
    "ModelStaysDown": f"The model provider was down for longer than a batch waits. Wait until it is up again. {AGAIN}",
    "BudgetSpent": f"The batch reached its spending limit. {AGAIN}",
    "DeadlinePassed": f"The batch ran out of time. {AGAIN}",
    "BatchCancelled": "The batch was cancelled. To go on, retry it.",
    "RequestUnclear": "Part of the request cannot be read by this release. Deploy the one that wrote it. Then retry.",
    "ImageRefused": f"The image provider's content policy refused the picture. {KEPT}",
    "DuplicateImage": f"Every picture was too like one already stored. {KEPT}",
    "PictureUnreadable": f"The picture that came back could not be read. {KEPT}",
    "ModelBusy": f"The model provider was over its rate limit for too long. Wait a while. {AGAIN}",
    "ModelSlow": f"The model provider did not answer in time. Wait a while. {AGAIN}",
    "ModelDown": f"The model provider could not be reached or gave no usable answer. Wait a while. {AGAIN}",
    "AnswerRefused": f"The writer declined to write it. Change the request's wording. {AGAIN}",
    "AnswerFiltered": f"The model provider's content filter stopped it. Change the request's wording. {AGAIN}",
    "AnswerTruncated": "The writer's answer stopped at its length limit. Raise the limit of its answers in the "
    f"settings. {AGAIN}",
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
UNREADABLE = "Part of what is stored cannot be read by this release. Deploy the one that wrote it, or tell an operator."
UNCLEAR = PLAIN_WORDS["RequestUnclear"]
OUT_OF_TIME = PLAIN_WORDS["DeadlinePassed"]
CANCELLED = PLAIN_WORDS["BatchCancelled"]
ACCEPTED = "A person accepted it. Ask for its picture."
SAVED_LATE = "It was saved after its batch had ended. Ask for its picture."
STOPPED = f"The work on it stopped unexpectedly. {AGAIN}"


def reason_of(error: StepError) -> str:
    """The plain words for an error that Step Functions caught; what nobody foresaw stays in the logs."""
    return words_of(name_of(error), _report(error).get("errorMessage"))


def picture_reason_of(error: StepError) -> str:
    """The same for a picture that could not be made."""
    if name_of(error) == NoProviderLeft.__name__:
        said = _report(error).get("errorMessage")
        return f"{said} {KEPT}" if isinstance(said, str) and said.startswith(NONE_LEFT) else reason_of(error)
    words = reason_of(error)
    return words.replace(MODEL, "The image provider").replace(AGAIN, KEPT) if words.startswith(MODEL) else words


def words_of(name: str, message: object = None) -> str:
    """The plain words for an error of this name. Where it is a provider's, what its message says in parentheses
    follows the first sentence: status, code and parameter, which our adapters have cleaned.
    """
    words = PLAIN_WORDS.get(name, UNKNOWN)
    detail = DETAIL.search(message) if isinstance(message, str) and words.startswith(MODEL) else None
    happened, _, to_do = words.partition(". ")
    return f"{happened} {detail[0]}. {to_do}" if detail else words


def fault_of(error: StepError | None) -> tuple[str | None, str | None]:
    """What the batch as a whole is blamed for, name and plain words; nothing where somebody cancelled it."""
    if error is None or name_of(error) == BatchCancelled.__name__:
        return None, None
    return name_of(error), reason_of(error)


def name_of(error: StepError) -> str:
    """The class name of an error: a failed function's own where the platform only says that it failed."""
    inner = _report(error).get("errorType")
    return inner if error.error not in PLAIN_WORDS and isinstance(inner, str) else error.error


def _report(error: StepError) -> dict[str, object]:
    """What a failed function's platform says of it."""
    try:
        cause = json.loads(error.cause)
    except ValueError:
        return {}
    return cause if isinstance(cause, dict) else {}
