"""Signing in at a system that runs elsewhere, and staying signed in."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from local.checks import bound_socket
from local.cli import sign_ins
from local.cli.entrance import by_sign_in
from local.cli.sign_ins import SignIn
from tests.cli.conftest import Brigade
from tests.cli.scripted_api import Answer, ScriptedApi, refused

EMAIL = "ada@example.org"
PASSWORD = "correct horse battery"
NO_COSTS = {"batches": [], "days": [], "truncated": False, "settledUsd": 0, "inFlightUsd": 0}


def signed_in(number: int, role: str = "admin") -> Answer:
    tokens = {"accessToken": f"access-{number}", "refreshToken": f"refresh-{number}"}
    return Answer({"user": {"email": EMAIL, "role": role}, "expiresAt": "2026-01-01T00:00:00Z", **tokens})


def kept(api: ScriptedApi) -> SignIn | None:
    return sign_ins.kept().get(api.url)


@pytest.fixture
def sign_in(brigade: Brigade, api: ScriptedApi) -> Brigade:
    """`brigade login` at the scripted system, with the password through a pipe."""
    api.on("GET", "/api/admin/cost", Answer(NO_COSTS))
    api.on("POST", "/api/auth/logout", Answer({"message": "You are signed out."}))
    return lambda *more: brigade("login", "--url", f"{api.url}/", "--email", EMAIL, *more, piped=f"{PASSWORD}\n")


def test_a_password_that_is_piped_in_signs_in(sign_in: Brigade, brigade: Brigade, api: ScriptedApi) -> None:
    api.on("POST", "/api/auth/login", signed_in(1))
    ended = sign_in("--json")
    assert ended.code == 0
    assert json.loads(ended.out) == {"url": api.url, "email": EMAIL}
    assert api.asked[0].body == {"email": EMAIL, "password": PASSWORD, "tokens": "body"}
    assert brigade("cost", "--url", api.url).code == 0
    assert api.asked[-1].bearer == "access-1"


def test_a_password_is_typed_unseen_and_the_address_is_asked_for(
    brigade: Brigade, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: PASSWORD)
    api.on("POST", "/api/auth/login", signed_in(1))
    ended = brigade("login", "--url", api.url, typed=f"{EMAIL}\n")
    assert (ended.code, ended.out) == (0, "")
    assert api.asked[0].body["email"] == EMAIL


def test_only_the_owner_reads_what_is_kept_and_no_password_is(sign_in: Brigade, api: ScriptedApi) -> None:
    api.on("POST", "/api/auth/login", signed_in(1))
    ended = sign_in()
    assert stat.S_IMODE(sign_ins.FILE.stat().st_mode) == 0o600
    assert PASSWORD not in sign_ins.FILE.read_text() + ended.out + ended.err
    assert "access-1" not in ended.out + ended.err


def test_no_option_takes_a_password(brigade: Brigade, api: ScriptedApi) -> None:
    ended = brigade("login", "--url", api.url, "--email", EMAIL, "--password", PASSWORD)
    assert ended.code == 2
    assert api.asked == []


def test_a_wrong_password_is_said_and_nothing_is_kept(sign_in: Brigade, api: ScriptedApi) -> None:
    api.on("POST", "/api/auth/login", refused(401, "UNAUTHORIZED", "the address or the password is wrong"))
    ended = sign_in()
    assert ended.code == 4
    assert "the address or the password is wrong" in ended.err
    assert "correlation id: c-1" in ended.err
    assert kept(api) is None


def test_who_is_no_administrator_signs_in_too_and_is_refused_what_is_not_theirs(
    sign_in: Brigade, brigade: Brigade, api: ScriptedApi
) -> None:
    api.on("POST", "/api/auth/login", signed_in(1, role="user"))
    assert sign_in().code == 0
    assert kept(api) == SignIn(EMAIL, "access-1", "refresh-1")
    api.on("GET", "/api/admin/batches", refused(403, "FORBIDDEN", "this needs the role admin"))
    ended = brigade("batch", "list", "--url", api.url)
    assert ended.code == 4
    assert "role admin" in ended.err


def test_signing_in_again_ends_the_session_before(sign_in: Brigade, api: ScriptedApi) -> None:
    api.on("POST", "/api/auth/login", signed_in(1), signed_in(2))
    sign_in()
    sign_in()
    assert kept(api) == SignIn(EMAIL, "access-2", "refresh-2")
    assert [asked.body for asked in api.asked_for("/api/auth/logout")] == [{"refreshToken": "refresh-1"}]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--email", EMAIL], "Which system?"),
        (["--url", "http://example.org", "--email", EMAIL], "not encrypted"),
        (["--url", "example.org", "--email", EMAIL], "no address"),
        (["--url", "https://", "--email", EMAIL], "no address"),
        (["--url", "http://[::", "--email", EMAIL], "no address"),
        (["--url", "https://example.org"], "Who signs in?"),
        (["--url", "https://example.org", "--email", EMAIL], "no password"),
    ],
)
def test_a_wrong_call_says_what_is_missing(brigade: Brigade, arguments: list[str], words: str) -> None:
    ended = brigade("login", *arguments)
    assert ended.code == 2
    assert words in ended.err


def test_what_is_no_brigade_is_said(sign_in: Brigade, api: ScriptedApi) -> None:
    for answer in (Answer({"hello": "world"}), Answer(b"<html>", kind="text/html")):
        api.on("POST", "/api/auth/login", answer)
        ended = sign_in()
        assert ended.code == 4
        assert "is no Brigade" in ended.err


# --- Staying signed in -----------------------------------------------------------------------------


def test_an_expired_token_is_renewed_unseen(brigade: Brigade, sign_in: Brigade, api: ScriptedApi) -> None:
    sign_ins.keep(api.url, SignIn(EMAIL, "access-1", "refresh-1"))
    api.tokens = {"access-2"}
    api.on("POST", "/api/auth/refresh", signed_in(2))
    for _ in range(2):
        ended = brigade("cost", "--url", api.url)
        assert (ended.code, ended.out) == (0, "")
    assert [asked.body for asked in api.asked_for("/api/auth/refresh")] == [{"refreshToken": "refresh-1"}]
    assert kept(api) == SignIn(EMAIL, "access-2", "refresh-2")


def test_commands_that_find_a_token_expired_together_refresh_it_once(nobody_home: None, api: ScriptedApi) -> None:
    sign_ins.keep(api.url, SignIn(EMAIL, "access-1", "refresh-1"))
    api.tokens = {"access-2"}
    api.on("GET", "/api/admin/cost", Answer(NO_COSTS))
    api.on("POST", "/api/auth/refresh", signed_in(2), refused(401, "UNAUTHORIZED", "sign in again"))
    clients = [by_sign_in(api.url) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda client: client.costs(30), clients))
    assert answers == [NO_COSTS] * 8
    assert len(api.asked_for("/api/auth/refresh")) == 1


def test_a_sign_in_that_has_ended_is_said_and_forgotten(brigade: Brigade, api: ScriptedApi) -> None:
    sign_ins.keep(api.url, SignIn(EMAIL, "access-1", "refresh-1"))
    api.tokens = set()
    api.on("POST", "/api/auth/refresh", refused(401, "UNAUTHORIZED", "sign in again"))
    ended = brigade("cost", "--url", api.url)
    assert ended.code == 4
    assert f"brigade login --url {api.url}" in ended.err
    assert kept(api) is None
    assert brigade("cost", "--url", api.url).code == 2


def test_a_system_that_cannot_refresh_now_keeps_the_sign_in(brigade: Brigade, api: ScriptedApi) -> None:
    known = SignIn(EMAIL, "access-1", "refresh-1")
    sign_ins.keep(api.url, known)
    api.tokens = set()
    api.on("POST", "/api/auth/refresh", refused(503, "TEMPORARILY_UNAVAILABLE", "Please try again in a moment."))
    assert brigade("cost", "--url", api.url).code == 4
    assert kept(api) == known


def test_a_token_that_is_given_is_not_renewed(at_api: Brigade, api: ScriptedApi) -> None:
    sign_ins.keep(api.url, SignIn(EMAIL, "access-1", "refresh-1"))
    api.tokens = set()
    ended = at_api("cost")
    assert ended.code == 4
    assert "brigade login" in ended.err
    assert [asked.bearer for asked in api.asked] == ["t"]


def test_a_token_that_can_be_none_is_not_sent(at_api: Brigade, api: ScriptedApi) -> None:
    assert at_api("cost", "--token", "soupçon").code == 2
    assert api.asked == []


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"http://x": {}}', '{"http://x": 3}'])
def test_a_broken_file_is_as_if_nobody_were_signed_in(nobody_home: None, text: str) -> None:
    sign_ins.FILE.parent.mkdir()
    sign_ins.FILE.write_text(text)
    assert sign_ins.kept() == {}
    sign_ins.keep("http://y", SignIn(EMAIL, "a", "r"))
    assert list(sign_ins.kept()) == ["http://y"]


def test_where_nobody_runs_a_system_those_signed_in_at_are_named(brigade: Brigade) -> None:
    sign_ins.keep("https://kitchen.example.org", SignIn(EMAIL, "a", "r"))
    assert "https://kitchen.example.org" in brigade("cost").err


# --- Signing out -----------------------------------------------------------------------------------


def test_signing_out_ends_the_session_and_forgets_it(brigade: Brigade, api: ScriptedApi) -> None:
    api.on("POST", "/api/auth/logout", Answer({"message": "You are signed out."}))
    sign_ins.keep(api.url, SignIn(EMAIL, "access-1", "refresh-1"))
    assert brigade("logout").code == 0  # there is only one
    assert api.asked[0].body == {"refreshToken": "refresh-1"}
    assert kept(api) is None
    assert "Nobody was signed in" in brigade("logout", "--url", api.url).err


def test_where_the_system_is_gone_the_sign_in_is_forgotten_all_the_same(brigade: Brigade) -> None:
    with bound_socket(None) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    sign_ins.keep(url, SignIn(EMAIL, "access-1", "refresh-1"))
    ended = brigade("logout", "--url", url)
    assert ended.code == 3
    assert "Signed out here only" in ended.err
    assert sign_ins.kept() == {}


def test_which_of_several_is_meant_is_asked(brigade: Brigade) -> None:
    for url in ("https://a.example.org", "https://b.example.org"):
        sign_ins.keep(url, SignIn(EMAIL, "a", "r"))
    ended = brigade("logout")
    assert ended.code == 2
    assert "https://a.example.org, https://b.example.org" in ended.err
    assert len(sign_ins.kept()) == 2
