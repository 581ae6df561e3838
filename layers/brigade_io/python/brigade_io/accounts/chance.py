"""Chance: the one place where what nobody may foresee comes from."""

import secrets

from brigade.accounts.opaque import BYTES, written


def opaque_token() -> str:
    return written(secrets.token_bytes(BYTES))


def one_time_password() -> str:
    """Twenty characters, to be read out or copied."""
    return secrets.token_urlsafe(15)
