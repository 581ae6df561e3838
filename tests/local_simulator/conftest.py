"""A running model simulator for these tests, started once as its users start it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from openai import OpenAI

from local.simulator.options import PICTURES

ROOT = Path(__file__).parents[2]
RESET: dict[str, Any] = {
    "seed": 7,
    "key": None,
    "latency": 0.0,
    "text_rpm": None,
    "text_tpm": None,
    "text_faults": {},
    **{f"{kind}_ipm": None for kind in PICTURES},
    **{f"{kind}_faults": {} for kind in PICTURES},
    "burst_seconds": 0.2,
    "hang_seconds": 600.0,
    "batches": True,
    "batch_seconds": 0.05,
    "batch_end": "completed",
}


@dataclass
class Running:
    """The simulator's own doors, and a client of OpenAI's SDK that talks to it."""

    url: str
    client: OpenAI

    def change(self, **settings: Any) -> None:
        httpx.post(f"{self.url}/simulator/settings", json=settings).raise_for_status()

    def script(self, *lines: dict[str, Any]) -> None:
        httpx.post(f"{self.url}/simulator/script", json=list(lines)).raise_for_status()

    def journal(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = httpx.get(f"{self.url}/simulator/journal").json()
        return entries


@pytest.fixture(scope="session")
def server() -> Iterator[Running]:
    command = [sys.executable, "-m", "local.simulator", "--seed", "7", "--workers", "1"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    said = json.loads(process.stdout.readline())
    yield Running(said["url"], OpenAI(base_url=said["base_url"], api_key="any", max_retries=0, timeout=20))
    process.stdin.close()
    assert process.wait(10) == 0


@pytest.fixture
def simulator(server: Running) -> Running:
    """The running simulator with its settings, script and journal as at its start."""
    server.change(**RESET)
    httpx.delete(f"{server.url}/simulator/script")
    httpx.delete(f"{server.url}/simulator/journal")
    return server
