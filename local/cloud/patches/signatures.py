"""ministack: whether a request's signature is one of a known secret."""

from collections.abc import Callable, Mapping
from typing import Any

from local.cloud.patches.names import SIGNATURES, private


def signature_holds(
    secret_of: Callable[[str], str], method: str, path: str, query: Mapping[str, Any], headers: Mapping[str, str],
    body: bytes,
) -> bool:  # fmt: skip
    """AWS's Signature Version 4 in the header; `path` as it was sent, `secret_of` by the access key."""
    authorization = headers.get("authorization", "")
    if not (authorization.isascii() and authorization.startswith("AWS4-HMAC-SHA256 ")):
        return False
    signatures = private(SIGNATURES)
    signature = signatures.parse_header_signature(headers)
    if not isinstance(signature, signatures.HeaderSignature):
        return False
    secret = secret_of(signature.access_key_id)
    return signatures.header_signature_failure(signature, secret, method, path, query, headers, body) is None
