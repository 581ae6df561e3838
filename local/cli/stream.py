"""Following what is made: its server-sent events, through every break, each once."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from httpx_sse import EventSource, SSEError, connect_sse

from local.cli.client import Client, refusal, unreachable
from local.problem import Problem

FINAL = ("complete", "error")
SILENCE = 60.0  # seconds without a byte, heartbeats included, after which a connection is given up
PATIENCE = 60.0  # seconds of failed connections after which the system is
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
PASSING = (429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Event:
    """`id` is 0 for what has none."""

    id: int
    name: str
    data: dict[str, Any]

    @property
    def is_final(self) -> bool:
        return self.name in FINAL


def of_batch(batch_id: str) -> str:
    return f"/api/admin/bmad-progress-stream/{batch_id}"


def of_generation(generation_id: str) -> str:
    return f"/api/generation/{generation_id}/stream"


class Follower:
    """Events of the stream at `path`. `on_break` hears of each reconnection that was not planned."""

    def __init__(self, client: Client, path: str, on_break: Callable[[str], None] = lambda _: None) -> None:
        self.client = client
        self.path = path
        self.on_break = on_break
        self.last_id = 0
        self.pause = FIRST_PAUSE
        self.heard = time.monotonic()

    def events(self) -> Iterator[Event]:
        """Until the final one, which is the last. Raises Problem where the system refuses or is gone."""
        while True:
            try:
                for event in self._connection():
                    yield event
                    if event.is_final:
                        return
            except (httpx.HTTPError, SSEError) as error:
                self._bear(error)
            time.sleep(self.pause)

    def _connection(self) -> Iterator[Event]:
        headers = {"Last-Event-ID": str(self.last_id)} if self.last_id else {}
        timeout = httpx.Timeout(10, read=SILENCE)
        with connect_sse(self.client.http, "GET", self.path, headers=headers, timeout=timeout) as source:
            self._require_stream(source.response)
            yield from self._read(source)

    def _require_stream(self, answer: httpx.Response) -> None:
        if answer.status_code == 204:
            raise Problem("The end of this has been told before.")
        if answer.is_error:
            answer.read()
            if answer.status_code in PASSING:
                raise httpx.RemoteProtocolError(f"status {answer.status_code}")
            raise refusal(answer)

    def _read(self, source: EventSource) -> Iterator[Event]:
        for sent in source.iter_sse():
            self.heard = time.monotonic()
            if sent.retry is not None:
                self.pause = min(sent.retry / 1000, LONGEST_PAUSE)
            if not sent.data:
                continue  # a heartbeat
            event = Event(int(sent.id) if sent.id.isdigit() else 0, sent.event, json.loads(sent.data))
            if event.name == "progress" and event.id <= self.last_id:
                continue  # known from an earlier connection
            self.last_id = max(self.last_id, event.id)
            yield event

    def _bear(self, error: Exception) -> None:
        """Raises Problem once nothing was heard for too long."""
        if time.monotonic() - self.heard > PATIENCE:
            raise unreachable(self.client.url, error) from error
        self.on_break(f"connection lost ({type(error).__name__}), trying again")
        self.pause = min(max(self.pause, FIRST_PAUSE) * 2, LONGEST_PAUSE)
