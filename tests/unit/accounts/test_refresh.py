"""Families of refresh tokens: what a token that is shown may still do."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from brigade.accounts.opaque import BYTES, LENGTH, fingerprint, sealed, unsealed, written
from brigade.accounts.refresh import FAMILY_LIFETIME, LIFETIME, KeptToken, Step, expiry, step_of

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def a_token(**changes: Any) -> KeptToken:
    sound = {
        "fingerprint": b"", "family_id": UUID(int=1), "user_id": UUID(int=2), "family_ends_at": NOON + FAMILY_LIFETIME,
        "revoked": False, "expires_at": NOON + LIFETIME,
    }  # fmt: skip
    return KeptToken.model_validate({**sound, **changes})


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({}, Step.ROTATE),
        ({"expires_at": NOON}, Step.REFUSE),
        ({"used_at": NOON}, Step.REPEAT),
        ({"used_at": NOON + SECOND}, Step.REPEAT),  # by a clock that is a little ahead, while this one waited
        ({"used_at": NOON - 10 * SECOND}, Step.REPEAT),
        ({"used_at": NOON - 11 * SECOND}, Step.REVOKE),
        ({"used_at": NOON - 11 * SECOND, "expires_at": NOON - SECOND}, Step.REVOKE),
        ({"revoked": True}, Step.REFUSE),
        ({"revoked": True, "used_at": NOON}, Step.REFUSE),
    ],
    ids=str,
)
def test_what_follows_when_a_token_is_shown(changes: dict[str, Any], step: Step) -> None:
    assert step_of(a_token(**changes), NOON) is step


def test_a_token_lives_two_weeks_and_its_family_ninety_days() -> None:
    assert (LIFETIME.days, FAMILY_LIFETIME.days) == (14, 90)


def test_a_token_ends_with_its_family_at_the_latest() -> None:
    assert expiry(NOON, NOON + FAMILY_LIFETIME) == NOON + LIFETIME
    assert expiry(NOON, NOON + SECOND) == NOON + SECOND


def test_only_the_old_token_opens_its_successor() -> None:
    old, new, another = (written(bytes([number]) * BYTES) for number in (1, 2, 3))
    assert len(old) == LENGTH
    assert unsealed(sealed(new, old), old) == new
    assert unsealed(sealed(new, old), another) != new
    assert len({sealed(new, old), sealed(new, another), fingerprint(old), fingerprint(new)}) == 4
