"""`kill -9` of one process that writes, in the middle of a batch: one paid answer is lost, and all else comes."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from brigade_io.providers.ledger import Ledger
from local.system import Options, System
from tests.e2e.kitchen import Kitchen

RECIPES = 10
AT_ONCE = 5  # calls at the provider: the rest waits for a turn
SLOW = "1.5"  # times a real provider's latency: a text takes about ten seconds
LONGEST_WAIT = 5.0  # seconds
PATIENCE = 60.0


@pytest.fixture
def kitchen() -> Iterator[Kitchen]:
    """In a system of its own, so that whoever is connected to the provider is writing."""
    parameters = {"TextCallsAtOnce": str(AT_ONCE)}
    with System(Options(latency=SLOW, wait_scale=0.05, announced=False, parameters=parameters)) as system:
        yield Kitchen(system)


def in_flight(kitchen: Kitchen) -> list[dict[str, Any]]:
    return [call for call in kitchen.calls("text") if not call["status"]]


def wait_until(true: Callable[[], bool]) -> float:
    """Seconds until it was."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.05)
    return time.monotonic() - began


def writers(system: System) -> list[int]:
    """Processes of Lambda's that have a text call under way: they hold a connection to the provider."""
    sockets = connections_to(int(system.simulator.rpartition(":")[2]))
    logs = str(system.logs.resolve())
    return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc")))
            if (links := links_of(pid)) and links[0].startswith(logs) and sockets & set(links)]  # fmt: skip


def links_of(pid: int) -> list[str]:
    """What the open files of a process are; the first is what it prints to."""
    try:
        names = sorted(os.listdir(f"/proc/{pid}/fd"), key=lambda name: (name != "1", name))
        return [os.readlink(f"/proc/{pid}/fd/{name}") for name in names]
    except OSError:
        return []


def connections_to(port: int) -> set[str]:
    """As they are called among the open files of whoever opened them."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {f"socket:[{line[9]}]" for line in lines if int(line[2].rpartition(":")[2], 16) == port}


def test_a_killed_writer_loses_one_call_at_most_and_holds_nobody_up_for_long(kitchen: Kitchen) -> None:
    batch_id = kitchen.start(RECIPES, seed=61, enableImageGeneration=False)
    wait_until(lambda: len(in_flight(kitchen)) == AT_ONCE)
    victim = writers(kitchen.system)[0]
    begun = len(kitchen.calls("text"))
    os.kill(victim, signal.SIGKILL)
    assert wait_until(lambda: len(kitchen.calls("text")) > begun) <= LONGEST_WAIT
    batch = kitchen.follow(batch_id)
    assert batch.final["savedRecipes"] == RECIPES
    assert len(kitchen.calls("text")) <= RECIPES + 1
    ledger = Ledger(kitchen.system.client("dynamodb"), kitchen.system.outputs["BatchTable"]).entries(UUID(batch_id))
    assert len([entry for entry in ledger if entry.state == "reserved"]) <= 1
