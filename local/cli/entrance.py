"""How the command line gets in: a given token, a password, a kept sign-in, or the key of the system running here."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx

from brigade_io.accounts.tokens import sign_access_token
from local.cli import sign_ins
from local.cli.client import WAYS_IN, Client, Refusal
from local.cli.sign_ins import SignIn
from local.problem import Problem
from local.state import Run, running

NOT_RUNNING = "No system is running on this machine."
CHECK_BOTH = "Check both; a forgotten password is replaced on the dashboard."


def client_of(url: str | None, token: str | None) -> Client:
    """A client of the system at `url`, or of the one that runs on this machine. Raises Problem."""
    url, token = url or os.environ.get("BRIGADE_URL"), token or os.environ.get("BRIGADE_TOKEN")
    run = running()
    if url is None:
        if run is None:
            raise Problem(NOT_RUNNING, hint=_where_else())
        return Client(run.url, given(token) if token else signing(run))
    url = checked_url(url)
    if token:
        return Client(url, given(token))
    email, password = os.environ.get("BRIGADE_EMAIL"), os.environ.get("BRIGADE_PASSWORD")
    if email and password:
        return by_password(url, email, password)
    if url in sign_ins.kept():
        return by_sign_in(url)
    if run and run.url == url:
        return Client(url, signing(run))
    raise Problem(f"Nobody is signed in at {url}.", hint=WAYS_IN, exit_code=2)


def checked_url(url: str) -> str:
    """An origin as sign-ins are kept by. Raises Problem."""
    try:
        known = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise Problem(f"{url} is no address: {error}", exit_code=2) from None
    if known.scheme not in ("http", "https") or not known.host:
        raise Problem(f"{url} is no address: it must begin with http:// or https:// and name a host.", exit_code=2)
    return str(known).rstrip("/")


def _where_else() -> str:
    known = ", ".join(sign_ins.kept())
    return "Start one with `brigade up`, or name another with --url" + (f" (signed in: {known})." if known else ".")


# --- Tokens --------------------------------------------------------------------------------------


def given(token: str) -> Callable[[], str]:
    if not (token.isascii() and token.isprintable()):
        raise Problem("The token is none: it has characters that no token has.", hint=WAYS_IN, exit_code=2)
    return lambda: token


def signing(run: Run) -> Callable[[], str]:
    """Tokens signed by the running system's own key, a new one for each request."""
    return lambda: sign_access_token(run.signing_key, run.owner, "admin", datetime.now(UTC))


def by_password(url: str, email: str, password: str) -> Client:
    """It signs in at the first request, and refreshes whenever a token is refused."""
    made: list[SignIn] = []

    def token() -> str:
        if not made:
            made.append(begun(url, email, password))
        return made[-1].access_token

    def renew(_: str) -> str:
        made.append(refreshed(url, made.pop()))
        return made[-1].access_token

    return Client(url, token, renew)


def by_sign_in(url: str) -> Client:
    """What is kept is read anew for each request, as another command may have refreshed it meanwhile."""

    def renew(refused: str) -> str:
        with sign_ins.locked():
            known = _kept(url)
            if known.access_token == refused:
                known = _kept_anew(url, known)
            return known.access_token

    return Client(url, lambda: _kept(url).access_token, renew)


def _kept(url: str) -> SignIn:
    if known := sign_ins.kept().get(url):
        return known
    raise _ended(url)


def _kept_anew(url: str, known: SignIn) -> SignIn:
    try:
        fresh = refreshed(url, known)
    except Refusal as refused:
        if refused.status != 401:
            raise
        sign_ins.forget(url)
        raise _ended(url) from refused
    sign_ins.keep(url, fresh)
    return fresh


def _ended(url: str) -> Problem:
    return Problem(f"The sign-in at {url} has ended.", hint=f"Sign in again: brigade login --url {url}")


# --- Sessions ------------------------------------------------------------------------------------


def begun(url: str, email: str, password: str) -> SignIn:
    """Raises Problem where address or password are wrong."""
    try:
        answer = _ask(url, "login", {"email": email, "password": password, "tokens": "body"})
    except Refusal as refused:
        if refused.status != 401:
            raise
        raise Problem(str(refused), hint=CHECK_BOTH) from refused
    return _sign_in_of(url, email, answer)


def refreshed(url: str, sign_in: SignIn) -> SignIn:
    return _sign_in_of(url, sign_in.email, _ask(url, "refresh", {"refreshToken": sign_in.refresh_token}))


def ended(url: str, sign_in: SignIn) -> None:
    _ask(url, "logout", {"refreshToken": sign_in.refresh_token})


def _ask(url: str, what: str, body: dict[str, str]) -> Any:
    return Client(url).post(f"/api/auth/{what}", body)


def _sign_in_of(url: str, email: str, answer: Any) -> SignIn:
    try:
        return SignIn(email, answer["accessToken"], answer["refreshToken"])
    except (KeyError, TypeError):
        raise Problem(f"{url} is no Brigade: it answered without tokens.") from None
