"""Every error of the product, drawn as a tree: `Rejected` is never retried, `Transient` is.

A class name is the error name in the Step Functions console, and `status_of` gives its HTTP answer.
"""

from collections.abc import Iterator


class BrigadeError(Exception):
    """Root of the tree; its message is one plain sentence for an operator.

    `cost_micros` is the price of a paid call that failed, where it is known.
    """

    cost_micros: int | None = None


class Rejected(BrigadeError):
    """Asking again the same way cannot help."""


class Transient(BrigadeError):
    """The same step may succeed later."""


# --- What a person asked for ---------------------------------------------------------------------


class InvalidRequest(Rejected):
    """The request breaks a rule; `details` names each field and what is wrong with it."""

    def __init__(self, message: str, details: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.details = details or {}


class SourceRefused(InvalidRequest):
    """A photo that was given to go by is not taken; `fault` is the short name of why."""

    def __init__(self, message: str, fault: str) -> None:
        super().__init__(message, {"source": fault})
        self.fault = fault


class InvalidCount(InvalidRequest):
    """`count` is outside what one batch may hold."""


class InfeasibleConstraints(InvalidRequest):
    """No recipe can meet these constraints together."""


class Unauthorized(Rejected):
    """Nobody is signed in, or the token does not hold."""


class Forbidden(Rejected):
    """Signed in, but without the role this needs."""


class NotFound(Rejected):
    """No such thing, or none that belongs to the asker."""


class Conflict(Rejected):
    """The same idempotency key came with another request."""


class EmailTaken(Rejected):
    """An account has this address already."""


class WrongMoment(Rejected):
    """What is asked for cannot be done as things stand now."""


class PriceUnknown(WrongMoment):
    """Nobody told what the configured model costs, so nothing may be spent on it."""


class NotEnoughCredits(Rejected):
    """The user's credits do not pay for what is asked; nothing was taken."""

    def __init__(self, required: int, balance: int) -> None:
        self.required, self.balance, self.missing = required, balance, required - balance
        super().__init__(f"this costs {required} credits and you have {balance}: {self.missing} are missing")


class RateLimitExceeded(Rejected):
    """Too many requests; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


# --- What cannot be mended by trying again -------------------------------------------------------


class ImageRefused(Rejected):
    """The provider's content policy refused this prompt."""


class DuplicateImage(Rejected):
    """The picture is too like one that is stored; a changed prompt may give another."""


class PictureUnreadable(Rejected):
    """The bytes are not a picture we open: format, size or content; `fault` is the short name of why."""

    def __init__(self, message: str, fault: str = "broken") -> None:
        super().__init__(message)
        self.fault = fault


class KeyRefused(Rejected):
    """The provider does not accept our key."""


class QuotaExhausted(Rejected):
    """The provider account has no credit left."""


class AccessDenied(Rejected):
    """The provider knows our key and does not allow what we ask with it: permission, project, region or address."""


class NotVerified(Rejected):
    """The provider wants the organisation verified before it serves this model."""


class ModelMissing(Rejected):
    """The provider does not know the configured model."""


class EndpointMissing(Rejected):
    """The configured address has no such endpoint."""


class BatchesMissing(Rejected):
    """The provider takes no jobs at half the price, so nothing can be made overnight."""


class ParameterRefused(Rejected):
    """The provider does not support a parameter that we have to send."""


class PromptRefused(Rejected):
    """The provider refuses this one prompt as malformed or invalid; others may pass."""


class PromptTooLong(Rejected):
    """This one prompt is longer than the provider or its limits allow; others may pass."""


class PhotosRefused(Rejected):
    """The provider makes no pictures by photos with this model; of prompts it does."""


class ModelStaysDown(Rejected):
    """The provider has been down for longer than anybody waits for it."""


class NoProviderLeft(Rejected):
    """No provider of pictures that may be asked gave one; the message names each and why."""


class BudgetSpent(Rejected):
    """The batch has reached its `budgetUsd`."""


class BucketMissing(Rejected):
    """A bucket does not exist or may not be used."""


class DeadlinePassed(Rejected):
    """The batch ran out of time before this step began."""


class BatchCancelled(Rejected):
    """Somebody cancelled the batch."""


class GenerationCancelled(Rejected):
    """Whoever asked for these pictures wants them no more."""


class RequestUnclear(Rejected):
    """The batch's request holds what this release cannot read: a limit might be broken unseen."""


# --- What passes ---------------------------------------------------------------------------------


class ModelBusy(Transient):
    """The provider's rate limit; `retry_after` is in seconds where the provider said so."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelSlow(Transient):
    """The provider did not answer within the call's limit."""


class ModelDown(Transient):
    """The provider failed, could not be reached, or answered what is no answer."""


class AnswerRefused(Transient):
    """The writer declined; another asking often passes."""


class AnswerFiltered(Transient):
    """The provider's content filter stopped the prompt or its answer; a changed prompt may pass."""


class AnswerTruncated(Transient):
    """The answer stopped at its length limit; a larger one may let it end."""


class AnswerInvalid(Transient):
    """The answer does not fit the schema or breaks a rule of the recipe."""


class DatabaseUnavailable(Transient):
    """PostgreSQL could not be reached, or ended the transaction."""


class StorageUnavailable(Transient):
    """S3 could not be reached or failed."""


class TableBusy(Transient):
    """DynamoDB throttled or failed."""


HTTP_STATUS: dict[type[BrigadeError], tuple[int, str]] = {
    BrigadeError: (500, "INTERNAL_ERROR"),
    Transient: (503, "TEMPORARILY_UNAVAILABLE"),
    InvalidRequest: (400, "VALIDATION_ERROR"),
    SourceRefused: (400, "SOURCE_REFUSED"),
    InvalidCount: (400, "INVALID_COUNT"),
    InfeasibleConstraints: (400, "INFEASIBLE_CONSTRAINTS"),
    Unauthorized: (401, "UNAUTHORIZED"),
    Forbidden: (403, "FORBIDDEN"),
    NotFound: (404, "NOT_FOUND"),
    Conflict: (409, "IDEMPOTENCY_CONFLICT"),
    EmailTaken: (409, "EMAIL_TAKEN"),
    WrongMoment: (409, "NOT_NOW"),
    NotEnoughCredits: (402, "NOT_ENOUGH_CREDITS"),
    RateLimitExceeded: (429, "RATE_LIMIT_EXCEEDED"),
}


def status_of(error: type[BrigadeError]) -> tuple[int, str]:
    """HTTP status and code of an error class: those of its nearest ancestor in the table."""
    return next(HTTP_STATUS[ancestor] for ancestor in error.__mro__ if ancestor in HTTP_STATUS)


def leaves(branch: type[BrigadeError]) -> Iterator[type[BrigadeError]]:
    """Every class below `branch`, itself excluded."""
    for child in branch.__subclasses__():
        yield child
        yield from leaves(child)
