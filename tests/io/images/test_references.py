"""Photos to go by: what is taken, and how everything else is refused."""

import base64
import ssl
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import UUID

import boto3
import pytest
from moto import mock_aws
from PIL import Image

from brigade.errors import SourceRefused
from brigade.images.addresses import is_public
from brigade.images.sources import Fault
from brigade_io.bucket import Bucket
from brigade_io.images import public_fetch, references
from brigade_io.images.public_fetch import PublicFetch
from brigade_io.images.references import LONGEST_SIDE, References
from tests.io.images.gallery import HOST, Gallery
from tests.unit.images.factories import a_file, a_picture, a_telltale

OWNER, STRANGER = UUID(int=1), UUID(int=2)
NAMES = {HOST: ["127.0.0.1"], "inside.test": ["10.0.0.7"], "half.test": ["127.0.0.1", "10.0.0.7"]}


@pytest.fixture
def kept(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[References]:
    """References in an empty bucket; HOST stands for this machine, whose address counts as public."""
    monkeypatch.setattr(public_fetch, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    tls = ssl.create_default_context(cafile=str(certificate))
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="work")
        yield References(Bucket(s3, "work"), PublicFetch(tls, lambda host, port: NAMES.get(host, [host])))


def data_uri(data: bytes, kind: str = "image/jpeg") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def a_header_that_lies(side: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels a side."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def moving(kind: str) -> bytes:
    out, frames = BytesIO(), [a_picture(seed, size=(300, 300)) for seed in range(3)]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


# --- What is taken -------------------------------------------------------------------------------


def test_a_photo_is_kept_for_its_owner_under_a_name_of_its_own(kept: References) -> None:
    reference = kept.keep(OWNER, data_uri(a_file(a_picture(size=(640, 480)), "PNG"), "image/png"))
    assert Image.open(BytesIO(kept.photo(OWNER, reference))).size == (640, 480)
    assert kept.keep(OWNER, reference) == reference
    for act in (kept.photo, kept.keep):
        with pytest.raises(SourceRefused, match="of yours"):
            act(STRANGER, reference)


def test_nothing_but_its_pixels_is_kept(kept: References) -> None:
    told = kept.photo(OWNER, kept.keep(OWNER, data_uri(a_telltale())))
    assert b"secret" not in told
    assert not Image.open(BytesIO(told)).getexif()


def test_what_hangs_on_behind_the_picture_is_gone(kept: References) -> None:
    polyglot = a_file(a_picture(size=(300, 300))) + b"PK\x03\x04<script>alert(1)</script>"
    assert b"script" not in kept.photo(OWNER, kept.keep(OWNER, data_uri(polyglot)))


def test_a_large_photo_is_made_smaller(kept: References) -> None:
    reference = kept.keep(OWNER, data_uri(a_file(Image.new("L", (4000, 2000)))))
    assert Image.open(BytesIO(kept.photo(OWNER, reference))).size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_a_photo_is_fetched_from_the_open_internet(kept: References, secure_gallery: tuple[type[Gallery], int]) -> None:
    handler, port = secure_gallery
    handler.answers["/a.jpg"] = (200, {"Content-Type": "image/jpeg"}, a_file(a_picture(size=(300, 300))))
    assert kept.keep(OWNER, f"https://{HOST}:{port}/a.jpg").startswith("ref:")
    assert "Authorization" not in handler.asked[0]


# --- What is not ---------------------------------------------------------------------------------

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PHOTOS = {
    "a bomb whose header lies": (a_header_that_lies(50_000), Fault.TOO_MANY_PIXELS),
    "a header that lies about less": (a_header_that_lies(5_000), Fault.TRUNCATED),
    "30,000 pixels a side": (a_file(Image.new("1", (30_000, 30_000)), "PNG"), Fault.TOO_MANY_PIXELS),
    "more pixels than we open": (a_file(Image.new("1", (8_000, 5_001)), "PNG"), Fault.TOO_MANY_PIXELS),
    "one pixel": (a_file(Image.new("L", (1, 1))), Fault.WRONG_SIZE),
    "SVG": (SVG, Fault.UNSUPPORTED),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Fault.UNSUPPORTED),
    "AVIF": (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", Fault.UNSUPPORTED),
    "GIF": (a_file(a_picture(size=(300, 300)), "GIF"), Fault.UNSUPPORTED),
    "wrong magic": (b"<html><body>no picture</body></html>", Fault.WRONG_MAGIC),
    "moving WebP": (moving("WEBP"), Fault.ANIMATED),
    "moving PNG": (moving("PNG"), Fault.ANIMATED),
    "a JPEG cut short": (a_file(a_picture(size=(640, 480)))[:4000], Fault.TRUNCATED),
    "a JPEG of nothing": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", Fault.TRUNCATED),
    "a JPEG of noise": (b"\xff\xd8\xff" + bytes(range(256)) * 4, Fault.BROKEN),
    "too many bytes": (a_file(a_picture(size=(300, 300))) + bytes(20 * 1024 * 1024), Fault.TOO_LARGE),
}


@pytest.mark.parametrize(("data", "fault"), PHOTOS.values(), ids=PHOTOS.keys())
def test_a_hostile_photo_is_refused_by_name(kept: References, data: bytes, fault: Fault) -> None:
    with pytest.raises(SourceRefused) as refusal:
        kept.keep(OWNER, data_uri(data))
    assert refusal.value.fault == fault


ADDRESSES = {
    "a name of a private address": ("https://inside.test/a.jpg", Fault.PRIVATE_ADDRESS),
    "a name of a private and a public one": ("https://half.test/a.jpg", Fault.PRIVATE_ADDRESS),
    "the metadata service in disguise": ("https://[64:ff9b::a9fe:a9fe]/latest/meta-data", Fault.PRIVATE_ADDRESS),
    "a redirect to a private name": ("/to?https://inside.test/", Fault.REDIRECT_TO_PRIVATE),
    "a redirect to NAT64": ("/to?https://[64:ff9b::a9fe:a9fe]/", Fault.REDIRECT_TO_PRIVATE),
    "a redirect to http": ("/to?http://example.com/a.jpg", Fault.REDIRECT_TO_PRIVATE),
    "a redirect to a file": ("/to?file:///etc/passwd", Fault.REDIRECT_TO_PRIVATE),
    "a redirect in a circle": ("/round", Fault.TOO_MANY_REDIRECTS),
    "a wrong content type": ("/page.jpg", Fault.WRONG_TYPE),
    "nothing there": ("/missing.jpg", Fault.NOT_THERE),
    "no server there": ("https://127.0.0.1:9/a.jpg", Fault.UNREACHABLE),
}


@pytest.mark.parametrize(("address", "fault"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_a_hostile_address_is_refused_by_name(
    kept: References, secure_gallery: tuple[type[Gallery], int], address: str, fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("brigade.images.sources.is_public", lambda host: True)  # what the fetch sees counts here
    handler, port = secure_gallery
    handler.answers |= {
        "/page.jpg": (200, {"Content-Type": "text/html"}, b"<html>"), "/round": (302, {"Location": "/round"}, b""),
    }  # fmt: skip
    path, _, target = address.partition("?")
    handler.answers |= {address: (302, {"Location": target}, b"")} if path == "/to" else {}
    with pytest.raises(SourceRefused) as refusal:
        kept.keep(OWNER, address if address.startswith("https://") else f"https://{HOST}:{port}{address}")
    assert refusal.value.fault == fault


@pytest.mark.parametrize(
    ("part", "pause", "fault"), [(b"a", 0.2, Fault.TOO_SLOW), (b"a" * 1_000_000, 0.0, Fault.TOO_LARGE)]
)
def test_a_body_that_comes_slowly_or_never_ends_is_given_up(
    kept: References, secure_gallery: tuple[type[Gallery], int], part: bytes, pause: float, fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(references, "SECONDS", 1.0 if pause else 20.0)
    handler, port = secure_gallery
    handler.endless, handler.pause = part, pause
    with pytest.raises(SourceRefused) as refusal:
        kept.keep(OWNER, f"https://{HOST}:{port}/a.jpg")
    assert refusal.value.fault == fault
