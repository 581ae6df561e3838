"""A picture that a provider gave as an address, fetched through a guard: no answer may send us into our own network.

Only https, only public addresses, and the address that was checked is the one connected to. What lies on the very
server that was asked is fetched from it. Our key goes nowhere.
"""

import socket
from collections.abc import Callable
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore2

from brigade.errors import ModelDown
from brigade_io.providers.deadline import TimedBackend
from brigade_io.providers.transport import reading, whole
from brigade_io.providers.wire import Heard, translated

MOST_BYTES = 20_000_000
MOST_REDIRECTS = 3
HEADERS = [("User-Agent", "Brigade"), ("Accept", "image/*")]
TRANSLATED = IPv6Network("64:ff9b::/96")
TYPES = ("image/", "application/octet-stream", "binary/octet-stream")

Resolve = Callable[[str, int], list[str]]


def addresses_of(host: str, port: int) -> list[str]:
    """What the name stands for now."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class PictureFetch:
    """`base_url` is where pictures are asked for; `tls` and `resolve` are the world's unless told otherwise."""

    def __init__(self, base_url: str, tls: Any = None, resolve: Resolve = addresses_of) -> None:
        self.origin = _origin(base_url) or ()
        self.tls = tls
        self.resolve = resolve

    def get(self, url: str) -> bytes:
        """The picture's bytes. Raises ModelDown where it is not to be had or not to be fetched, and ModelSlow."""
        with translated(ModelDown("the picture's address cannot be used")):
            for _ in range(MOST_REDIRECTS + 1):
                answer = _fetched(self._pool(url), url)
                if answer.status not in (301, 302, 303, 307, 308):
                    break
                url = urljoin(url, answer.headers.get("location", ""))
        if answer.status != 200 or not answer.headers.get("content-type", TYPES[0]).startswith(TYPES):
            raise ModelDown(f"the picture's address gave no picture ({answer.status})")
        return answer.body

    def _pool(self, url: str) -> httpcore2.ConnectionPool:
        if _origin(url) == self.origin:
            return self._own
        if urlsplit(url).scheme != "https":
            raise ModelDown("the picture's address is not https")
        return self._guarded

    @cached_property
    def _own(self) -> httpcore2.ConnectionPool:
        return httpcore2.ConnectionPool(network_backend=TimedBackend())

    @cached_property
    def _guarded(self) -> httpcore2.ConnectionPool:
        return httpcore2.ConnectionPool(
            ssl_context=self.tls or httpcore2.default_ssl_context(), network_backend=_PublicBackend(self.resolve)
        )


class _PublicBackend(TimedBackend):
    """Connects to public addresses only, and to the very one that was looked at."""

    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self.resolve = resolve

    def connect_tcp(self, host: str, port: int, *more: Any, **options: Any) -> httpcore2.NetworkStream:
        addresses = self.resolve(host, port)
        if not addresses or not all(is_public(address) for address in addresses):
            raise ModelDown("the picture's address is not public")
        return super().connect_tcp(addresses[0], port, *more, **options)


def _fetched(pool: httpcore2.ConnectionPool, url: str) -> Heard:
    with reading(MOST_BYTES), pool.stream("GET", url, headers=HEADERS) as answer:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        return Heard(answer.status, headers, whole(answer))


def is_public(address: str) -> bool:
    """Whether it leads to the open internet, also where it is an IPv4 address inside an IPv6 one."""
    found = ip_address(address.partition("%")[0])
    inner = _inner(found) if isinstance(found, IPv6Address) else None
    return found.is_global and not found.is_multicast and (inner is None or is_public(str(inner)))


def _inner(found: IPv6Address) -> IPv4Address | None:
    if found in TRANSLATED:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)


def _origin(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port; None where there is none."""
    try:
        parts = urlsplit(url)
        return (parts.scheme, parts.hostname, parts.port) if parts.hostname else None
    except ValueError:
        return None
