"""Providers' keys from Secrets Manager, kept for five minutes so that a rotated key is soon used."""

from functools import cache
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from brigade.errors import KeyRefused, ModelDown
from brigade_io.aws import client

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.parameters import SecretsProvider

MAX_AGE = 300
UNUSABLE = {
    "ResourceNotFoundException", "AccessDeniedException", "InvalidRequestException", "DecryptionFailure",
}  # fmt: skip


def provider_key(secret: str) -> str:
    """The key kept as `secret`. Raises KeyRefused where there is none for us, ModelDown where reading fails."""
    from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

    try:
        return str(_provider().get(secret, max_age=MAX_AGE))
    except GetParameterError as error:
        cause = error.__context__
        code = cause.response["Error"]["Code"] if isinstance(cause, ClientError) else type(cause).__name__
        if code in UNUSABLE:
            raise KeyRefused(f"the secret {secret} with the provider's key cannot be used ({code})") from None
        raise ModelDown(f"the secret {secret} with the provider's key could not be read ({code})") from None


@cache
def _provider() -> "SecretsProvider":
    from aws_lambda_powertools.utilities.parameters import SecretsProvider

    return SecretsProvider(boto3_client=client("secretsmanager"))
