"""A writer that is killed in the middle of a call, as no code can catch it: a real process, ended with `kill -9`."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from brigade.errors import ModelBusy
from brigade.providers.ledger import Spending
from brigade.providers.pace import Limits
from tests.io.emulated import dynamodb
from tests.io.providers.test_desk import BATCH, CHEF, Kitchen, a_soup, an_entry

LONGEST_WAIT = 5.0  # seconds
SINGLE = CHEF.model_copy(update={"limits": Limits(at_once=1)})


def call_for_ever() -> None:
    """What the killed process does: make one paid call, which it says when it has begun."""
    endpoint, suffix = sys.argv[1:]
    kitchen = a_kitchen(endpoint, suffix)
    kitchen.desk(SINGLE).pay(an_entry(), lambda: (print("begun", flush=True), time.sleep(600), a_soup())[2])


def a_kitchen(endpoint: str, suffix: str, *, new: bool = False) -> Kitchen:
    client = dynamodb(endpoint)
    kitchen = Kitchen(client, suffix=suffix) if new else Kitchen.__new__(Kitchen)
    kitchen.client, kitchen.suffix, kitchen.clock = client, suffix, time.time  # type: ignore[assignment]  # the real one
    return kitchen


@contextmanager
def a_writer(endpoint: str, kitchen: Kitchen) -> Iterator["subprocess.Popen[str]"]:
    """Another process, whose call has begun."""
    command = [sys.executable, "-c", f"from {__name__} import call_for_ever; call_for_ever()", endpoint, kitchen.suffix]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "begun\n"
            yield process
        finally:
            process.kill()


def wait_for_a_turn(kitchen: Kitchen) -> float:
    """Seconds until a call of ours is made."""
    began = time.monotonic()
    while True:
        try:
            kitchen.desk(SINGLE).pay(an_entry("text-8-0-0"), a_soup)
        except ModelBusy as busy:
            time.sleep(busy.retry_after or 0)
        else:
            return time.monotonic() - began


def test_a_killed_writer_leaves_one_unsettled_call_and_holds_nobody_up_for_long(aws_endpoint: str) -> None:
    kitchen = a_kitchen(aws_endpoint, uuid4().hex, new=True)
    with a_writer(aws_endpoint, kitchen) as writer:
        time.sleep(LONGEST_WAIT)  # longer than a turn is held without a sign of life
        with pytest.raises(ModelBusy, match="all turns"):
            kitchen.desk(SINGLE).pay(an_entry("text-8-0-0"), a_soup)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert wait_for_a_turn(kitchen) <= LONGEST_WAIT
    assert [entry.state for entry in kitchen.ledger.entries(BATCH) if entry.call_id == "text-7-0-0"] == ["reserved"]
    assert kitchen.spending() == Spending(settled_micros=470, in_flight_micros=1_500)
