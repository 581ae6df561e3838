"""One total time for a whole call: connecting, sending, and every byte of the answer draw on the same allowance.

A limit for each read lets a server that sends one byte now and then hold a call for hours. So the network itself is
wrapped: whatever it waits for, it waits no longer than what is left.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2

_until: ContextVar[float] = ContextVar("until", default=float("inf"))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Calls made inside, on this thread, end after so many seconds together, with httpcore2.TimeoutException."""
    token = _until.set(min(_until.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _until.reset(token)


def _left(timeout: float | None) -> float | None:
    """What may be waited now, in seconds; None without end."""
    left = _until.get() - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the call's time is over")
    bounded = left if timeout is None else min(timeout, left)
    return None if bounded == float("inf") else bounded


class TimedBackend(httpcore2.NetworkBackend):
    """Connections that know how long their call may take."""

    def __init__(self) -> None:
        self.backend = httpcore2.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore2.NetworkStream:  # fmt: skip
        return _TimedStream(self.backend.connect_tcp(host, port, _left(timeout), local_address, socket_options))


class _TimedStream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self.stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, _left(timeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _TimedStream(self.stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)
