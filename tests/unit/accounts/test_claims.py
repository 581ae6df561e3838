"""What an access token says, and when it holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from brigade.accounts.claims import LIFETIME, Claims, claims_of, payload_of
from brigade.errors import Unauthorized

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CLAIMS = Claims(sub="ada", role="trainer", jti="1")


def test_what_was_said_is_read_back_while_it_holds() -> None:
    payload = payload_of(CLAIMS, NOON, LIFETIME)
    assert claims_of(payload, NOON) == CLAIMS
    assert claims_of(payload, NOON + LIFETIME - timedelta(seconds=1)) == CLAIMS
    assert claims_of(payload, NOON - timedelta(seconds=30)) == CLAIMS


@pytest.mark.parametrize("seconds", [-31, 900, 10**9])
def test_it_does_not_hold_before_and_after(seconds: int) -> None:
    with pytest.raises(Unauthorized):
        claims_of(payload_of(CLAIMS, NOON, LIFETIME), NOON + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "change", [{"typ": "refresh"}, {"sub": ""}, {"jti": ""}, {"role": 7}, {"exp": "soon"}, {"iat": None}, {"iat": 1}],
    ids=str,
)  # fmt: skip
def test_a_claim_that_is_wrong_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Unauthorized):
        claims_of({**payload_of(CLAIMS, NOON, LIFETIME), **change}, NOON)


@pytest.mark.parametrize("missing", ["typ", "sub", "jti", "exp", "iat"])
def test_a_claim_that_is_missing_is_refused(missing: str) -> None:
    payload = payload_of(CLAIMS, NOON, LIFETIME)
    del payload[missing]
    with pytest.raises(Unauthorized):
        claims_of(payload, NOON)


def test_a_payload_says_by_whom_for_whom_and_until_when() -> None:
    assert payload_of(CLAIMS, NOON, LIFETIME) == {
        "iss": "brigade", "aud": "brigade-api", "typ": "access", "sub": "ada", "role": "trainer", "jti": "1",
        "sid": "", "iat": int(NOON.timestamp()), "exp": int(NOON.timestamp()) + 900,
    }  # fmt: skip


def test_a_token_lives_an_hour_at_most() -> None:
    assert claims_of(payload_of(CLAIMS, NOON, timedelta(hours=1)), NOON) == CLAIMS
    with pytest.raises(ValueError, match="at most"):
        payload_of(CLAIMS, NOON, timedelta(seconds=3601))
