"""Requests that may be sent again: the header that says which is which."""

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from brigade.errors import InvalidRequest

LONGEST_KEY = 255


def idempotency_key(app: APIGatewayRestResolver) -> str | None:
    """The header's value, None without one. Raises InvalidRequest."""
    key: str | None = app.current_event.headers.get("idempotency-key")
    if key is not None and not (key.isascii() and key.isprintable() and 0 < len(key.strip()) <= LONGEST_KEY):
        reason = f"must have 1 to {LONGEST_KEY} printable ASCII characters"
        raise InvalidRequest("the Idempotency-Key cannot be used", {"Idempotency-Key": reason})
    return key
