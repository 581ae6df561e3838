"""The names and words by which providers refuse, of every provider we speak to."""

import re

# The name is read before the status: a spent account answers 429 here and 400 there.
FILTER_CODES = {"moderation_blocked", "content_policy_violation", "content_filter", "invalid_prompt"}
QUOTA_CODES = {
    "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "quota_exceeded", "access_terminated",
    "project_spend_limit_exceeded", "organization_spend_limit_exceeded", "organization_usage_limit_exceeded",
    "usage_limit_exceeded", "credit_balance_exhausted", "ServiceQuotaExceededException",
}  # fmt: skip
KEY_CODES = {
    "invalid_api_key", "invalid_authentication", "authentication_error", "account_deactivated",
    "API_KEY_INVALID", "UNAUTHENTICATED",
    "UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException", "IncompleteSignatureException",
    "MissingAuthenticationTokenException",
}  # fmt: skip
ACCESS_CODES = {"FAILED_PRECONDITION", "PERMISSION_DENIED", "AccessDeniedException"}
MODEL_CODES = {
    "model_not_found", "invalid_model", "model_not_available", "unknown_model", "NOT_FOUND",
    "ResourceNotFoundException",
}  # fmt: skip
LENGTH_CODES = {"context_length_exceeded", "string_above_max_length", "request_too_large", "exceed_context_size_error"}
BUSY_CODES = {
    "rate_limit_exceeded", "slow_down", "server_overloaded", "engine_overloaded", "overloaded_error", "overloaded",
    "RESOURCE_EXHAUSTED", "ThrottlingException", "TooManyRequestsException", "ModelNotReadyException",
}  # fmt: skip
SLOW_CODES = {
    "DEADLINE_EXCEEDED", "ModelTimeoutException",
    "request_timeout", "startup_timeout", "runner_connection_timeout", "generation_timeout",
}  # fmt: skip
DOWN_CODES = {"ModelErrorException"}
PARAMETER_CODES = {
    "unsupported_parameter", "unknown_parameter", "unsupported_value", "invalid_value", "invalid_type",
    "missing_required_parameter", "extra_forbidden", "invalid_json_schema", "unrecognized_parameter",
}  # fmt: skip
OF_THE_PROMPT = {"input", "messages", "prompt", "instructions", "content", "contents"}

UNVERIFIED = re.compile(r"organi[sz]ation must be verified|verify (your )?organi[sz]ation")
TOO_LONG = re.compile(r"request too large|maximum context length|context (size|length|window)|prompt is too long")
NO_MODEL = re.compile(
    r"\bmodel\b.{0,80}\b(does not exist|not found|not exist|unknown|is not available|identifier is invalid)"
)
UNREAD = re.compile(r"\bmodel produced output that does not match\b")  # llama.cpp: a text it cannot parse
SPENT = re.compile(r"exhausted balance|top[_ ]up|credits? (are|is) depleted|insufficient (credit|balance)")
FILTERED = re.compile(
    r"\bnsfw\b|flagged as sensitive|content (policy|filters?|moderation)|sensitive content|safety filter"
)
