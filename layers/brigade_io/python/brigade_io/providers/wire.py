"""One question to a provider by the openai SDK, and its answer as it came: no retries, no redirects, one total time.

The SDK knows how a provider is spoken to. What comes back is handed on as bytes: read as what it should be, an odd
answer would break somewhere else. And it goes over connections of ours, which limit the call and not each read.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpcore2
from httpx2 import Response
from openai import APIStatusError, OpenAI

from brigade.errors import BrigadeError, EndpointMissing, KeyRefused, ModelDown, ModelSlow
from brigade_io.providers.deadline import within
from brigade_io.providers.transport import client_of, reading

Headers = Callable[[Mapping[str, str]], None]
Files = Sequence[tuple[str, tuple[str, bytes, str]]]  # the field of a form, and the file's name, content and type


def unheard(headers: Mapping[str, str]) -> None:
    """Nobody listens to what the headers say."""


class Heard(NamedTuple):
    """An answer of any status, header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def tell(self, heard: Headers) -> None:
        """Pass on what the headers say of limits; a server that fails grants nothing to rely on."""
        if self.status < 500:
            heard(self.headers)


class Wire:
    """Connections to one provider, to be shared by threads. `base_url` usually ends in /v1."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")

    def post(self, path: str, body: Mapping[str, Any], key: str, seconds: float, most: int) -> Heard:
        """Ask as JSON, with our key. `most` bytes of an answer are read.

        Raises ModelSlow, ModelDown, and EndpointMissing and KeyRefused for settings that cannot be used.
        """
        content = json.dumps(body).encode()
        return self._heard(key, seconds, most, lambda client: client.post(path, cast_to=Response, content=content))

    def get(self, path: str, key: str, seconds: float, most: int) -> Heard:
        """Ask for what the provider keeps or tells of itself. Raises what `post` raises."""
        return self._heard(key, seconds, most, lambda client: client.get(path, cast_to=Response))

    def upload(
        self, path: str, fields: Mapping[str, str], files: Files, key: str, seconds: float, most: int
    ) -> Heard:  # fmt: skip
        """Hand over files in a form. Raises what `post` raises."""
        form: Any = {"headers": {"Content-Type": "multipart/form-data"}}
        return self._heard(
            key, seconds, most,
            lambda client: client.post(path, cast_to=Response, body=dict(fields), files=files, options=form),
        )  # fmt: skip

    def _heard(self, key: str, seconds: float, most: int, ask: Callable[[OpenAI], Response]) -> Heard:
        unusable = EndpointMissing("the provider's base URL in the settings cannot be used")
        with within(seconds), reading(most), translated(unusable):
            try:
                answer = ask(self.client.with_options(api_key=sendable(key)))
            except APIStatusError as error:
                answer = error.response
            return Heard(answer.status_code, dict(answer.headers), answer.content)

    @cached_property
    def client(self) -> OpenAI:
        require_address(self.base_url)
        return OpenAI(
            api_key="-", base_url=self.base_url, max_retries=0, http_client=client_of(self.base_url),
            default_headers={"Accept-Encoding": "identity"},
        )  # fmt: skip


def require_address(base_url: str) -> None:
    """Raises EndpointMissing where it is none that could be asked."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise EndpointMissing("the provider's base URL in the settings is no http or https address")


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


def sendable(key: str) -> str:
    """A key as a header may hold it. Secrets are often kept with a line's end."""
    key = key.strip()
    if not key or not (key.isascii() and key.isprintable()) or " " in key:
        raise KeyRefused("the provider's key holds characters that no key has")
    return key
