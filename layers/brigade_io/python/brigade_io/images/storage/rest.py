"""Requests to a place that keeps pictures and is spoken to over HTTP; its errors are ours from here on."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import httpcore2

from brigade.errors import BrigadeError, BucketMissing, ModelDown, NotFound, StorageUnavailable
from brigade_io.providers.deadline import within
from brigade_io.providers.transport import pool_of, reading, whole

SECONDS = 20.0  # of one request
MOST_BYTES = 40_000_000
BUSY = (408, 420, 425, 429)  # 420: Cloudinary's rate limit


class Rest:
    """Connections to one host, to be shared by threads. `name` is what an operator calls the place."""

    def __init__(self, name: str, base_url: str, headers: Mapping[str, str]) -> None:
        self.name = name
        self.base_url = base_url
        self.headers = headers

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        """The body of an answer. Raises NotFound, BucketMissing where we are refused, StorageUnavailable."""
        status, answer = self._answer(method, f"{self.base_url}{path}", body, headers)
        if 200 <= status < 300:
            return answer
        raise self._refusal(status)

    def ask_json(self, method: str, path: str, body: bytes = b"", **headers: str) -> dict[str, Any]:
        """Raises StorageUnavailable where the answer is none."""
        try:
            found = json.loads(self.ask(method, path, body, **headers))
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise StorageUnavailable(f"{self.name} answered what is no answer")
        return found

    @contextmanager
    def understood(self) -> Iterator[None]:
        """Raises StorageUnavailable for an answer that lacks what is looked for inside."""
        try:
            yield
        except (KeyError, TypeError, ValueError, AttributeError):
            raise StorageUnavailable(f"{self.name} answered what is no list of pictures") from None

    def _answer(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        sent = {"Accept-Encoding": "identity", **self.headers, **_named(headers)}
        try:
            with (
                within(SECONDS), reading(MOST_BYTES),
                self.pool.stream(method, url, headers=list(sent.items()), content=body) as answer,
            ):  # fmt: skip
                return answer.status, whole(answer)
        except ModelDown:  # what `whole` says of too much
            raise StorageUnavailable(f"{self.name} answers without end") from None
        except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
            raise StorageUnavailable(f"{self.name} could not be reached ({type(error).__name__})") from None

    def _refusal(self, status: int) -> BrigadeError:
        if status in BUSY or status >= 500:
            return StorageUnavailable(f"{self.name} answered {status}")
        if status == 404:
            return NotFound(f"{self.name} has no such picture")
        return BucketMissing(f"{self.name} is closed to us, or does not know what we ask ({status})")

    @cached_property
    def pool(self) -> httpcore2.ConnectionPool:
        return pool_of(self.base_url)


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
