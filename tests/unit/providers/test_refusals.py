"""Whose fault a provider's refusal is, and what may be told of it."""

from typing import Any

import pytest

from brigade.errors import (
    AccessDenied,
    AnswerFiltered,
    AnswerInvalid,
    BrigadeError,
    EndpointMissing,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    NotVerified,
    ParameterRefused,
    PromptRefused,
    PromptTooLong,
    QuotaExhausted,
)
from brigade.providers.ledger import charge_of
from brigade.providers.refusals import error_of, refusal_of

KINDS: list[tuple[int, dict[str, Any], type[BrigadeError]]] = [
    (400, {"code": "moderation_blocked"}, AnswerFiltered),
    (400, {"code": "content_policy_violation"}, AnswerFiltered),
    (400, {"code": "invalid_prompt"}, AnswerFiltered),
    (400, {"code": "billing_hard_limit_reached"}, QuotaExhausted),
    (402, {}, QuotaExhausted),
    (429, {"code": "insufficient_quota"}, QuotaExhausted),
    (429, {"type": "insufficient_quota"}, QuotaExhausted),
    (429, {"code": "project_spend_limit_exceeded"}, QuotaExhausted),
    (403, {"message": "Your organization must be verified to use the model `m`."}, NotVerified),
    (404, {"code": "model_not_found", "message": "Your organization must be verified"}, NotVerified),
    (403, {"message": "User is locked. Reason: Exhausted balance."}, QuotaExhausted),
    (400, {"message": "Your credit balance is too low: insufficient credit."}, QuotaExhausted),
    (429, {"message": "Too fast. To be granted more, top up your balance."}, ModelBusy),
    (504, {"code": "startup_timeout"}, ModelSlow),
    (400, {"code": "FAILED_PRECONDITION"}, AccessDenied),
    (400, {"code": "API_KEY_INVALID"}, KeyRefused),
    (424, {"code": "ModelErrorException"}, ModelDown),
    (413, {}, PromptTooLong),
    (400, {"code": "context_length_exceeded"}, PromptTooLong),
    (400, {"message": "This model's maximum context length is 8192 tokens."}, PromptTooLong),
    (429, {"code": "rate_limit_exceeded", "message": "Request too large for gpt: Limit 3, Requested 6"}, PromptTooLong),
    (404, {"code": "model_not_found"}, ModelMissing),
    (403, {"code": "model_not_found"}, ModelMissing),
    (400, {"message": "invalid model ID", "param": "model"}, ModelMissing),
    (404, {"message": 'model "luna" not found, try pulling it first'}, ModelMissing),
    (401, {"code": "invalid_api_key"}, KeyRefused),
    (401, {}, KeyRefused),
    (403, {"code": "unsupported_country_region_territory"}, AccessDenied),
    (403, {}, AccessDenied),
    (409, {}, ModelBusy),
    (429, {}, ModelBusy),
    (503, {"code": "server_overloaded"}, ModelBusy),
    (529, {"type": "overloaded_error"}, ModelBusy),
    (408, {}, ModelSlow),
    (404, {"message": "Invalid URL (POST /v1/responses)"}, EndpointMissing),
    (405, {}, EndpointMissing),
    (501, {}, EndpointMissing),
    (400, {"code": "unsupported_parameter", "param": "reasoning.effort"}, ParameterRefused),
    (400, {"code": "invalid_value", "param": "size"}, ParameterRefused),
    (400, {"code": "unknown_parameter"}, ParameterRefused),
    (400, {"param": "input"}, PromptRefused),
    (400, {"param": "messages[0].content"}, PromptRefused),
    (400, {}, PromptRefused),
    (422, {}, PromptRefused),
    (418, {}, PromptRefused),
    (307, {}, ModelDown),
    (500, {}, ModelDown),
    (500, {"message": "The model produced output that does not match the expected peg-native format"}, AnswerInvalid),
    (504, {}, ModelDown),
    (599, {}, ModelDown),
    (200, {"message": "the model crashed"}, ModelDown),
    (200, {"code": "rate_limit_exceeded"}, ModelBusy),
    (200, {"code": "invalid_api_key"}, KeyRefused),
]


@pytest.mark.parametrize(("status", "error", "expected"), KINDS)
def test_a_refusal_is_whose_fault_it_is(status: int, error: dict[str, Any], expected: type[BrigadeError]) -> None:
    assert type(error_of(refusal_of(status, {"error": error}), AnswerFiltered)) is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"detail": [{"type": "extra_forbidden", "loc": ["body", "n"]}]}, ParameterRefused),
        ({"detail": [{"type": "string_type", "loc": ["body", "messages"]}]}, PromptRefused),
        ({"detail": []}, PromptRefused),
        ({"detail": "nothing"}, PromptRefused),
        ({"error": "unknown"}, PromptRefused),
        ({"code": "context_length_exceeded"}, PromptTooLong),
        ({"error": {"code": {"a": 1}, "type": [], "param": 7, "message": 3}}, PromptRefused),
        (None, PromptRefused),
        ([], PromptRefused),
        ("html", PromptRefused),
    ],
)
def test_a_body_of_any_kind_is_read(body: Any, expected: type[BrigadeError]) -> None:
    assert type(error_of(refusal_of(422, body), AnswerFiltered)) is expected


def test_a_server_s_words_are_not_passed_on() -> None:
    error = {"message": "wrong key sk-live-12 \x1b[2J", "code": "sk-live-12", "param": "\x1b[2J", "type": "bad type"}
    assert str(error_of(refusal_of(401, {"error": error}), AnswerFiltered)) == (
        "the provider does not accept our key (401)"
    )


def test_status_code_and_parameter_are_told() -> None:
    error = {"code": "unsupported_parameter", "param": "text.format"}
    assert str(error_of(refusal_of(400, {"error": error}), AnswerFiltered)).endswith(
        "(400, unsupported_parameter, parameter text.format)"
    )


def test_the_wait_goes_with_a_limit_and_with_nothing_else() -> None:
    busy = error_of(refusal_of(429, {}), AnswerFiltered, 7.0)
    assert isinstance(busy, ModelBusy)
    assert busy.retry_after == 7.0


def test_a_refusal_before_anything_was_done_is_free_and_a_failure_may_have_been_paid() -> None:
    charges = {
        status: charge_of(error_of(refusal_of(status, {"error": {"code": code}}), AnswerFiltered))
        for status, code in [(400, "invalid_prompt"), (404, None), (429, None), (413, None), (500, None), (200, None)]
    }
    assert charges == {400: 0, 404: 0, 429: 0, 413: 0, 500: None, 200: None}
