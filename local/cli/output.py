"""Where words go: data to stdout, everything else to stderr; colour only on a terminal that wants it."""

import json
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

from local.problem import Problem

DONE, PARTLY, FAILED, USAGE, INTERRUPTED = 0, 3, 4, 2, 130


def to_stdout() -> Console:
    """Rich leaves colour out where this is no terminal, or NO_COLOR is set."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty())


def to_stderr() -> Console:
    return Console(file=sys.stderr, highlight=False, soft_wrap=not sys.stderr.isatty())


def say(message: str) -> None:
    """A line of progress."""
    to_stderr().print(message, markup=False)


def give(value: Any) -> None:
    """One object on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def complain(problem: Problem) -> None:
    console = to_stderr()
    console.print(f"[bold red]Error:[/] {_plain(str(problem))}")
    if problem.hint:
        console.print(problem.hint, markup=False)


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


def table(columns: list[str], rows: list[list[str]], *, right: tuple[str, ...] = ()) -> Table:
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(_plain(cell) for cell in row))
    return made
