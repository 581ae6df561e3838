"""Letters to users."""

from collections.abc import Callable
from datetime import timedelta

from brigade.model import Message

RESET_LIFETIME = timedelta(minutes=30)


class Letter(Message):
    to: str
    subject: str
    text: str


SendLetter = Callable[[Letter], None]


def reset_letter(to: str, site_url: str, token: str) -> Letter:
    """How to choose a new password. The token follows a `#`, which browsers neither send nor log."""
    minutes = RESET_LIFETIME // timedelta(minutes=1)
    text = f"""Somebody asked for a new password for your Brigade account. If it was you, choose one here:

{site_url}/reset-password#token={token}

The link works once, for {minutes} minutes. If it was not you, there is nothing to do: your password stays as it is.
"""
    return Letter(to=to, subject="A new password for Brigade", text=text)
