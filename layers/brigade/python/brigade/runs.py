"""Runs of a batch: the first (0), and every retry (1, 2, …); how what belongs to a run is numbered and named.

Rounds of writing and attempts at a picture are numbered in tens, so that a number says which run it belongs to, and
that of a later run is always above that of an earlier one.
"""

import re
from typing import NamedTuple
from uuid import UUID

TURNS = 10
NAME = re.compile(
    r"^(?P<batch>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
    r"(-(?P<chunk>\d{1,5}))?(-r(?P<run>\d{1,5}))?$"
)


def first_turn(run: int) -> int:
    return TURNS * run


def run_of(number: int) -> int:
    """The run that a round or an attempt belongs to."""
    return number // TURNS


def turn_of(number: int) -> int:
    """Which round or attempt of its run it is, from 0."""
    return number % TURNS


class Execution(NamedTuple):
    """What an execution works on; `chunk` is None for the batch machine's."""

    batch_id: UUID
    chunk: int | None
    run: int


def execution_name(batch_id: UUID, run: int = 0) -> str:
    """Of the batch machine."""
    return f"{batch_id}-r{run}" if run else str(batch_id)


def illustration_name(batch_id: UUID, chunk: int, run: int = 0) -> str:
    """Of the machine that illustrates one chunk."""
    return f"{batch_id}-{chunk}-r{run}" if run else f"{batch_id}-{chunk}"


def execution_of(name: str) -> Execution | None:
    """What the execution of this name works on; None where it is none of ours."""
    match = NAME.match(name)
    if match is None:
        return None
    chunk = int(match["chunk"]) if match["chunk"] else None
    return Execution(UUID(match["batch"]), chunk, int(match["run"] or 0))
