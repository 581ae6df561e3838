"""Families of refresh tokens: what a token that is shown may still do.

A sign-in begins a family. Each token is used once, for its successor; one that is used again was copied, and the whole
family ends. Only for a moment the same answer is given again, as browsers repeat what was lost and tabs ask together.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from brigade.model import Message

LIFETIME = timedelta(days=14)  # of a token that nobody uses
FAMILY_LIFETIME = timedelta(days=90)  # then a password is asked for again
REPLAY = timedelta(seconds=10)  # in which a used token gives its successor again


class KeptToken(Message):
    """What is kept of a refresh token, and of its family."""

    fingerprint: bytes
    family_id: UUID
    user_id: UUID
    family_ends_at: datetime
    revoked: bool
    expires_at: datetime
    used_at: datetime | None = None
    successor: bytes | None = None  # sealed


class Step(StrEnum):
    """What follows when a token is shown."""

    ROTATE = "rotate"  # a new successor
    REPEAT = "repeat"  # the same successor again
    REVOKE = "revoke"  # nothing, and the family ends
    REFUSE = "refuse"  # nothing


def step_of(token: KeptToken, now: datetime) -> Step:
    if token.revoked:
        return Step.REFUSE
    if token.used_at is not None:
        return Step.REPEAT if now - token.used_at <= REPLAY else Step.REVOKE
    return Step.ROTATE if now < token.expires_at else Step.REFUSE


def expiry(now: datetime, family_ends_at: datetime) -> datetime:
    """When a token that is made now ends: never after its family."""
    return min(now + LIFETIME, family_ends_at)
