"""Where a request carries its token, and the key that tokens are checked with."""

from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.parameters import SecretsProvider

from brigade.errors import Unauthorized
from brigade_io.aws import client
from brigade_io.settings import settings

COOKIES = ("__Host-access", "access")
KEY_KEPT = 300  # seconds until a changed key is seen


def token_of(event: dict[str, Any]) -> str:
    """The token in the header `Authorization`, else in the cookie. Raises Unauthorized."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return str(token.strip())
    return _cookie(headers.get("cookie", ""))


def _cookie(header: str) -> str:
    # By hand: the standard parser throws every cookie away when a stranger's one is malformed.
    pairs = (part.strip().partition("=") for part in header.split(";"))
    cookies = {name: value for name, _, value in pairs}
    for name in COOKIES:
        if token := cookies.get(name):
            return token
    raise Unauthorized("no token")


def public_key() -> str:
    """The public key, PEM; kept for a few minutes."""
    key = _secrets().get(settings().token_key_secret, max_age=KEY_KEPT)
    return key if isinstance(key, str) else ""


@cache
def _secrets() -> SecretsProvider:
    return SecretsProvider(boto3_client=client("secretsmanager"))
