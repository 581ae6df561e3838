"""Photos that a user gives to go by: an address, the photo itself as a data URI, or one that was kept before.

Every way in which one can be refused has a name of its own, and a sentence for whoever gave it.
"""

import base64
import binascii
import re
from enum import StrEnum
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from brigade.errors import SourceRefused
from brigade.images.addresses import is_public

LONGEST_URL = 2048
KEPT = "ref:"
DATA = re.compile(r"data:(?P<type>[\w.+-]+/[\w.+-]+)?(?:;[\w=.+-]+)*;base64,", re.ASCII)
KEPT_ID = re.compile(r"ref:(?P<id>[0-9a-f]{32})")


class Fault(StrEnum):
    """Why a photo is not taken."""

    NOT_AN_ADDRESS = "not-an-address"
    NOT_HTTPS = "not-https"
    PRIVATE_ADDRESS = "private-address"
    REDIRECT_TO_PRIVATE = "redirect-to-private"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    UNREACHABLE = "unreachable"
    NOT_THERE = "not-there"
    TOO_SLOW = "too-slow"
    TOO_LARGE = "too-large"
    WRONG_TYPE = "wrong-type"
    WRONG_MAGIC = "wrong-magic"
    UNSUPPORTED = "unsupported"
    ANIMATED = "animated"
    TRUNCATED = "truncated"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too-many-pixels"
    WRONG_SIZE = "wrong-size"
    BAD_DATA_URL = "bad-data-url"
    UNKNOWN_REFERENCE = "unknown-reference"


WORDS = {
    Fault.NOT_AN_ADDRESS: "This is neither an https address, nor a data URI, nor a photo that was kept before.",
    Fault.NOT_HTTPS: "Only https addresses are fetched.",
    Fault.PRIVATE_ADDRESS: "This address does not lead to the open internet.",
    Fault.REDIRECT_TO_PRIVATE: "This address leads on to one that is not on the open internet, or not https.",
    Fault.TOO_MANY_REDIRECTS: "This address leads on too many times.",
    Fault.UNREACHABLE: "The server at this address could not be reached or understood.",
    Fault.NOT_THERE: "The server at this address has no photo there for everybody.",
    Fault.TOO_SLOW: "The server at this address was too slow.",
    Fault.TOO_LARGE: "The photo has more than 20 MB.",
    Fault.WRONG_TYPE: "What lies at this address is no picture.",
    Fault.WRONG_MAGIC: "It is called a picture, but its bytes are none.",
    Fault.UNSUPPORTED: "Only PNG, JPEG and WebP are taken.",
    Fault.ANIMATED: "Animated pictures are not taken.",
    Fault.TRUNCATED: "The photo's end is missing.",
    Fault.BROKEN: "The photo is broken.",
    Fault.TOO_MANY_PIXELS: "The photo has more than 40 million pixels.",
    Fault.WRONG_SIZE: "Each side of a photo must have 256 to 16,383 pixels.",
    Fault.BAD_DATA_URL: "The data URI is not one of a picture in base64.",
    Fault.UNKNOWN_REFERENCE: "No such photo of yours was kept.",
}


class Source(NamedTuple):
    """One of the three: an https `url`, the `data` itself, or the id that it was `kept` under."""

    url: str = ""
    data: bytes = b""
    kept: str = ""


def refused(fault: Fault) -> SourceRefused:
    return SourceRefused(WORDS[fault], fault)


def source_of(text: str) -> Source:
    """What the text stands for. Raises SourceRefused for what can be told without looking further."""
    if text.startswith(KEPT):
        return Source(kept=_kept(text))
    if text.startswith("data:"):
        return Source(data=_data(text))
    return Source(url=_url(text))


def _kept(text: str) -> str:
    if found := KEPT_ID.fullmatch(text):
        return found["id"]
    raise refused(Fault.UNKNOWN_REFERENCE)


def _data(text: str) -> bytes:
    start = DATA.match(text)
    if not start or not (start["type"] or "").startswith("image/"):
        raise refused(Fault.BAD_DATA_URL)
    try:
        data = base64.b64decode(text[start.end() :], validate=True)
    except (binascii.Error, ValueError):
        raise refused(Fault.BAD_DATA_URL) from None
    if not data:
        raise refused(Fault.BAD_DATA_URL)
    return data


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise refused(Fault.NOT_AN_ADDRESS) from None
    if not host or len(text) > LONGEST_URL or not (text.isascii() and text.isprintable()) or " " in text:
        raise refused(Fault.NOT_AN_ADDRESS)
    if parts.scheme != "https":
        raise refused(Fault.NOT_HTTPS if parts.scheme == "http" else Fault.NOT_AN_ADDRESS)
    if parts.username is not None or (_is_ip(host) and not is_public(host)):
        raise refused(Fault.PRIVATE_ADDRESS)
    return text


def _is_ip(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
