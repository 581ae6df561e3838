"""One question in JSON to a provider that does not speak as OpenAI does: no retries, no redirects, one total time."""

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import httpx2

from brigade.errors import EndpointMissing
from brigade_io.providers.deadline import within
from brigade_io.providers.transport import client_of, reading
from brigade_io.providers.wire import Heard, require_address, sendable, translated

Signing = Callable[[httpx2.Request, str], None]


def bearing(scheme: str = "Bearer") -> Signing:
    """The key as `Authorization`, after this word."""

    def sign(request: httpx2.Request, key: str) -> None:
        request.headers["Authorization"] = f"{scheme} {sendable(key)}"

    return sign


def with_key_in(header: str) -> Signing:
    """The key in a header of its own."""

    def sign(request: httpx2.Request, key: str) -> None:
        request.headers[header] = sendable(key)

    return sign


class Rest:
    """Connections to one provider, to be shared by threads."""

    def __init__(self, base_url: str, sign: Signing) -> None:
        self.base_url = base_url.rstrip("/")
        self.sign = sign

    def post(
        self, path: str, body: Mapping[str, Any], key: str, seconds: float, most: int,
        headers: Mapping[str, str] | None = None,
    ) -> Heard:  # fmt: skip
        """`most` bytes of an answer are read.

        Raises ModelSlow, ModelDown, and EndpointMissing and KeyRefused for settings that cannot be used.
        """
        told = {"Content-Type": "application/json", **(headers or {})}
        return self._heard("POST", path, key, seconds, most, headers=told, content=json.dumps(body).encode())

    def get(self, path: str, key: str, seconds: float, most: int) -> Heard:
        """Raises what `post` raises."""
        return self._heard("GET", path, key, seconds, most)

    def _heard(self, method: str, path: str, key: str, seconds: float, most: int, **more: Any) -> Heard:
        unusable = EndpointMissing("the provider's base URL in the settings cannot be used")
        with within(seconds), reading(most), translated(unusable):
            request = self.client.build_request(method, self.base_url + path, **more)
            self.sign(request, key)
            answer = self.client.send(request)
            return Heard(answer.status_code, dict(answer.headers), answer.content)

    @cached_property
    def client(self) -> httpx2.Client:
        require_address(self.base_url)
        client = client_of(self.base_url)
        client.headers.update({"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Brigade"})
        return client
