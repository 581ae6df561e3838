"""The model simulator in a thread of the tests' own process."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn

from local.simulator.options import Options
from local.simulator.server import make_app


@dataclass(frozen=True)
class Simulated:
    url: str

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"

    def change(self, **settings: Any) -> None:
        httpx.post(f"{self.url}/simulator/settings", json=settings, trust_env=False).raise_for_status()

    def script(self, *lines: dict[str, Any]) -> None:
        httpx.post(f"{self.url}/simulator/script", json=list(lines), trust_env=False).raise_for_status()

    def clear(self) -> None:
        """Neither a script nor a journal any more."""
        for name in ("script", "journal"):
            httpx.delete(f"{self.url}/simulator/{name}", trust_env=False).raise_for_status()

    def journal(self) -> list[dict[str, Any]]:
        calls: list[dict[str, Any]] = httpx.get(f"{self.url}/simulator/journal", trust_env=False).json()
        return calls

    def jobs(self) -> list[dict[str, Any]]:
        """The newest first."""
        headers = {"Authorization": "Bearer k"}
        answer = httpx.get(f"{self.base_url}/batches?limit=100", headers=headers, trust_env=False)
        jobs: list[dict[str, Any]] = answer.json()["data"]
        return jobs


@contextmanager
def simulated(options: Options) -> Iterator[Simulated]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_app(options), log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Simulated(f"http://127.0.0.1:{listener.getsockname()[1]}")
    server.should_exit = True
    thread.join(10)
