"""Providers of pictures that do not speak as OpenAI does, each written from its own reference: one server for any.

with photographer(gemini) as mock:
    mock.url                       # the base URL
    mock.script("html", a_reply)   # what the next calls get, by name or as a Reply
    mock.calls                     # what was asked
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

from tests.mock_provider.http import Server, serving
from tests.mock_provider.reply import Odd, Reply


@dataclass(frozen=True)
class Call:
    """One request as it came; `body` is None where it is no JSON."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


class Reference(Protocol):
    """A module for one provider: where it is asked, its sound answer, and odd ones made out of that."""

    BASE: str
    ODDITIES: Mapping[str, Odd]

    @staticmethod
    def sound(call: Call, origin: str) -> Reply: ...


class Photographer:
    """Safe to use from many threads. What is scripted is for the calls that ask for a picture (POST)."""

    def __init__(self, reference: Reference, port: int = 0) -> None:
        self.reference = reference
        self.calls: list[Call] = []
        self._script: list[str | Reply] = []
        self.server = Server(port, self)

    @property
    def url(self) -> str:
        return self.server.origin + self.reference.BASE

    def script(self, *odd: str | Reply) -> None:
        self._script += odd

    def reply(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        read = None
        with suppress(ValueError):
            read = json.loads(body)
        call = Call(method, path, headers, read)
        self.calls.append(call)
        odd = self._script.pop(0) if self._script and method == "POST" else None
        if isinstance(odd, Reply):
            return odd
        sound = self.reference.sound(call, self.server.origin)
        return sound if odd is None or sound.status >= 400 else self.reference.ODDITIES[odd](json.loads(sound.body))


@contextmanager
def photographer(reference: Reference) -> Iterator[Photographer]:
    """A provider on a free port of this machine, while inside."""
    mock = Photographer(reference)
    with serving(mock.server):
        yield mock
