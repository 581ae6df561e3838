"""Accounts over HTTP, with a real PostgreSQL: who comes in, who stays in, and what an answer gives away."""

import io
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import psycopg
import pytest

from brigade.accounts.refresh import FAMILY_LIFETIME, LIFETIME
from brigade.errors import EmailTaken, InvalidRequest, Transient
from brigade_io import clock, database
from brigade_io.frames.http import logger
from functions.accounts import resetting, sessions
from functions.create_admin.handler import handler as create_admin
from tests.functions.reception import EMAIL, PASSWORD, Reception, reception

OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
OPEN = ["register", "login", "logout", "refresh", "forgot-password", "reset-password"]
ADA = {"email": EMAIL, "password": PASSWORD}


@pytest.fixture
def here(database_url: str) -> Iterator[Reception]:
    with reception(database_url) as made:
        yield made


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """What the doors write down: the logger took hold of the standard output when it was made."""
    handler, written = logger.registered_handler, io.StringIO()
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def me(here: Reception, access_token: str) -> tuple[int, dict[str, Any]]:
    """What the door shows to whoever the authorizer found in this token."""
    from functions.authorizer.handler import handler
    from tests.functions.doorway import a_context

    event = {
        "type": "REQUEST", "methodArn": "arn", "path": "/api/auth/me", "httpMethod": "GET",
        "headers": {"Authorization": f"Bearer {access_token}"},
    }  # fmt: skip
    policy = handler(event, a_context())
    found = here.ask("GET", "me", authorizer={"principalId": policy["principalId"], **policy["context"]})
    return found.status, found.body


# --- Register, sign in, who am I -----------------------------------------------------------------


def test_who_registers_is_a_user_and_signed_in(here: Reception) -> None:
    answer = here.register(" Ada@Example.org ")
    assert (answer.status, answer.body["user"]["email"], answer.body["user"]["role"]) == (201, EMAIL, "user")
    assert me(here, answer.body["accessToken"]) == (200, answer.body["user"])
    assert answer.set_cookies == []


def test_who_signs_in_is_whoever_registered(here: Reception) -> None:
    registered, signed_in = here.register(), here.login("ADA@example.org")
    assert signed_in.status == 200
    assert signed_in.body["user"] == registered.body["user"]
    assert signed_in.body["refreshToken"] != registered.body["refreshToken"]


def test_an_address_is_taken_once(here: Reception) -> None:
    here.register()
    again = here.register(email="ADA@example.org", password="another horse battery")
    assert (again.status, again.body["error"]) == (409, "EMAIL_TAKEN")
    assert here.login().status == 200


def test_a_weak_password_is_refused_by_its_field(here: Reception) -> None:
    answer = here.register(password="password1234")
    assert (answer.status, answer.body["details"]) == (400, {"password": "is too easily guessed"})


def test_nobody_gives_themselves_a_role(here: Reception) -> None:
    assert here.register(role="admin").body["details"].keys() == {"role"}


def test_a_wrong_password_and_an_unknown_address_are_told_alike(here: Reception) -> None:
    here.register()
    wrong, unknown = here.login(password="wrong horse battery"), here.login("eve@example.org")
    assert (wrong.status, wrong.body) == (unknown.status, unknown.body)
    assert (wrong.status, wrong.body["error"]) == (401, "UNAUTHORIZED")


@pytest.mark.parametrize("email", [EMAIL, "eve@example.org"])
def test_one_password_is_hashed_whether_the_account_exists_or_not(here: Reception, email: str) -> None:
    here.register()
    with patch.object(sessions, "matches", wraps=sessions.matches) as matched:
        here.login(email, "wrong horse battery")
    assert matched.call_count == 1


def test_a_composed_letter_is_the_same_letter(here: Reception) -> None:
    here.register(password="caf\u00e9 am Naschmarkt")
    assert here.login(password="cafe\u0301 am Naschmarkt").status == 200


def test_nobody_is_told_who_they_are_without_an_account(here: Reception) -> None:
    for caller in (None, "", "ada", str(uuid4())):
        answer = here.ask("GET", "me", authorizer={"principalId": caller, "role": "admin"})
        assert (answer.status, answer.body["error"]) == (401, "UNAUTHORIZED")


# --- Cookies -------------------------------------------------------------------------------------


def test_a_browser_gets_cookies_and_no_tokens_to_read(here: Reception) -> None:
    here.register()
    answer = here.post("login", ADA, **OWN_PAGE)
    assert set(answer.cookies) == {"__Host-access", "__Host-refresh"}
    for line in answer.set_cookies:
        assert {"Path=/", "HttpOnly", "SameSite=Strict", "Secure"} <= set(line.split("; "))
        assert "Domain" not in line
    assert (answer.body["accessToken"], answer.body["refreshToken"]) == (None, None)


def test_over_plain_http_a_setting_gives_cookies_plain_names(database_url: str) -> None:
    with reception(database_url, SECURE_COOKIES="False") as here:
        here.register()
        answer = here.post("login", ADA, **OWN_PAGE)
        assert set(answer.cookies) == {"access", "refresh"}
        assert all("Secure" not in line and "HttpOnly" in line for line in answer.set_cookies)
        assert here.post("refresh", {}, Cookie=f"refresh={answer.cookies['refresh']}", **OWN_PAGE).status == 200


def test_a_cookie_is_refreshed_by_cookies(here: Reception) -> None:
    here.register()
    old = here.post("login", ADA, **OWN_PAGE).cookies
    answer = here.post("refresh", {}, Cookie=f"x=1; __Host-refresh={old['__Host-refresh']}", **OWN_PAGE)
    assert answer.status == 200
    assert answer.cookies["__Host-refresh"] != old["__Host-refresh"]
    assert answer.body["refreshToken"] is None


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
@pytest.mark.parametrize("name", OPEN)
def test_another_sites_page_is_refused(here: Reception, name: str, site: str) -> None:
    answer = here.post(name, ADA, **{"Sec-Fetch-Site": site})
    assert (answer.status, answer.body["error"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize("name", ["refresh", "logout"])
def test_a_cookie_counts_only_where_the_browser_says_who_asks(here: Reception, name: str) -> None:
    token = here.register().body["refreshToken"]
    assert here.post(name, {}, Cookie=f"__Host-refresh={token}").status == 403
    assert here.refresh(token).status == 200


@pytest.mark.parametrize("name", OPEN)
def test_only_json_is_taken_and_no_unknown_field(here: Reception, name: str) -> None:
    form = here.post(name, "email=ada", **{"Content-Type": "application/x-www-form-urlencoded"})
    unknown = here.post(name, {"surprise": 1})
    assert (form.status, unknown.status) == (400, 400)
    assert "surprise" in unknown.body["details"]


# --- Refresh -------------------------------------------------------------------------------------


def test_a_refresh_token_is_used_for_the_next(here: Reception) -> None:
    first = here.register().body
    second = here.refresh(first["refreshToken"]).body
    third = here.refresh(second["refreshToken"])
    assert third.status == 200
    assert len({first["refreshToken"], second["refreshToken"], third.body["refreshToken"]}) == 3
    assert me(here, third.body["accessToken"])[0] == 200


@pytest.mark.parametrize("token", ["x", "t" * 43, "", "é" * 43, "\u0000"])
def test_a_refresh_token_that_is_none_is_refused(here: Reception, token: str) -> None:
    assert here.refresh(token).status == 401


def test_without_a_refresh_token_nobody_is_signed_in(here: Reception) -> None:
    assert here.post("refresh", {}).status == 401


def test_an_access_token_is_no_refresh_token(here: Reception) -> None:
    tokens = here.register().body
    assert here.refresh(tokens["accessToken"]).status == 401
    assert here.post("refresh", {}, Cookie=f"__Host-refresh={tokens['accessToken']}", **OWN_PAGE).status == 401


def at(moment: datetime) -> Any:
    return patch.object(clock, "now", lambda: moment)


def test_a_moment_later_the_same_successor_is_given_again(here: Reception) -> None:
    token, now = here.register().body["refreshToken"], clock.now()
    with at(now):
        first = here.refresh(token).body["refreshToken"]
    with at(now + timedelta(seconds=10)):
        assert here.refresh(token).body["refreshToken"] == first
    assert here.refresh(first).status == 200


def test_a_token_that_comes_back_later_ends_its_family_and_no_other(here: Reception) -> None:
    token, other = here.register().body["refreshToken"], here.login().body["refreshToken"]
    now = clock.now()
    successor = here.refresh(token).body["refreshToken"]
    with at(now + timedelta(seconds=12)):
        assert here.refresh(token).status == 401
        assert here.refresh(successor).status == 401
        assert here.refresh(token).status == 401
        assert here.refresh(other).status == 200


def test_twenty_refreshes_at_once_give_one_successor(here: Reception, database_url: str) -> None:
    """Functions have a process and a connection each; here each thread has a connection."""
    token = here.register().body["refreshToken"]

    def refreshed(_: int) -> str:
        with psycopg.connect(database_url, autocommit=True) as db, db.transaction():
            found = sessions._successor(sessions.RefreshStore(db), token, clock.now())
        assert found is not None
        return found[2]

    with ThreadPoolExecutor(20) as pool:
        successors = set(pool.map(refreshed, range(20)))
    assert len(successors) == 1
    assert here.refresh(successors.pop()).status == 200


@pytest.mark.parametrize(("after", "status"), [(LIFETIME - timedelta(seconds=5), 200), (LIFETIME, 401)])
def test_a_token_that_nobody_uses_ends(here: Reception, after: timedelta, status: int) -> None:
    token = here.register().body["refreshToken"]
    with at(clock.now() + after):
        assert here.refresh(token).status == status


def test_after_ninety_days_a_password_is_asked_for(here: Reception) -> None:
    began = clock.now()
    token, step = here.register().body["refreshToken"], timedelta(days=13)
    ages = [number * step for number in range(1, 7)]
    for age in ages:
        with at(began + age):
            token = here.refresh(token).body["refreshToken"]
    with at(began + FAMILY_LIFETIME + timedelta(seconds=5)):
        assert here.refresh(token).status == 401


def test_who_signs_out_is_out_and_other_sessions_stay(here: Reception) -> None:
    token, other = here.register().body["refreshToken"], here.login().body["refreshToken"]
    answer = here.post("logout", {}, Cookie=f"__Host-refresh={token}", **OWN_PAGE)
    assert answer.status == 200
    assert all("Max-Age=0" in line for line in answer.set_cookies)
    assert set(answer.cookies) == {"__Host-access", "__Host-refresh"}
    assert here.refresh(token).status == 401
    assert here.refresh(other).status == 200
    assert here.post("logout", {"refreshToken": token}).status == 200


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({}, {}, 200), ({}, {"Cookie": "__Host-refresh=x"}, 200), ({"refreshToken": "unknown"}, {}, 200),
        ({"surprise": 1}, {}, 400), ("no json", {}, 400), ({}, {"Content-Type": "text/plain"}, 400),
    ],
    ids=str,
)  # fmt: skip
def test_whatever_signs_out_the_browser_forgets_its_cookies(
    here: Reception, body: Any, headers: dict[str, str], status: int
) -> None:
    answer = here.post("logout", body, **{**OWN_PAGE, **headers})
    assert answer.status == status
    assert set(answer.cookies) == {"__Host-access", "__Host-refresh"}
    assert all("Max-Age=0" in line for line in answer.set_cookies)


def test_cookies_are_forgotten_even_where_the_database_is_away(here: Reception) -> None:
    token = here.register().body["refreshToken"]
    database._discard()
    with patch.object(database, "settings", side_effect=psycopg.OperationalError("secret host")):
        answer = here.post("logout", {"refreshToken": token})
    assert (answer.status, len(answer.set_cookies)) == (503, 2)


# --- A session that has ended ---------------------------------------------------------------------


def is_let_in(here: Reception, access_token: str) -> bool:
    with suppress(Exception):
        return me(here, access_token)[0] == 200
    return False


def within_a_minute(here: Reception, access_token: str, since: datetime) -> bool:
    """Whether the authorizer, which may have seen the session just before, lets it in a minute later."""
    with at(since + timedelta(seconds=59)):
        return is_let_in(here, access_token)


def test_an_access_token_ends_with_its_session_and_no_other_does(here: Reception) -> None:
    mine, other = here.register().body, here.login().body
    assert is_let_in(here, mine["accessToken"])
    assert is_let_in(here, other["accessToken"])
    here.post("logout", {"refreshToken": mine["refreshToken"]})
    now = clock.now()
    assert not within_a_minute(here, mine["accessToken"], now)
    assert within_a_minute(here, other["accessToken"], now)


def test_a_new_password_ends_the_access_tokens_of_every_session(here: Reception) -> None:
    before = [here.register().body["accessToken"], here.login().body["accessToken"]]
    assert all(is_let_in(here, token) for token in before)
    here.post("forgot-password", {"email": EMAIL})
    here.post("reset-password", {"token": here.sent_token(), "password": "staple the battery"})
    now, after = clock.now(), here.login(password="staple the battery").body["accessToken"]
    assert not any(within_a_minute(here, token, now) for token in before)
    assert is_let_in(here, after)


def test_a_copied_refresh_token_ends_the_access_tokens_of_its_family(here: Reception) -> None:
    first = here.register().body
    second = here.refresh(first["refreshToken"]).body
    with at(clock.now() + timedelta(seconds=12)):
        assert here.refresh(first["refreshToken"]).status == 401
        assert not is_let_in(here, second["accessToken"])


# --- A forgotten password ------------------------------------------------------------------------


def test_a_letter_lets_choose_a_new_password_once_and_ends_every_session(here: Reception) -> None:
    session = here.register().body["refreshToken"]
    assert here.post("forgot-password", {"email": "Ada@example.org"}).status == 202
    (letter,) = here.letters
    assert letter.to == EMAIL
    order = {"token": here.sent_token(), "password": "staple the battery"}
    assert here.post("reset-password", order).status == 200
    assert (here.login().status, here.login(password="staple the battery").status) == (401, 200)
    assert here.refresh(session).status == 401
    again = here.post("reset-password", {**order, "password": "yet another battery"})
    assert (again.status, again.body["details"].keys()) == (400, {"token"})


def test_whether_an_account_exists_is_not_told(here: Reception) -> None:
    here.register()
    known, unknown = (here.post("forgot-password", {"email": each}) for each in (EMAIL, "eve@example.org"))
    assert (known.status, known.body) == (unknown.status, unknown.body)
    assert [letter.to for letter in here.letters] == [EMAIL]


@pytest.mark.parametrize("email", [EMAIL, "eve@example.org"])
def test_the_answer_comes_at_its_time_whether_an_account_exists_or_not(database_url: str, email: str) -> None:
    now, waited = clock.now(), []
    with reception(database_url, FORGOTTEN_SECONDS="0.6") as here:
        here.register()
        with at(now), patch.object(clock, "wait_until", waited.append):
            here.post("forgot-password", {"email": email})
    assert waited == [now + timedelta(seconds=0.6)]


def test_a_letter_that_cannot_be_sent_is_told_to_us_alone(here: Reception, logs: io.StringIO) -> None:
    here.register()

    def broken(_: object) -> None:
        raise Transient("SES answered Throttling")

    with patch.object(resetting, "send_letter", lambda: broken):
        assert here.post("forgot-password", {"email": EMAIL}).status == 202
    assert "letter not sent" in logs.getvalue()


def test_a_weak_password_does_not_use_the_letter_up(here: Reception) -> None:
    here.register()
    here.post("forgot-password", {"email": EMAIL})
    order = {"token": here.sent_token(), "password": "password1234"}
    assert here.post("reset-password", order).body["details"].keys() == {"password"}
    assert here.post("reset-password", {**order, "password": "staple the battery"}).status == 200


def test_a_letter_works_for_half_an_hour(here: Reception) -> None:
    here.register()
    here.post("forgot-password", {"email": EMAIL})
    with at(clock.now() + timedelta(minutes=30)):
        order = {"token": here.sent_token(), "password": "staple the battery"}
        assert here.post("reset-password", order).status == 400


# --- Limits --------------------------------------------------------------------------------------


def test_an_account_is_tried_so_often_and_the_right_password_waits_too(database_url: str) -> None:
    with reception(database_url, SIGN_INS_PER_ACCOUNT_AND_ADDRESS="3") as here:
        here.register()
        statuses = [here.login(password="wrong horse battery").status for _ in range(4)]
        assert statuses == [401, 401, 401, 429]
        refused = here.login()
        assert (refused.status, refused.body["error"]) == (429, "RATE_LIMIT_EXCEEDED")
        assert 0 < refused.body["retryAfter"] <= 900
        assert here.login("eve@example.org").status == 401


def test_who_signs_in_often_is_not_held_for_a_guesser(database_url: str) -> None:
    limits = {"SIGN_INS_PER_ACCOUNT_AND_ADDRESS": "3", "SIGN_INS_PER_ACCOUNT": "3", "SIGN_INS_PER_ADDRESS": "8"}
    with reception(database_url, **limits) as here:
        here.register()
        assert {here.login().status for _ in range(12)} == {200}
        assert [here.login(password="wrong horse battery").status for _ in range(4)] == [401, 401, 401, 429]


def test_a_stranger_s_tries_do_not_lock_the_owner_out(database_url: str) -> None:
    with reception(database_url, SIGN_INS_PER_ACCOUNT_AND_ADDRESS="3", PROXIES="1") as here:
        here.register()
        wrong, near = {**ADA, "password": "wrong horse battery"}, "130.176.0.1"
        stranger = [here.post("login", wrong, **{"X-Forwarded-For": f"203.0.113.66, {near}"}) for _ in range(10)]
        assert [answer.status for answer in stranger] == [401] * 3 + [429] * 7
        assert here.post("login", ADA, **{"X-Forwarded-For": f"203.0.113.7, {near}"}).status == 200


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("register", ADA),
        ("login", ADA),
        ("forgot-password", {"email": EMAIL}),
        ("reset-password", {"token": "t" * 43, "password": PASSWORD}),
    ],
)
def test_an_address_tries_so_often_by_any_way_in(database_url: str, name: str, body: dict[str, str]) -> None:
    with reception(database_url, SIGN_INS_PER_ADDRESS="2") as here:
        statuses = [here.post(name, body).status for _ in range(3)]
        assert statuses[2] == 429
        assert 429 not in statuses[:2]


def test_an_address_is_the_one_that_our_own_proxy_named(database_url: str) -> None:
    with reception(database_url, SIGN_INS_PER_ADDRESS="1", PROXIES="1") as here:
        for forged in ("1.1.1.1", "2.2.2.2"):
            path = f"{forged}, 203.0.113.7, 130.176.0.1"
            answer = here.post("login", ADA, **{"X-Forwarded-For": path})
        assert answer.status == 429
        assert here.post("login", ADA, **{"X-Forwarded-For": "203.0.113.8, 130.176.0.1"}).status == 401


# --- Administrators, and what nobody is told -----------------------------------------------------


def test_an_administrator_is_made_and_signs_in_with_the_password_that_is_shown(here: Reception) -> None:
    made = create_admin({"email": "Chef@example.org"}, None)
    answer = here.login("chef@example.org", made["password"])
    assert (answer.body["user"]["role"], answer.body["user"]["id"]) == ("admin", made["id"])


def test_an_administrator_is_made_of_an_address_that_a_stranger_has_registered(here: Reception) -> None:
    stranger = here.register().body
    here.post("forgot-password", {"email": EMAIL})
    made = create_admin({"email": EMAIL}, None)
    answer = here.login(password=made["password"])
    assert (answer.body["user"]["role"], answer.body["user"]["id"]) == ("admin", made["id"])
    assert made["id"] == stranger["user"]["id"]
    assert here.login().status == 401
    assert here.refresh(stranger["refreshToken"]).status == 401
    assert not within_a_minute(here, stranger["accessToken"], clock.now())
    order = {"token": here.sent_token(), "password": "staple the battery"}
    assert here.post("reset-password", order).status == 400


def test_an_administrator_is_not_made_over_another(here: Reception) -> None:
    create_admin({"email": EMAIL}, None)
    with pytest.raises(EmailTaken):
        create_admin({"email": EMAIL}, None)
    for wrong in ({}, {"email": "ada"}, {"email": EMAIL, "role": "admin"}):
        with pytest.raises(InvalidRequest):
            create_admin(wrong, None)


def test_logs_and_errors_hold_no_password_and_no_token(here: Reception, logs: io.StringIO) -> None:
    registered = here.register().body
    successor = here.refresh(registered["refreshToken"]).body
    answers = [here.login(password="wrong horse battery"), here.register(), here.refresh("t" * 43)]
    with at(clock.now() + timedelta(seconds=20)):
        answers.append(here.refresh(registered["refreshToken"]))
    here.post("forgot-password", {"email": EMAIL})
    answers.append(here.post("reset-password", {"token": here.sent_token(), "password": "password1234"}))
    made = create_admin({"email": "chef@example.org"}, None)
    told = "".join([logs.getvalue(), *(str(answer.body) for answer in answers)])
    assert "request refused" in told
    assert "administrator made" in told
    for secret in (
        PASSWORD, "wrong horse battery", "password1234", made["password"], here.sent_token(), here.private_key,
        *(session[name] for session in (registered, successor) for name in ("accessToken", "refreshToken")),
    ):  # fmt: skip
        assert secret not in told


def test_what_the_database_keeps_opens_nothing(here: Reception, database_url: str) -> None:
    session = here.register().body
    successor = here.refresh(session["refreshToken"]).body["refreshToken"]
    here.post("forgot-password", {"email": EMAIL})
    with psycopg.connect(database_url) as db:
        kept = [str(db.execute(f"select * from {table}".encode()).fetchall()) for table in TABLES]
    for secret in (PASSWORD, session["refreshToken"], successor, here.sent_token()):
        assert not any(secret in rows for rows in kept)
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in kept[0]


TABLES = ("users", "refresh_families", "refresh_tokens", "password_resets")


def test_a_database_that_is_away_is_said_and_nothing_else(here: Reception) -> None:
    database._discard()
    with patch.object(database, "settings", side_effect=psycopg.OperationalError("secret host")):
        answer = here.login()
    assert (answer.status, answer.body["error"]) == (503, "TEMPORARILY_UNAVAILABLE")
    assert "secret" not in str(answer.body)


def test_a_header_that_is_not_ascii_is_refused_by_name(here: Reception) -> None:
    answer = here.post("login", {"email": EMAIL, "password": PASSWORD}, **{"X-Own": "S\u00fcppchen"})
    assert (answer.status, answer.body["error"]) == (400, "VALIDATION_ERROR")
    assert answer.body["details"] == {"X-Own": "must be ASCII"}
    assert answer.body["nextStep"]
