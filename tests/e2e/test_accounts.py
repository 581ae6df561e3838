"""Signing in against the running system, and every route of its API against every token that does not hold."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest

from brigade_io.accounts.tokens import make_key_pair
from local.cli.accounts import letters_of
from local.cli.entrance import client_of
from local.paths import ROOT
from local.problem import Problem
from local.state import announce
from local.system import System
from tests.functions.description import OPERATIONS, Operation

PASSWORD = "correct horse battery"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
OPEN = {"register", "login", "logout", "refresh", "forgot-password", "reset-password"}


def an_address() -> str:
    return f"{uuid4().hex}@example.org"


@pytest.fixture
def browser(system: System) -> Iterator[httpx.Client]:
    """It keeps cookies, and says where its requests come from."""
    with httpx.Client(base_url=system.url, headers=OWN_PAGE, timeout=60, trust_env=False) as client:
        yield client


def deployed(system: System) -> set[tuple[str, str, bool]]:
    """Method, path, and whether it is open, of every route that is deployed."""
    gateway, api = system.client("apigateway"), system.outputs["ApiId"]
    resources = gateway.get_resources(restApiId=api, embed=["methods"], limit=500)["items"]
    return {
        (method, resource["path"], found["authorizationType"] != "CUSTOM")
        for resource in resources
        for method, found in resource.get("resourceMethods", {}).items()
    }


def address_of(system: System, operation: Operation) -> str:
    return system.url + re.sub(r"{\w+}", str(uuid4()), operation.path)


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    sound = {
        "iss": "brigade", "aud": "brigade-api", "typ": "access", "sub": str(uuid4()), "role": "admin",
        "jti": uuid4().hex, "iat": now, "exp": now + 600,
    }  # fmt: skip
    return {**sound, **changes}


def refresh_token(system: System) -> str:
    body = {"email": an_address(), "password": PASSWORD, "tokens": "body"}
    return str(httpx.post(f"{system.url}/api/auth/register", json=body, timeout=60).json()["refreshToken"])


FORGED: dict[str, Callable[[System], str]] = {
    "no token": lambda system: "",
    "nonsense": lambda system: "x.y.z",
    "expired": lambda system: jwt.encode(claims(exp=int(time.time()) - 1), system.private_key, "EdDSA"),
    "wrong type": lambda system: jwt.encode(claims(typ="refresh"), system.private_key, "EdDSA"),
    "wrong audience": lambda system: jwt.encode(claims(aud="another-api"), system.private_key, "EdDSA"),
    "algorithm none": lambda system: jwt.encode(claims(), "", "none"),
    "public key as secret": lambda system: jwt.encode(claims(), system.public_key.replace("-", ""), "HS256"),
    "another key": lambda system: jwt.encode(claims(), make_key_pair()[0], "EdDSA"),
    "refresh token": refresh_token,
}


def test_the_routes_that_are_deployed_are_those_of_the_description(system: System) -> None:
    assert deployed(system) == {(each.method, each.path, each.is_open) for each in OPERATIONS}


@pytest.mark.parametrize("kind", FORGED)
def test_no_route_lets_a_token_in_that_does_not_hold(system: System, kind: str) -> None:
    token = FORGED[kind](system)
    carriers = [{"Authorization": f"Bearer {token}"}, {"Cookie": f"access={token}", **OWN_PAGE}] if token else [{}]
    for operation in (operation for operation in OPERATIONS if not operation.is_open):
        for headers in carriers:
            url = address_of(system, operation)
            answer = httpx.request(operation.method, url, headers=headers, timeout=60)
            assert (answer.status_code, answer.json()["error"]) == (401, "UNAUTHORIZED"), (operation, headers)


@pytest.mark.parametrize("role", ["user", "trainer"])
def test_who_is_no_administrator_is_kept_out_of_every_admin_route(system: System, role: str) -> None:
    bearer = {"Authorization": f"Bearer {system.token(str(uuid4()), role)}"}
    for operation in (operation for operation in OPERATIONS if operation.path.startswith("/api/admin/")):
        answer = httpx.request(operation.method, address_of(system, operation), headers=bearer, timeout=60)
        assert (answer.status_code, answer.json()["error"]) == (403, "FORBIDDEN"), operation


def test_only_what_signs_in_and_out_is_open() -> None:
    assert {operation.path for operation in OPERATIONS if operation.is_open} == {f"/api/auth/{name}" for name in OPEN}


def test_a_browser_signs_in_by_cookie_looks_around_refreshes_and_leaves(system: System, browser: httpx.Client) -> None:
    admin = {"email": system.admin.email, "password": system.admin.password}
    assert browser.get("/api/admin/batches").status_code == 401
    answer = browser.post("/api/auth/login", json=admin)
    assert answer.status_code == 200, answer.text
    assert {cookie.name for cookie in browser.cookies.jar} == {"access", "refresh"}
    assert browser.get("/api/auth/me").json()["role"] == "admin"
    assert browser.get("/api/admin/batches").status_code == 200
    assert httpx.get(f"{system.url}/api/admin/batches", timeout=60).status_code == 401  # another browser
    assert browser.get(f"/api/admin/bmad-progress-stream/{uuid4()}").status_code == 404  # let in, as EventSource is
    before = browser.cookies["refresh"]
    assert browser.post("/api/auth/refresh", json={}).status_code == 200
    assert browser.cookies["refresh"] != before
    assert browser.post("/api/auth/logout", json={}).status_code == 200
    assert not list(browser.cookies.jar)
    assert browser.get("/api/auth/me").status_code == 401


def test_another_sites_page_cannot_use_the_cookie(system: System, browser: httpx.Client) -> None:
    browser.post("/api/auth/login", json={"email": system.admin.email, "password": system.admin.password})
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        assert browser.post("/api/admin/generate-bmad", json={"count": 0}, headers=headers).status_code == 403
        assert browser.post("/api/auth/refresh", json={}, headers=headers).status_code == 403
    assert browser.post("/api/admin/generate-bmad", json={"count": 0}).status_code == 400


def test_the_command_line_and_the_first_administrator_are_one(system: System) -> None:
    bearer = {"Authorization": f"Bearer {system.token()}"}
    answer = httpx.get(f"{system.url}/api/auth/me", headers=bearer, timeout=60)
    assert answer.json()["email"] == system.admin.email


def test_twenty_tabs_that_refresh_at_once_get_one_successor(system: System) -> None:
    token = refresh_token(system)

    def refreshed(_: int) -> httpx.Response:
        return httpx.post(f"{system.url}/api/auth/refresh", json={"refreshToken": token}, timeout=60)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(refreshed, range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refreshToken"] for answer in answers}) == 1


def test_a_forgotten_password_is_replaced_by_a_letter(system: System) -> None:
    email, url = an_address(), f"{system.url}/api/auth"
    httpx.post(f"{url}/register", json={"email": email, "password": PASSWORD}, timeout=60)
    assert httpx.post(f"{url}/forgot-password", json={"email": email}, timeout=60).status_code == 202
    (letter,) = [letter for letter in letters_of(system.run) if letter["to"] == email]
    assert f"{system.url}/reset-password#token=" in letter["text"]
    token = letter["text"].partition("#token=")[2].split()[0]
    order = {"token": token, "password": "staple the battery"}
    assert httpx.post(f"{url}/reset-password", json=order, timeout=60).status_code == 200
    body = {"email": email, "password": "staple the battery"}
    assert httpx.post(f"{url}/login", json=body, timeout=60).status_code == 200


def test_no_log_of_any_function_holds_a_password_or_a_token(system: System) -> None:
    token = refresh_token(system)
    body = {"email": system.admin.email, "password": system.admin.password}
    httpx.post(f"{system.url}/api/auth/login", json=body, timeout=60)
    httpx.post(f"{system.url}/api/auth/login", json={**body, "password": "wrong horse battery"}, timeout=60)
    logs = "".join(file.read_text(errors="replace") for file in system.logs.iterdir())
    assert "request refused" in logs
    for secret in (token, system.admin.password, "wrong horse battery", PASSWORD, system.private_key.splitlines()[1]):
        assert secret not in logs


# --- The command line ----------------------------------------------------------------------------


@pytest.fixture
def folder(system: System, tmp_path: Path) -> Path:
    """Where other commands find the running system."""
    announce(system.run, tmp_path / "run.json")
    return tmp_path


def brigade(folder: Path, *arguments: str, piped: str = "") -> subprocess.CompletedProcess[str]:
    ended = subprocess.run(
        [sys.executable, "-m", "local.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "BRIGADE_STATE": str(folder)},
        input=piped,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    return ended


def test_an_administrator_is_made_once_and_signs_in_with_what_was_printed(system: System, folder: Path) -> None:
    email = an_address()
    made = brigade(folder, "admin", "create", "--email", email)
    body = {"email": email, "password": made.stdout.strip(), "tokens": "body"}
    answer = httpx.post(f"{system.url}/api/auth/login", json=body, timeout=60).json()
    bearer = {"Authorization": f"Bearer {answer['accessToken']}"}
    assert httpx.get(f"{system.url}/api/admin/batches", headers=bearer, timeout=60).status_code == 200
    for wrong, reason in ((email, "EmailTaken"), ("ada", "InvalidRequest")):
        again = brigade(folder, "admin", "create", "--email", wrong)
        assert again.returncode == 2
        assert reason in again.stderr
        assert again.stdout == ""


def test_letters_are_shown(system: System, folder: Path) -> None:
    body = {"email": system.admin.email}
    assert httpx.post(f"{system.url}/api/auth/forgot-password", json=body, timeout=60).status_code == 202
    assert "/reset-password#token=" in brigade(folder, "mail").stdout
    letters = [json.loads(line) for line in brigade(folder, "mail", "--json").stdout.splitlines()]
    assert letters[-1]["to"] == system.admin.email


def test_the_command_line_signs_in_by_variables(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIGADE_EMAIL", system.admin.email)
    monkeypatch.setenv("BRIGADE_PASSWORD", system.admin.password)
    assert isinstance(client_of(system.url, None).batches(1), list)


def test_the_command_line_signs_in_stays_signed_in_and_leaves(system: System, tmp_path: Path) -> None:
    where, kept = ["--url", system.url], tmp_path / "sign-ins.json"
    said = brigade(tmp_path, "login", *where, "--email", system.admin.email, piped=system.admin.password)
    assert (said.returncode, said.stdout) == (0, ""), said.stderr
    assert brigade(tmp_path, "batch", "list", *where).returncode == 0
    expired = jwt.encode(claims(exp=int(time.time()) - 1), system.private_key, "EdDSA")
    known = json.loads(kept.read_text())[system.url]
    for _ in range(2):  # a refresh token is good for one refresh: the second time it is the next one
        kept.write_text(json.dumps({system.url: {**known, "access_token": expired}}))
        assert brigade(tmp_path, "batch", "list", *where).returncode == 0
        before, known = known, json.loads(kept.read_text())[system.url]
        assert expired not in known.values()
        assert known["refresh_token"] != before["refresh_token"]
    assert brigade(tmp_path, "logout").returncode == 0
    assert brigade(tmp_path, "batch", "list", *where).returncode == 2
    answer = httpx.post(f"{system.url}/api/auth/refresh", json={"refreshToken": known["refresh_token"]}, timeout=60)
    assert answer.status_code == 401


def test_a_wrong_password_is_said(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIGADE_EMAIL", system.admin.email)
    monkeypatch.setenv("BRIGADE_PASSWORD", "wrong horse battery")
    with pytest.raises(Problem, match="the address or the password is wrong"):
        client_of(system.url, None).batches(1)
