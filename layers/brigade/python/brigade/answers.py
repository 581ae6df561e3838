"""Every error the API gives, in one shape: what is wrong, what to do about it, and what to quote when asking."""

from brigade.errors import BrigadeError, InvalidRequest, NotEnoughCredits, RateLimitExceeded, Transient, status_of
from brigade.model import Wire

NEXT_STEPS = {
    "INTERNAL_ERROR": "Try again; if it happens once more, tell an operator the correlation id.",
    "TEMPORARILY_UNAVAILABLE": "Try again in a moment.",
    "VALIDATION_ERROR": "Correct the fields named in details, then send it again.",
    "SOURCE_REFUSED": "Choose another photo, or save it as JPEG, PNG or WebP first.",
    "INVALID_COUNT": "Ask for a number of recipes within the limits.",
    "INFEASIBLE_CONSTRAINTS": "Loosen one of the limits named in details.",
    "UNAUTHORIZED": "Sign in, then try again.",
    "FORBIDDEN": "Ask an administrator.",
    "NOT_FOUND": "Check the address, or choose from the list.",
    "IDEMPOTENCY_CONFLICT": "Use a new Idempotency-Key for another request.",
    "EMAIL_TAKEN": "Sign in with that address, or ask for a new password.",
    "NOT_NOW": "Look at how things stand now, then decide again.",
    "NOT_ENOUGH_CREDITS": "Ask for fewer pictures or a lower quality, or an administrator for more credits.",
    "RATE_LIMIT_EXCEEDED": "Wait as many seconds as retryAfter says.",
    "PAYLOAD_TOO_LARGE": "Send less at once.",
    "BAD_REQUEST": "Check the request against the API's description.",
    "BAD_GATEWAY": "Try again in a moment.",
    "TIMEOUT": "Try again; if it happens once more, tell an operator the correlation id.",
}


class ErrorAnswer(Wire):
    """Every error the API gives: `error` is a code, `next_step` what to do about it, `details` names fields,
    `retry_after` is in seconds. Where credits are missing: how many are `required`, the user's `balance`, and how many
    are `missing`.
    """

    message: str
    error: str
    next_step: str
    details: dict[str, str] | None = None
    retry_after: int | None = None
    required: int | None = None
    balance: int | None = None
    missing: int | None = None
    correlation_id: str


def error_answer(code: str, message: str, correlation_id: str) -> ErrorAnswer:
    return ErrorAnswer(message=message, error=code, next_step=NEXT_STEPS[code], correlation_id=correlation_id)


def answer_of(error: BrigadeError, correlation_id: str) -> tuple[int, ErrorAnswer]:
    """The status and body for one of our errors; what is our own fault is not explained to the outside."""
    status, code = status_of(type(error))
    return status, ErrorAnswer(
        message="Something went wrong on our side." if status == 500 else _message(error),
        error=code,
        next_step=NEXT_STEPS[code],
        details=(error.details or None) if isinstance(error, InvalidRequest) else None,
        retry_after=_retry_after(error),
        correlation_id=correlation_id,
        **_credits(error),
    )


def _message(error: BrigadeError) -> str:
    return "Please try again in a moment." if isinstance(error, Transient) else str(error)


def _retry_after(error: BrigadeError) -> int | None:
    if isinstance(error, RateLimitExceeded):
        return error.retry_after
    return 1 if isinstance(error, Transient) else None


def _credits(error: BrigadeError) -> dict[str, int]:
    if not isinstance(error, NotEnoughCredits):
        return {}
    return {"required": error.required, "balance": error.balance, "missing": error.missing}


def unexpected(correlation_id: str) -> tuple[int, ErrorAnswer]:
    """The answer where nobody foresaw what happened: a correlation id and no internals."""
    return answer_of(BrigadeError(), correlation_id)
