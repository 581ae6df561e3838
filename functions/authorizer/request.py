"""Where a request carries its token, and whether it may be carried so."""

from typing import Any

from brigade.errors import Unauthorized
from brigade_io.accounts.cookies import ACCESS, cookie, headers_of, is_from_our_pages

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def token_of(event: dict[str, Any]) -> str:
    """The token in the header `Authorization`, else in the cookie. Raises Unauthorized."""
    token = _bearer(event) or cookie(headers_of(event), ACCESS)
    if not token:
        raise Unauthorized("no token")
    return token


def is_forged(event: dict[str, Any]) -> bool:
    """Whether another site's page may have made the browser ask: by a cookie, for a change."""
    safe = event["httpMethod"] in SAFE_METHODS or _bearer(event)
    return not (safe or is_from_our_pages(headers_of(event)))


def _bearer(event: dict[str, Any]) -> str:
    scheme, _, token = headers_of(event).get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
