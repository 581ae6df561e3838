"""Cookies that sign in: what they are called, how they are set, and whether our own pages sent them."""

from collections.abc import Mapping
from typing import Any

from brigade_io.settings import settings

ACCESS, REFRESH = "access", "refresh"


def headers_of(event: dict[str, Any]) -> dict[str, str]:
    """The headers of a request that came by API Gateway, their names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def cookie(headers: Mapping[str, str], name: str) -> str:
    """The cookie's value, empty without one."""
    # By hand: the standard parser throws every cookie away when a stranger's one is malformed.
    pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
    return {key: value for key, _, value in pairs}.get(_named(name), "")


def set_cookie(name: str, value: str, seconds: int) -> str:
    """A `Set-Cookie` header; 0 seconds remove the cookie."""
    secure = "; Secure" if settings().secure_cookies else ""
    return f"{_named(name)}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"


def is_from_our_pages(headers: Mapping[str, str]) -> bool:
    """Whether the browser says so, by a header that no page can set."""
    return headers.get("sec-fetch-site") == "same-origin"


def _named(name: str) -> str:
    """Browsers hold a `__Host-` cookie to this very host, and take it over TLS only."""
    return f"__Host-{name}" if settings().secure_cookies else name
