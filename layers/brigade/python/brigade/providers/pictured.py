"""Where the picture of an image answer is: in it as base64 or data URI, or at an address."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from brigade.errors import ModelDown
from brigade.providers.answers import object_of

DATA_URI = re.compile(r"data:[\w./+-]*(?:;[\w=-]+)*;base64,")
LONGEST_URL = 4000


class Pictured(NamedTuple):
    """The picture's bytes, or the address to fetch them from."""

    data: bytes = b""
    url: str = ""


def pictured_of(answer: Any) -> Pictured:
    """Raises what the answer tells of, and ModelDown where it holds no picture."""
    every = object_of(answer).get("data")
    first = every[0] if isinstance(every, list) and every else None
    fields = first if isinstance(first, Mapping) else {}
    return picture_in(fields.get("b64_json") or fields.get("url"))


def picture_in(text: Any) -> Pictured:
    """The picture that a text holds, or the address that it is. Raises ModelDown where it is neither."""
    if isinstance(text, str) and text.startswith(("http://", "https://")) and len(text) <= LONGEST_URL:
        return Pictured(url=text)
    return Pictured(data=data_in(text))


def data_in(text: Any) -> bytes:
    """What a text holds as base64 or as a data URI. Raises ModelDown where it is neither."""
    start = DATA_URI.match(text) if isinstance(text, str) else None
    try:
        data = base64.b64decode(text[start.end() if start else 0 :], validate=True)
    except (binascii.Error, ValueError, TypeError):
        data = b""
    if not data:
        raise ModelDown("the provider's answer holds no picture")
    return data
