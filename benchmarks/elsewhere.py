"""The whole product as on a machine of its own: what measures it is served first where both want a processor."""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from local.admin import Admin
from local.system import Options, System

LOWERED = 10  # by so much of "niceness", which what it starts inherits


@dataclass(frozen=True)
class Running:
    """`token` is an administrator's, good for fifteen minutes."""

    url: str
    admin: Admin
    token: str


@contextmanager
def elsewhere(options: Options) -> Iterator[Running]:
    """Raises EOFError if it does not start; what stopped it stands in its own output."""
    spawned = multiprocessing.get_context("spawn")
    ours, its = spawned.Pipe()
    process = spawned.Process(target=_serve, args=[options, its])
    process.start()
    its.close()
    try:
        yield ours.recv()
    finally:
        ours.close()
        process.join()


def _serve(options: Options, asked: Connection) -> None:
    os.nice(LOWERED)
    with System(options) as system:
        asked.send(Running(system.url, system.admin, system.token()))
        with suppress(EOFError):  # nobody needs it any more
            asked.recv()
