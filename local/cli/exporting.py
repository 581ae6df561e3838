"""`brigade batch export`: a batch's recipes as a file, whole or not at all."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from local.cli.entrance import client_of
from local.cli.options import BatchId, Json, Token, Url
from local.cli.output import give, say
from local.problem import Problem


class Form(StrEnum):
    JSON = "json"
    CSV = "csv"


def export(
    batch_id: BatchId,
    form: Annotated[
        Form | None, typer.Option("--format", help="By default what the file's name ends in, else json.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A file to write, or to replace; stdout by default.")] = None,
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """A batch's recipes as JSON or CSV; with --json one recipe a line."""
    if as_json and (form or out):
        raise Problem("--json writes one recipe a line to stdout: leave --format and --out out.", exit_code=2)
    client = client_of(url, token)
    if as_json:
        for recipe in client.recipes(str(batch_id)):
            give(recipe)
        return
    body = client.export(str(batch_id), form or form_of(out))
    if out is None:
        sys.stdout.buffer.write(body if body.endswith(b"\n") else body + b"\n")
        sys.stdout.buffer.flush()
    else:
        written(out, body)
        say(f"{out}: {len(body):,} bytes")


def form_of(out: Path | None) -> Form:
    return Form.CSV if out and out.suffix.lower() == ".csv" else Form.JSON


def written(out: Path, body: bytes) -> None:
    """Write the file in one step: it is as it was, or whole. Raises Problem."""
    try:
        target = out.resolve()  # a link stays a link
        if target.exists() and not target.is_file():
            target.write_bytes(body)  # a device or a pipe is not to be replaced
        else:
            _replaced(target, body)
    except OSError as error:
        raise Problem(f"{out} cannot be written: {error.strerror or error}.") from error


def _replaced(target: Path, body: bytes) -> None:
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        fresh.write_bytes(body)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
