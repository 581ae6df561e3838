"""Where words go: data to stdout, everything else to stderr; colour only on a terminal that wants it."""

import json
import re
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from rich.console import Console, ConsoleOptions, JustifyMethod, RenderableType
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table

from local.problem import Problem

UNBROKEN = 10_000  # columns: what is piped on is never folded
IDS = ("batch", "recipe", "generation")  # columns that are copied whole
# What a terminal obeys instead of showing it: control characters, and those that turn the direction of writing.
ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DONE, PARTLY, FAILED, USAGE, INTERRUPTED = 0, 3, 4, 2, 130


class SafeConsole(Console):
    """Whatever a server wrote comes as characters and not as orders to the terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=ORDERS.sub("\ufffd", segment.text))


def to_stdout() -> Console:
    return console_of(sys.stdout)


def to_stderr() -> Console:
    return console_of(sys.stderr)


def console_of(file: TextIO) -> Console:
    """Rich leaves colour out where this is no terminal, or NO_COLOR is set; we break lines only on a terminal."""
    free = not file.isatty()
    return SafeConsole(file=file, highlight=False, soft_wrap=free, width=UNBROKEN if free else None)


def say(message: str) -> None:
    """A line of progress."""
    to_stderr().print(message, markup=False)


def give(value: Any) -> None:
    """One object on one line."""
    line = ORDERS.sub(lambda order: f"\\u{ord(order[0]):04x}", json.dumps(value, ensure_ascii=False))
    sys.stdout.write(line + "\n")
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
        justify: JustifyMethod = "right" if column in right else "left"
        made.add_column(column, justify=justify, overflow="fold", no_wrap=column in IDS)
    for row in rows:
        made.add_row(*(_plain(cell) for cell in row))
    return made


def show(made: Table, console: Console | None = None) -> None:
    """On stdout by default. No word is broken: a terminal too narrow for that gets lines longer than its own."""
    console = console or to_stdout()
    unbroken = console.options.update(width=UNBROKEN)
    console.width = max(console.width, Measurement.get(console, unbroken, made).minimum)
    console.print(made)


def counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
