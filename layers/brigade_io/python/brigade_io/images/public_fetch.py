"""What lies at an address that a stranger gave, fetched through a guard: no address may send us into a network of ours.

Only https, only public addresses, and the address that was checked is the one connected to. No key goes there.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore2

from brigade.errors import ModelDown
from brigade.images.addresses import is_public
from brigade.images.sources import Fault
from brigade_io.providers.deadline import TimedBackend
from brigade_io.providers.transport import reading, whole
from brigade_io.providers.wire import Heard

MOST_BYTES = 20_000_000
MOST_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
HEADERS = [("User-Agent", "Brigade"), ("Accept", "image/*"), ("Accept-Encoding", "identity")]
TYPES = ("image/", "application/octet-stream", "binary/octet-stream")

Resolve = Callable[[str, int], list[str]]


class Unfetched(Exception):
    """Nothing was fetched, for this reason. `status` is the server's where it answered."""

    def __init__(self, fault: Fault, status: int | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.status = status


def addresses_of(host: str, port: int) -> list[str]:
    """What the name stands for now."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class PublicFetch:
    """`tls` and `resolve` are the world's unless told otherwise."""

    def __init__(self, tls: Any = None, resolve: Resolve = addresses_of) -> None:
        self.tls = tls
        self.resolve = resolve

    def get(self, url: str) -> bytes:
        """The bytes of a picture, as they are. Call it inside `within`. Raises Unfetched."""
        for hop in range(MOST_REDIRECTS + 1):
            answer = self._asked(url, hop)
            if answer.status not in REDIRECTS:
                return picture_in(answer)
            url = urljoin(url, answer.headers.get("location", ""))
        raise Unfetched(Fault.TOO_MANY_REDIRECTS, answer.status)

    def _asked(self, url: str, hop: int) -> Heard:
        with translated():
            if urlsplit(url).scheme != "https":
                raise Unfetched(Fault.REDIRECT_TO_PRIVATE if hop else Fault.NOT_HTTPS)
            try:
                return fetched(self.pool, url)
            except NotPublic:
                raise Unfetched(Fault.REDIRECT_TO_PRIVATE if hop else Fault.PRIVATE_ADDRESS) from None

    @cached_property
    def pool(self) -> httpcore2.ConnectionPool:
        return httpcore2.ConnectionPool(
            ssl_context=self.tls or httpcore2.default_ssl_context(), network_backend=_PublicBackend(self.resolve)
        )


class NotPublic(Exception):
    """The name stands for an address that is not on the open internet."""


class _PublicBackend(TimedBackend):
    """Connects to public addresses only, and to the very one that was looked at."""

    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self.resolve = resolve

    def connect_tcp(self, host: str, port: int, *more: Any, **options: Any) -> httpcore2.NetworkStream:
        addresses = self.resolve(host, port)
        if not addresses or not all(is_public(address) for address in addresses):
            raise NotPublic
        return super().connect_tcp(addresses[0], port, *more, **options)


def fetched(pool: httpcore2.ConnectionPool, url: str) -> Heard:
    with reading(MOST_BYTES), pool.stream("GET", url, headers=HEADERS) as answer:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        return Heard(answer.status, headers, whole(answer))


def picture_in(answer: Heard) -> bytes:
    """Raises Unfetched where the answer says itself that it holds none."""
    if answer.status != 200:
        raise Unfetched(Fault.NOT_THERE, answer.status)
    if not answer.headers.get("content-type", TYPES[0]).lower().startswith(TYPES):
        raise Unfetched(Fault.WRONG_TYPE, answer.status)
    return answer.body


@contextmanager
def translated() -> Iterator[None]:
    """Raise Unfetched for the network's errors, for an endless answer, and for an address that is none."""
    try:
        yield
    except httpcore2.TimeoutException:
        raise Unfetched(Fault.TOO_SLOW) from None
    except ModelDown:  # what `whole` says of too much
        raise Unfetched(Fault.TOO_LARGE) from None
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol, OSError):
        raise Unfetched(Fault.UNREACHABLE) from None
    except ValueError:
        raise Unfetched(Fault.NOT_AN_ADDRESS) from None
