"""Plain words for every error that may end a recipe."""

import json

import pytest

from brigade.errors import Rejected, Transient, leaves
from brigade.generation.messages import StepError
from brigade.progress.reasons import BATCH_WIDE, PLAIN_WORDS, UNKNOWN, name_of, reason_of

NOT_FOR_STEPS = {
    "InvalidRequest", "InvalidCount", "Unauthorized", "Forbidden", "NotFound", "Conflict", "EmailTaken", "WrongMoment",
    "RateLimitExceeded",
}  # fmt: skip


@pytest.mark.parametrize("error", [*leaves(Rejected), *leaves(Transient)], ids=lambda error: error.__name__)
def test_every_error_of_a_step_has_plain_words(error: type[Exception]) -> None:
    assert error.__name__ in PLAIN_WORDS or error.__name__ in NOT_FOR_STEPS


def test_what_makes_every_chunk_fail_is_the_batchs_own_error() -> None:
    assert {"KeyRefused", "QuotaExhausted", "ModelMissing", "BucketMissing"} == BATCH_WIDE


def test_an_unforeseen_error_shows_nothing_of_its_inside() -> None:
    cause = json.dumps({"errorType": "KeyError", "errorMessage": "postgres://secret"})
    assert reason_of(StepError(error="KeyError", cause=cause)) == UNKNOWN


def test_the_class_is_found_inside_the_platforms_report() -> None:
    cause = json.dumps({"errorType": "KeyRefused", "errorMessage": "401"})
    assert name_of(StepError(error="Lambda.Unknown", cause=cause)) == "KeyRefused"


@pytest.mark.parametrize("cause", ["", "not json", "[]", '{"errorType": 3}'])
def test_an_unreadable_cause_leaves_the_name_as_it_is(cause: str) -> None:
    assert name_of(StepError(error="States.TaskFailed", cause=cause)) == "States.TaskFailed"
