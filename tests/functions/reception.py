"""The doors of accounts as the tests use them: API Gateway's events, a real PostgreSQL, a scripted post."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from unittest.mock import patch

from brigade.accounts.letters import Letter
from functions.accounts import resetting
from functions.accounts.handler import handler
from tests.functions.doorway import a_context, an_http_event, create_token_key, world

EMAIL, PASSWORD = "ada@example.org", "correct horse battery"
NOBODY: dict[str, Any] = {"authorizer": None}


@dataclass
class Answer:
    status: int
    body: dict[str, Any]
    set_cookies: list[str]

    @property
    def cookies(self) -> dict[str, str]:
        jar = SimpleCookie()
        for line in self.set_cookies:
            jar.load(line)
        return {name: morsel.value for name, morsel in jar.items()}


@dataclass
class Reception:
    private_key: str
    letters: list[Letter] = field(default_factory=list)

    def ask(self, method: str, name: str, body: Any = None, **changes: Any) -> Answer:
        event = an_http_event(method, f"/api/auth/{name}", body, **{**NOBODY, **changes})
        answer = handler(event, a_context())
        return Answer(
            answer["statusCode"], json.loads(answer["body"]), answer["multiValueHeaders"].get("Set-Cookie", [])
        )

    def post(self, name: str, body: Any, **headers: str) -> Answer:
        return self.ask("POST", name, body, headers=headers)

    def register(self, email: str = EMAIL, password: str = PASSWORD, **fields: Any) -> Answer:
        return self.post("register", {"email": email, "password": password, "tokens": "body", **fields})

    def login(self, email: str = EMAIL, password: str = PASSWORD, **fields: Any) -> Answer:
        return self.post("login", {"email": email, "password": password, "tokens": "body", **fields})

    def refresh(self, token: str) -> Answer:
        return self.post("refresh", {"refreshToken": token})

    def sent_token(self) -> str:
        """The token of the last letter."""
        return self.letters[-1].text.partition("#token=")[2].split()[0]


@contextmanager
def reception(database_url: str, **environment: str) -> Iterator[Reception]:
    often = ("SIGN_INS_PER_ACCOUNT_AND_ADDRESS", "SIGN_INS_PER_ACCOUNT", "SIGN_INS_PER_ADDRESS")
    quick = {"FORGOTTEN_SECONDS": "0", **dict.fromkeys(often, "1000")}
    with world(DATABASE_URL=database_url, **{**quick, **environment}):
        made = Reception(create_token_key())
        with patch.object(resetting, "send_letter", lambda: made.letters.append):
            yield made
