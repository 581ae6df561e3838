"""One question to a provider over HTTP, and its answer as it came: no retries, no redirects, one total time, one size.

The openai SDK is not used: it takes whatever comes for what it should be, so that every odd answer would break
somewhere else, and it limits each read instead of the call.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore2

from brigade.errors import BrigadeError, EndpointMissing, KeyRefused, ModelDown, ModelSlow
from brigade_io.providers.deadline import TimedBackend, within

AT_ONCE = 100
IDLE = 5.0  # seconds after which a connection is not trusted to be still there
AGENT = "Brigade"


class Heard(NamedTuple):
    """An answer of any status, header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Wire:
    """Connections to one provider, to be shared by threads. `base_url` usually ends in /v1."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")

    def post(self, path: str, body: Mapping[str, Any], key: str, seconds: float, most: int) -> Heard:
        """Ask as JSON, with our key. `most` bytes of an answer are read.

        Raises ModelSlow, ModelDown, and EndpointMissing and KeyRefused for settings that cannot be used.
        """
        return self.send("POST", path, key, seconds, most, json.dumps(body).encode())

    def get(self, path: str, key: str, seconds: float, most: int) -> Heard:
        """Ask for what the provider tells of itself. Raises what `post` raises."""
        return self.send("GET", path, key, seconds, most)

    def send(
        self, method: str, path: str, key: str, seconds: float, most: int, content: bytes | None = None,
        content_type: str = "application/json",
    ) -> Heard:  # fmt: skip
        """Ask in any form. Raises what `post` raises."""
        headers = {
            "authorization": f"Bearer {_sendable(key)}", "accept": "application/json", "accept-encoding": "identity",
            "user-agent": AGENT, **({} if content is None else {"content-type": content_type}),
        }  # fmt: skip
        with within(seconds), translated(EndpointMissing("the provider's base URL in the settings cannot be used")):
            return heard(self.pool, method, self.base_url + path, headers, content, most)

    @cached_property
    def pool(self) -> httpcore2.ConnectionPool:
        """Made when first needed, through the proxy that the environment names, if any."""
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EndpointMissing("the provider's base URL in the settings is no http or https address")
        options: dict[str, Any] = {
            "max_connections": AT_ONCE, "keepalive_expiry": IDLE, "network_backend": TimedBackend(),
        }  # fmt: skip
        if parts.scheme == "https":
            options["ssl_context"] = httpcore2.default_ssl_context()  # once, and not for every connection
        proxy = getproxies().get(parts.scheme)
        if proxy and not proxy_bypass(parts.hostname):
            return httpcore2.HTTPProxy(proxy, **options)
        return httpcore2.ConnectionPool(**options)


def heard(
    pool: httpcore2.ConnectionPool, method: str, url: str, headers: Mapping[str, str], content: bytes | None, most: int
) -> Heard:
    """The answer to one request, read whole. Raises httpcore2's errors, and ModelDown where it passes `most` bytes."""
    with pool.stream(method, url, headers=list(headers.items()), content=content) as response:
        body = bytearray()
        for part in response.iter_stream():
            body += part
            if len(body) > most:
                raise ModelDown("the provider's answer is larger than any answer is")
        names = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        return Heard(response.status, names, bytes(body))


@contextmanager
def translated(unusable: BrigadeError) -> Iterator[None]:
    """Raise our errors for the network's, and `unusable` for an address that is none.

    Theirs are not chained: they may hold an address with a password.
    """
    try:
        yield
    except httpcore2.TimeoutException:
        raise ModelSlow("the provider did not answer in time") from None
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol, OSError) as error:
        raise ModelDown(f"the provider could not be reached or understood ({type(error).__name__})") from None
    except ValueError:
        raise unusable from None


def _sendable(key: str) -> str:
    """A key as a header may hold it. Secrets are often kept with a line's end."""
    key = key.strip()
    if not key or not (key.isascii() and key.isprintable()) or " " in key:
        raise KeyRefused("the provider's key holds characters that no key has")
    return key
