"""`brigade admin create` and `brigade mail`."""

from datetime import UTC, datetime
from typing import Annotated, Any

import boto3
import httpx
import typer
from botocore.exceptions import BotoCoreError, ClientError

from local.admin import create_admin
from local.asking import HEADER
from local.cli.entrance import NOT_RUNNING
from local.cli.options import Json
from local.cli.output import give, say, to_stdout
from local.deploy import Cloud
from local.problem import Problem
from local.state import Run, running
from local.system import REGION

LOCAL = "local"
LETTERS = "_ministack/ses/messages"
CREDENTIALS = "It needs AWS credentials that may invoke the function, and AWS_REGION."

app = typer.Typer(no_args_is_help=True, help="Administrators.")


@app.callback()
def administrators() -> None:
    """Makes `create` a command of its own while it is the only one."""


@app.command()
def create(
    email: Annotated[str, typer.Option(help="The address to sign in with.")],
    environment: Annotated[str, typer.Option(help="local, or a deployed one by your AWS credentials.")] = LOCAL,
    as_json: Json = False,
) -> None:
    """Make an administrator; the password is shown this once, on stdout."""
    try:
        functions = _functions_of(environment)
        admin = create_admin(functions, f"brigade-{environment}-create-admin", email)
    except (ClientError, BotoCoreError) as error:
        raise Problem(f"The function that makes administrators cannot be called: {error}", hint=CREDENTIALS) from error
    if as_json:
        give({"id": admin.id, "email": admin.email, "password": admin.password})
    else:
        say(f"{admin.email} is an administrator. The password is not kept anywhere:")
        to_stdout().print(admin.password, markup=False)


def _functions_of(environment: str) -> Any:
    if environment != LOCAL:
        return boto3.client("lambda")
    run = _run()
    return Cloud(run.emulator, REGION, run.secret).client("lambda")


def show_mail(as_json: bool) -> None:
    letters = letters_of(_run())
    for letter in letters:
        if as_json:
            give(letter)
        else:
            head = f"{letter['at']}  to {letter['to']}: {letter['subject']}"
            to_stdout().print(f"{head}\n\n{letter['text']}", markup=False, soft_wrap=True)
    if not letters:
        say("No letters yet.")


def letters_of(run: Run) -> list[dict[str, str]]:
    """What the emulated SES has been given, oldest first."""
    answer = httpx.get(
        f"{run.emulator}/{LETTERS}", headers={HEADER: run.secret}, timeout=10, trust_env=False
    ).raise_for_status()
    sent = [letter for account in answer.json()["messages"].values() for letter in account]
    return [_letter(each) for each in sorted(sent, key=lambda each: float(each["Timestamp"]))]


def _letter(sent: dict[str, Any]) -> dict[str, str]:
    at = datetime.fromtimestamp(sent["Timestamp"], UTC).isoformat(timespec="seconds")
    return {"at": at, "to": ", ".join(sent["To"]), "subject": sent["Subject"], "text": sent["BodyText"]}


def _run() -> Run:
    run = running()
    if run is None:
        raise Problem(NOT_RUNNING, hint="Start one with `brigade up`.")
    return run
