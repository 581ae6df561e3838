"""Photos to go by, as they are named."""

import base64

import pytest

from brigade.errors import SourceRefused, status_of
from brigade.images.magic import kind_of
from brigade.images.sources import WORDS, Fault, Source, source_of

PIXEL = base64.b64encode(b"\xff\xd8\xffpicture").decode()


def test_an_address_a_photo_itself_and_a_kept_one_are_told_apart() -> None:
    assert source_of("https://photos.test/a.jpg?size=2") == Source(url="https://photos.test/a.jpg?size=2")
    assert source_of(f"data:image/jpeg;base64,{PIXEL}") == Source(data=b"\xff\xd8\xffpicture")
    assert source_of(f"ref:{'0a' * 16}") == Source(kept="0a" * 16)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("http://photos.test/a.jpg", Fault.NOT_HTTPS),
        ("ftp://photos.test/a.jpg", Fault.NOT_AN_ADDRESS),
        ("file:///etc/passwd", Fault.NOT_AN_ADDRESS),
        ("a.jpg", Fault.NOT_AN_ADDRESS),
        ("https://", Fault.NOT_AN_ADDRESS),
        ("https://[::1", Fault.NOT_AN_ADDRESS),
        ("https://photos.test:port/", Fault.NOT_AN_ADDRESS),
        ("https://photos.test/a b", Fault.NOT_AN_ADDRESS),
        ("https://photos.test/\r\nHost: x", Fault.NOT_AN_ADDRESS),
        ("https://photos.test/" + "a" * 2048, Fault.NOT_AN_ADDRESS),
        ("https://10.0.0.1/a.jpg", Fault.PRIVATE_ADDRESS),
        ("https://[::ffff:169.254.169.254]/latest", Fault.PRIVATE_ADDRESS),
        ("https://[64:ff9b::a9fe:a9fe]/", Fault.PRIVATE_ADDRESS),
        ("https://me:secret@photos.test/a.jpg", Fault.PRIVATE_ADDRESS),
        ("data:image/jpeg;base64,", Fault.BAD_DATA_URL),
        ("data:image/jpeg;base64,@@@", Fault.BAD_DATA_URL),
        ("data:text/html;base64,PGh0bWw+", Fault.BAD_DATA_URL),
        ("data:;base64,AAAA", Fault.BAD_DATA_URL),
        ("data:image/svg+xml,<svg/>", Fault.BAD_DATA_URL),
        ("ref:../../secret", Fault.UNKNOWN_REFERENCE),
        ("ref:", Fault.UNKNOWN_REFERENCE),
    ],
)
def test_what_is_none_of_them_is_refused_by_name(text: str, fault: Fault) -> None:
    with pytest.raises(SourceRefused) as refusal:
        source_of(text)
    assert (refusal.value.fault, refusal.value.details) == (fault, {"source": fault})


def test_every_fault_has_its_sentence() -> None:
    assert set(WORDS) == set(Fault)
    assert status_of(SourceRefused) == (400, "SOURCE_REFUSED")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "PNG"), (b"\xff\xd8\xff\xe0", "JPEG"), (b"RIFF....WEBPVP8 ", "WEBP"),
        (b"GIF89a", "GIF"), (b"....ftypheic", "HEIC"), (b"....ftypavif", "AVIF"), (b"<?xml?><svg>", "SVG"),
        (b"%PDF-1.7", "PDF"), (b"RIFF....WAVE", None), (b"hello", None), (b"", None),
    ],
)  # fmt: skip
def test_a_file_is_known_by_how_it_begins(data: bytes, kind: str | None) -> None:
    assert kind_of(data) == kind
