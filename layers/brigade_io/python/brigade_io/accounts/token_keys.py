"""The two halves of the key of access tokens, from Secrets Manager; kept for a few minutes."""

from functools import cache

from aws_lambda_powertools.utilities.parameters import SecretsProvider

from brigade_io.aws import client
from brigade_io.settings import settings

KEPT = 300  # seconds until a changed key is seen


def public_key() -> str:
    """To check tokens with, PEM."""
    return _secret(settings().token_key_secret)


def private_key() -> str:
    """To sign tokens with, PEM."""
    return _secret(settings().signing_key_secret)


def _secret(name: str) -> str:
    key = _secrets().get(name, max_age=KEPT)
    return key if isinstance(key, str) else ""


@cache
def _secrets() -> SecretsProvider:
    return SecretsProvider(boto3_client=client("secretsmanager"))
