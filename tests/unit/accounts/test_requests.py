"""What comes in about accounts."""

import json
from typing import Any

import pytest

from brigade.accounts.letters import reset_letter
from brigade.accounts.requests import Forgotten, NewAdmin, Refresh, Reset, SignIn, parsed
from brigade.errors import InvalidRequest
from brigade.model import Wire

TOKEN = "t" * 43
PASSWORD = "p" * 12
SOUND: list[tuple[type[Wire], dict[str, Any]]] = [
    (SignIn, {"email": "ada@example.org", "password": "p" * 128}),
    (Refresh, {"refreshToken": "t" * 4096}),
    (Forgotten, {"email": "ada@example.org"}),
    (Reset, {"token": TOKEN, "password": PASSWORD}),
    (NewAdmin, {"email": "ada@example.org"}),
]


@pytest.mark.parametrize(("kind", "body"), SOUND)
def test_a_field_that_nobody_knows_is_refused(kind: type[Wire], body: dict[str, Any]) -> None:
    parsed(kind, json.dumps(body))
    with pytest.raises(InvalidRequest) as refused:
        parsed(kind, json.dumps({**body, "role": "admin"}))
    assert list(refused.value.details) == ["role"]


@pytest.mark.parametrize(("kind", "body"), SOUND)
@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "\u0000"])
def test_what_is_no_object_is_refused(kind: type[Wire], body: dict[str, Any], text: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parsed(kind, text)
    assert list(refused.value.details) == ["body"]


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        (SignIn, {"email": "ada", "password": PASSWORD}, "email"),
        (SignIn, {"email": "ada@example.org", "password": ""}, "password"),
        (SignIn, {"email": "ada@example.org", "password": "p" * 129}, "password"),
        (SignIn, {"email": "ada@example.org", "password": 7}, "password"),
        (SignIn, {"email": "ada@example.org", "password": PASSWORD, "tokens": "url"}, "tokens"),
        (Reset, {"token": "short", "password": PASSWORD}, "token"),
        (Reset, {"token": "é" * 43, "password": PASSWORD}, "token"),
        (Refresh, {"refreshToken": 5}, "refreshToken"),
        (Refresh, {"refreshToken": "p" * 4097}, "refreshToken"),
        (Refresh, {"refresh_token": TOKEN}, "refresh_token"),
    ],
)
def test_a_wrong_field_is_named_and_not_repeated(kind: type[Wire], body: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parsed(kind, json.dumps(body))
    assert list(refused.value.details) == [field]
    assert "pppp" not in str(refused.value.details)


def test_the_token_of_a_reset_follows_a_hash_sign() -> None:
    letter = reset_letter("ada@example.org", "https://site", TOKEN)
    assert f"https://site/reset-password#token={TOKEN}\n" in letter.text
    assert "30 minutes" in letter.text
