"""Why a picture was not made, and what becomes of one that was made and could not be put in its place."""

from collections.abc import Mapping

ORIGINAL_KEPT = "The picture is shown in its full size only: its smaller sizes could not be made or stored."
NEVER_SHOWN = frozenset({"DuplicateImage", "PictureUnreadable", "ImageRefused", "BatchCancelled", "NotFound"})


def may_show_original(key: str, error_name: str) -> bool:
    """Whether there is an original, and the fault was in storing and not in the picture."""
    return bool(key) and error_name not in NEVER_SHOWN


NONE_LEFT = "No image provider made the picture."
HAPPENED = {  # at one provider, after its name
    "KeyRefused": "it does not accept our key",
    "AccessDenied": "it does not allow this with our key",
    "NotVerified": "it wants the organisation verified",
    "QuotaExhausted": "its account has no quota left",
    "ModelMissing": "it does not know the model",
    "EndpointMissing": "its address has no such endpoint",
    "ParameterRefused": "it does not support a parameter that we have to send",
    "PromptTooLong": "it found the prompt longer than it allows",
    "PhotosRefused": "it takes no photos to go by",
    "ImageRefused": "its content policy refused the picture",
    "AnswerRefused": "it declined to make the picture",
    "AnswerFiltered": "its content filter stopped the picture",
    "PictureUnreadable": "what it answered was no picture",
    "AnswerInvalid": "what it answered was no picture",
    "AnswerTruncated": "its answer stopped in the middle",
    "ModelBusy": "it was over its rate limit for too long",
    "ModelSlow": "it did not answer in time",
    "ModelDown": "it could not be reached or gave no usable answer",
    "ModelStaysDown": "it was down for longer than anybody waits",
    "BudgetSpent": "its price did not fit the budget",
}


def reasons_of(errors: Mapping[str, str]) -> str:
    """Of a picture that no provider made, in plain words: what happened at each, by the names of their errors."""
    told = [f"{provider}: {HAPPENED.get(error, 'it failed unexpectedly')}." for provider, error in errors.items()]
    return " ".join([NONE_LEFT, *told])
