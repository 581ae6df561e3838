"""`brigade login` and `brigade logout`: a sign-in at a system that runs elsewhere, kept until it is given up."""

from contextlib import suppress
from typing import Annotated
from urllib.parse import urlsplit

import typer

from local.cli import entrance, sign_ins
from local.cli.asking import email_of, password_of
from local.cli.client import HERE
from local.cli.options import Json
from local.cli.output import PARTLY, give, say
from local.problem import Problem

System = Annotated[str | None, typer.Option("--url", envvar="BRIGADE_URL", help="The system's address.")]
Email = Annotated[str | None, typer.Option(envvar="BRIGADE_EMAIL", help="Asked for where it is not given.")]


def login(url: System = None, email: Email = None, as_json: Json = False) -> None:
    """Sign in at a system. The password is asked for, or read from stdin."""
    url = _trustworthy(url)
    email = email_of(email)
    made = entrance.begun(url, email, password_of(email))
    with sign_ins.locked():
        before = sign_ins.kept().get(url)
        sign_ins.keep(url, made)
    if before:
        with suppress(Problem):  # it ends by itself where it cannot be ended now
            entrance.ended(url, before)
    say(f"Signed in at {url} as {email}. Name it with --url, or set BRIGADE_URL.")
    if as_json:
        give({"url": url, "email": email})


def logout(url: System = None) -> None:
    """End a sign-in, and forget it."""
    url = entrance.checked_url(url) if url else _only_one()
    with sign_ins.locked():
        known = sign_ins.kept().get(url)
        sign_ins.forget(url)
    if known is None:
        say(f"Nobody was signed in at {url}.")
        return
    try:
        entrance.ended(url, known)
    except Problem as problem:
        hint = "There it ends by itself, two weeks after it was last used."
        raise Problem(f"Signed out here only. {problem}", hint=hint, exit_code=PARTLY) from problem
    say(f"Signed out at {url}.")


def _trustworthy(url: str | None) -> str:
    """An address that a password may be sent to. Raises Problem."""
    if url is None:
        raise Problem("Which system?", hint="Name it with --url or BRIGADE_URL.", exit_code=2)
    url = entrance.checked_url(url)
    if url.startswith("http://") and urlsplit(url).hostname not in HERE:
        raise Problem(f"{url} is not encrypted: anybody on the way could read the password.", exit_code=2)
    return url


def _only_one() -> str:
    known = list(sign_ins.kept())
    if len(known) != 1:
        where = f"Signed in at: {', '.join(known)}." if known else "Nobody is signed in anywhere."
        raise Problem("Sign out where?", hint=f"{where} Name the system with --url.", exit_code=2)
    return known[0]
