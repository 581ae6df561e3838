"""Plain words for every error that may end a recipe."""

import json

import pytest

from brigade.errors import Rejected, Transient, leaves
from brigade.generation.messages import StepError
from brigade.images.reasons import reasons_of
from brigade.progress.failures import in_two
from brigade.progress.reasons import (
    BATCH_WIDE,
    KEPT,
    PLAIN_WORDS,
    UNKNOWN,
    name_of,
    picture_reason_of,
    reason_of,
    words_of,
)

NOT_FOR_STEPS = {
    "InvalidRequest", "InvalidCount", "Unauthorized", "Forbidden", "NotFound", "Conflict", "EmailTaken", "WrongMoment",
    "RateLimitExceeded", "NotEnoughCredits", "SourceRefused", "GenerationCancelled",
}  # fmt: skip


@pytest.mark.parametrize("error", [*leaves(Rejected), *leaves(Transient)], ids=lambda error: error.__name__)
def test_every_error_of_a_step_has_plain_words(error: type[Exception]) -> None:
    assert error.__name__ in PLAIN_WORDS or error.__name__ in NOT_FOR_STEPS


def test_what_makes_every_chunk_fail_is_the_batchs_own_error() -> None:
    assert {
        "KeyRefused", "AccessDenied", "NotVerified", "QuotaExhausted", "ModelMissing", "EndpointMissing",
        "ParameterRefused", "PriceUnknown", "BatchesMissing", "BucketMissing",
    } == BATCH_WIDE  # fmt: skip


def test_a_prompt_s_own_fault_is_never_the_batch_s() -> None:
    own = {"PromptRefused", "PromptTooLong", "AnswerFiltered", "AnswerRefused", "AnswerTruncated", "ModelDown"}
    assert not own & BATCH_WIDE


def test_what_a_provider_refused_is_named_in_the_first_sentence() -> None:
    words = words_of(
        "ParameterRefused", "not supported (400, unsupported_parameter, parameter reasoning.effort) [req_1]"
    )
    assert in_two(words)[0] == (
        "The model provider does not support a parameter that we have to send "
        "(400, unsupported_parameter, parameter reasoning.effort)."
    )
    assert words_of("ParameterRefused", words) == words


@pytest.mark.parametrize("message", [None, 3, "no detail", "(\x1b[2J)", "(sk-1; rm)", "(" + "a" * 300 + ")"])
def test_a_message_that_is_not_ours_adds_nothing(message: object) -> None:
    assert words_of("ModelDown", message) == PLAIN_WORDS["ModelDown"]


def test_errors_that_are_no_provider_s_tell_nothing_of_their_message() -> None:
    assert words_of("DatabaseUnavailable", "(10.0.0.7)") == PLAIN_WORDS["DatabaseUnavailable"]


def test_a_picture_s_failure_names_the_image_provider_and_what_becomes_of_the_recipe() -> None:
    cause = json.dumps({"errorType": "NotVerified", "errorMessage": "verify (403)"})
    reason = picture_reason_of(StepError(error="NotVerified", cause=cause))
    assert reason.startswith("The image provider wants the organisation verified before it serves this model (403). ")
    assert reason.endswith(KEPT)
    assert picture_reason_of(StepError(error="BudgetSpent", cause="")) == PLAIN_WORDS["BudgetSpent"]


def test_an_unforeseen_error_shows_nothing_of_its_inside() -> None:
    cause = json.dumps({"errorType": "KeyError", "errorMessage": "postgres://secret"})
    assert reason_of(StepError(error="KeyError", cause=cause)) == UNKNOWN


def test_the_class_is_found_inside_the_platforms_report() -> None:
    cause = json.dumps({"errorType": "KeyRefused", "errorMessage": "401"})
    assert name_of(StepError(error="Lambda.Unknown", cause=cause)) == "KeyRefused"


@pytest.mark.parametrize("cause", ["", "not json", "[]", '{"errorType": 3}'])
def test_an_unreadable_cause_leaves_the_name_as_it_is(cause: str) -> None:
    assert name_of(StepError(error="States.TaskFailed", cause=cause)) == "States.TaskFailed"


def test_where_no_provider_made_the_picture_each_is_named_with_what_happened() -> None:
    message = reasons_of({"openai/flare": "QuotaExhausted", "bedrock/stability.core-v1:1": "ModelStaysDown"})
    error = StepError(error="NoProviderLeft", cause=json.dumps({"errorMessage": message}))
    assert picture_reason_of(error) == (
        "No image provider made the picture. openai/flare: its account has no quota left."
        " bedrock/stability.core-v1:1: it was down for longer than anybody waits."
        " The recipe keeps its placeholder: ask for another picture."
    )


def test_where_nobody_is_named_that_is_said_too() -> None:
    error = StepError(error="NoProviderLeft", cause="{}")
    assert picture_reason_of(error) == PLAIN_WORDS["NoProviderLeft"]
