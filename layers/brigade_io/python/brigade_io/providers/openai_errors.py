"""The openai SDK's errors in our words, translated once for the text and the image adapter."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from openai import APIError, APIStatusError, APITimeoutError, OpenAIError

from brigade.errors import (
    BrigadeError,
    ImageRefused,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    QuotaExhausted,
)
from brigade.providers.reported import seconds_to_wait
from brigade_io import clock

# The code is read before the status: a spent account answers 429 here and 400 there.
QUOTA_CODES = {
    "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "quota_exceeded",
    "access_terminated",
    "project_spend_limit_exceeded", "organization_spend_limit_exceeded", "organization_usage_limit_exceeded",
    "usage_limit_exceeded", "credit_balance_exhausted",
}  # fmt: skip
POLICY_CODES = {"moderation_blocked", "content_policy_violation"}


@contextmanager
def translated(refused: type[BrigadeError] = ImageRefused) -> Iterator[None]:
    """Raise our error for the SDK's; `refused` is what a content-policy block is to the caller.

    The SDK's error is not chained: its message may echo a key or a prompt. Codes and the request id suffice.
    """
    try:
        yield
    except APIStatusError as error:
        raise _status_error(error, refused) from None
    except APITimeoutError:
        raise ModelSlow("the provider did not answer in time") from None
    except (APIError, json.JSONDecodeError) as error:
        raise ModelDown(f"the provider could not be reached or understood ({type(error).__name__})") from None
    except OpenAIError as error:
        raise ModelMissing(f"the SDK refuses how we ask ({type(error).__name__})") from None


def _status_error(error: APIStatusError, refused: type[BrigadeError]) -> BrigadeError:
    status, place = error.status_code, _place(error)
    if error.code in POLICY_CODES:
        return refused(f"the provider's content policy refused the prompt ({place})")
    if error.code in QUOTA_CODES or error.type == "insufficient_quota" or status == 402:
        return QuotaExhausted(f"the provider account has no credit left ({place})")
    if status in (401, 403):
        return KeyRefused(f"the provider does not accept our key ({place})")
    if status in (409, 429):
        return ModelBusy(f"the provider is at its rate limit ({place})", retry_after(error))
    if status == 408:
        return ModelSlow(f"the provider gave up waiting ({place})")
    if status >= 500:
        return ModelDown(f"the provider failed ({place})")
    return ModelMissing(f"the provider does not know the model or refuses how we ask ({place})")


def _place(error: APIStatusError) -> str:
    parameter = f"parameter {error.param}" if error.param else None
    parts = [str(error.status_code), error.code, parameter, error.request_id]
    return ", ".join(part for part in parts if part)


def retry_after(error: APIStatusError) -> float | None:
    """Seconds to wait as the provider says, in whatever form it says so; None where it does not."""
    return seconds_to_wait(error.response.headers, error.message, clock.now())
