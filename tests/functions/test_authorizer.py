"""The authorizer: who is let in, by which token, and how others are turned away."""

import sys
import traceback
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest

from brigade_io import clock
from brigade_io.accounts.tokens import make_key_pair, sign_access_token
from functions.authorizer.handler import handler
from tests.functions.doorway import World, a_context, create_token_key, world

ARN = "arn:aws:execute-api:eu-central-1:123456789012:api/api/GET/api/admin/batches"


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        made.private_key = create_token_key()
        yield made


def asked(path: str = "/api/admin/batches", method: str = "GET", **headers: str) -> dict[str, Any]:
    """API Gateway's answer to a REQUEST authorizer event."""
    event = {
        "type": "REQUEST", "methodArn": ARN, "resource": path, "path": path, "httpMethod": method, "headers": headers,
        "queryStringParameters": {}, "pathParameters": {}, "stageVariables": {}, "requestContext": {"requestId": "r"},
    }  # fmt: skip
    return handler(event, a_context())


def refused(**headers: str) -> bool:
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        asked(**headers)
    return True


def a_token(here: World, role: str = "admin", age: float = 0, ttl: float = 900) -> str:
    signed_at = clock.now() - timedelta(seconds=age)
    return sign_access_token(here.private_key, "ada", role, signed_at, timedelta(seconds=ttl))


def forged(here: World, key: str | None = None, algorithm: str = "EdDSA", **changes: Any) -> str:
    """A token with our claims, except for what is changed; None leaves a claim out."""
    now = int(clock.epoch())
    sound = {
        "iss": "brigade", "aud": "brigade-api", "typ": "access", "sub": "ada", "role": "admin", "jti": "1",
        "iat": now, "exp": now + 600,
    }  # fmt: skip
    claims = {name: value for name, value in {**sound, **changes}.items() if value is not None}
    return jwt.encode(claims, here.private_key if key is None else key, algorithm)


def test_a_401_says_in_the_log_why_and_not_where(here: World) -> None:
    """As the runtime writes down what a handler raises."""
    with pytest.raises(Exception, match=r"^Unauthorized$") as raised:
        asked(Authorization="Bearer x")
    written = traceback.format_exception(raised.value)
    vars(sys).pop("tracebacklimit")
    assert "".join(written) == "Exception: Unauthorized\n"


def test_what_nobody_foresaw_is_written_down_with_where(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused()
    monkeypatch.setattr("functions.authorizer.handler.public_key", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError) as raised:
        asked(Authorization=f"Bearer {a_token(here)}")
    assert "handler.py" in "".join(traceback.format_exception(raised.value))


def test_an_admins_token_in_the_header_is_let_in(here: World) -> None:
    policy = asked(Authorization=f"Bearer {a_token(here)}")
    assert policy["principalId"] == "ada"
    assert policy["context"] == {"role": "admin"}
    assert policy["policyDocument"]["Statement"] == [
        {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": ARN}
    ]


def effect(policy: dict[str, Any]) -> str:
    return str(policy["policyDocument"]["Statement"][0]["Effect"])


def test_a_cookie_does_as_well_even_among_malformed_ones(here: World) -> None:
    assert effect(asked(cookie=f'theme="da;rk; a[b]=1; __Host-access={a_token(here)}; x')) == "Allow"


def test_a_cookie_has_the_name_of_the_environment_and_no_other() -> None:
    for secure, name, other in (("True", "__Host-access", "access"), ("False", "access", "__Host-access")):
        with world(SECURE_COOKIES=secure) as here:
            here.private_key = create_token_key()
            assert effect(asked(cookie=f"{name}={a_token(here)}")) == "Allow"
            assert refused(cookie=f"{other}={a_token(here)}")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_by_cookie_only_our_own_pages_may_change_anything(here: World, method: str) -> None:
    cookie = f"__Host-access={a_token(here)}"
    assert effect(asked(method=method, cookie=cookie, **{"Sec-Fetch-Site": "same-origin"})) == "Allow"
    for site in ({"Sec-Fetch-Site": site} for site in ("cross-site", "same-site", "none", "")):
        assert effect(asked(method=method, cookie=cookie, **site)) == "Deny"
    assert effect(asked(method=method, cookie=cookie)) == "Deny"
    assert effect(asked(method=method, Authorization=f"Bearer {a_token(here)}")) == "Allow"


@pytest.mark.parametrize("role", ["user", "trainer", "member", ""])
def test_a_sound_token_without_the_role_is_denied(here: World, role: str) -> None:
    assert effect(asked(Authorization=f"bearer {a_token(here, role)}")) == "Deny"
    assert effect(asked("/api/auth/me", Authorization=f"bearer {a_token(here, role)}")) == "Allow"


def test_no_token_is_unauthorized(here: World) -> None:
    assert refused()
    assert refused(Authorization="Basic YWRhOng=")
    assert refused(Authorization="Bearer ")
    assert refused(Cookie="theme=dark")


def test_an_expired_or_future_token_is_unauthorized(here: World) -> None:
    assert refused(Authorization=f"Bearer {a_token(here, age=901)}")
    assert refused(Authorization=f"Bearer {a_token(here, age=-600)}")


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "somebody"}, {"aud": "another-api"}, {"typ": "refresh"}, {"typ": None}, {"jti": None}, {"jti": ""},
        {"sub": None}, {"sub": ""}, {"exp": None}, {"iat": None}, {"exp": 2**62}, {"exp": "soon"}, {"role": 7},
        {"iat": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_with_a_wrong_claim_is_unauthorized(here: World, change: dict[str, Any]) -> None:
    assert refused(Authorization=f"Bearer {forged(here, **change)}")


def test_another_key_or_algorithm_is_unauthorized(here: World) -> None:
    assert refused(Authorization=f"Bearer {forged(here, key=make_key_pair()[0])}")
    assert refused(Authorization=f"Bearer {forged(here, key='secret' * 9, algorithm='HS256')}")
    assert refused(Authorization=f"Bearer {forged(here, key='', algorithm='none')}")
    assert refused(Authorization="Bearer a.b.c")


def test_a_sound_forgery_would_be_let_in(here: World) -> None:
    assert asked(Authorization=f"Bearer {forged(here)}")["principalId"] == "ada"


def test_a_token_lives_an_hour_at_most(here: World) -> None:
    with pytest.raises(ValueError, match="at most"):
        a_token(here, ttl=3601)
