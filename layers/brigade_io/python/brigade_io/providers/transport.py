"""How the openai SDK's requests travel: over connections that know how long a call may take and how much it may say."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore2
import httpx2

from brigade.errors import ModelDown
from brigade_io.providers.deadline import TimedBackend

AT_ONCE = 100
IDLE = 5.0  # seconds after which a connection is not trusted to be still there

_most: ContextVar[float] = ContextVar("most", default=float("inf"))


@contextmanager
def reading(most: int) -> Iterator[None]:
    """Answers read inside, on this thread, have at most so many bytes. Raises ModelDown where one has more."""
    token = _most.set(most)
    try:
        yield
    finally:
        _most.reset(token)


def client_of(base_url: str) -> httpx2.Client:
    """A client that goes nowhere but where it is told to; through the proxy that the environment names, if any."""
    return httpx2.Client(transport=Transport(pool_of(base_url)), follow_redirects=False, trust_env=False)


def pool_of(base_url: str) -> httpcore2.ConnectionPool:
    parts = urlsplit(base_url)
    options: dict[str, Any] = {
        "max_connections": AT_ONCE, "keepalive_expiry": IDLE, "network_backend": TimedBackend(),
    }  # fmt: skip
    if parts.scheme == "https":
        options["ssl_context"] = httpcore2.default_ssl_context()  # once, and not for every connection
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        return httpcore2.HTTPProxy(proxy, **options)
    return httpcore2.ConnectionPool(**options)


class Transport(httpx2.BaseTransport):
    """Answers come whole, and as they are: nothing is unpacked that might be a bomb, and nobody was asked to pack.

    The network's errors pass as httpcore2's.
    """

    def __init__(self, pool: httpcore2.ConnectionPool) -> None:
        self.pool = pool

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        with self.pool.stream(
            request.method, str(request.url), headers=request.headers.raw, content=request.read()
        ) as answer:
            headers = [each for each in answer.headers if each[0].lower() != b"content-encoding"]
            return httpx2.Response(answer.status, headers=headers, content=whole(answer))


def whole(answer: httpcore2.Response) -> bytes:
    """What an answer says to its end. Raises ModelDown where it is longer than any answer is."""
    body = bytearray()
    for part in answer.iter_stream():
        body += part
        if len(body) > _most.get():
            raise ModelDown("the provider's answer is larger than any answer is")
    return bytes(body)
