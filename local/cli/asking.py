"""What a person is asked at the terminal; questions go to stderr, where no answer can mix with data."""

import getpass
import sys

from local.cli.output import to_stderr
from local.problem import Problem

YES = ("y", "yes")


def require_consent(question: str, yes: bool) -> None:
    """Raises Problem where nobody agrees, or nobody is there to be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise Problem("Not started, as nobody agreed to it.", hint="Agree with --yes.", exit_code=2)
    if typed(f"{question} [y/N] ").lower() not in YES:
        raise Problem("Not started.", exit_code=2)


def email_of(given: str | None) -> str:
    if given:
        return given
    if not sys.stdin.isatty():
        raise Problem("Who signs in?", hint="Say it with --email; the password is read from stdin.", exit_code=2)
    return typed("Email: ")


def password_of(email: str) -> str:
    """Hidden where a person types it, else the first line of stdin; never an argument, which others could read."""
    try:
        hidden = sys.stdin.isatty()
        password = getpass.getpass(f"Password of {email}: ") if hidden else sys.stdin.readline().rstrip("\r\n")
    except (EOFError, UnicodeDecodeError):
        password = ""
    if not password:
        raise Problem("There was no password on stdin.", hint="Type it, or pipe it in.", exit_code=2)
    return password


def typed(question: str) -> str:
    to_stderr().print(question, end="", markup=False)
    try:
        return sys.stdin.readline().strip()
    except UnicodeDecodeError:
        return ""
