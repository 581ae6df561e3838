"""A picture at an address: fetched from the open internet or from the very server that was asked, and nowhere else."""

import ssl
from pathlib import Path

import pytest

from brigade.errors import ModelDown
from brigade.images.addresses import is_public
from brigade_io.images import public_fetch
from brigade_io.images.picture_fetch import PictureFetch
from tests.io.images.gallery import HOST, PICTURE, Gallery


@pytest.fixture
def fetch(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> PictureFetch:
    """HOST stands for this machine, whose address counts as public; every other name for itself."""
    monkeypatch.setattr(public_fetch, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    names = {HOST: ["127.0.0.1"], "inside.test": ["10.0.0.7"], "half.test": ["127.0.0.1", "10.0.0.7"]}
    tls = ssl.create_default_context(cafile=str(certificate))
    return PictureFetch("https://provider.test/v1", tls, lambda host, port: names.get(host, [host]))


def test_a_picture_is_fetched_over_https_without_our_key(
    fetch: PictureFetch, secure_gallery: tuple[type[Gallery], int]
) -> None:
    handler, port = secure_gallery
    assert fetch.get(f"https://{HOST}:{port}/a.jpg") == PICTURE
    assert "Authorization" not in handler.asked[0]


def test_a_certificate_of_another_is_not_believed(
    fetch: PictureFetch, secure_gallery: tuple[type[Gallery], int]
) -> None:
    with pytest.raises(ModelDown):
        fetch.get(f"https://127.0.0.1:{secure_gallery[1]}/a.jpg")


@pytest.mark.parametrize("host", ["inside.test", "half.test", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"])
def test_a_name_that_leads_into_a_network_of_our_own_is_not_followed(fetch: PictureFetch, host: str) -> None:
    with pytest.raises(ModelDown, match="not public"):
        fetch.get(f"https://{host}/a.jpg")


@pytest.mark.parametrize("target", ["https://inside.test/a.jpg", "http://example.com/a.jpg", "file:///etc/passwd"])
def test_nor_is_a_redirect_that_leads_there(
    fetch: PictureFetch, secure_gallery: tuple[type[Gallery], int], target: str
) -> None:
    handler, port = secure_gallery
    handler.answers["/go"] = (302, {"Location": target}, b"")
    with pytest.raises(ModelDown):
        fetch.get(f"https://{HOST}:{port}/go")


def test_a_redirect_is_followed_a_few_times(fetch: PictureFetch, secure_gallery: tuple[type[Gallery], int]) -> None:
    handler, port = secure_gallery
    handler.answers |= {"/go": (302, {"Location": "/a.jpg"}, b""), "/round": (302, {"Location": "/round"}, b"")}
    assert fetch.get(f"https://{HOST}:{port}/go") == PICTURE
    with pytest.raises(ModelDown):
        fetch.get(f"https://{HOST}:{port}/round")
    assert len(handler.asked) == 2 + 4


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"Content-Type": "text/html"}, PICTURE),
        (404, {"Content-Type": "image/jpeg"}, PICTURE),
        (200, {"Content-Type": "image/jpeg"}, b"a" * 20_000_001),
    ],
    ids=["type", "status", "size"],
)
def test_what_is_no_picture_of_a_sane_size_is_not_taken(
    fetch: PictureFetch, secure_gallery: tuple[type[Gallery], int], answer: tuple[int, dict[str, str], bytes]
) -> None:
    handler, port = secure_gallery
    handler.answers["/a.jpg"] = answer
    with pytest.raises(ModelDown):
        fetch.get(f"https://{HOST}:{port}/a.jpg")


def test_the_server_that_was_asked_may_keep_its_pictures_itself(gallery: tuple[type[Gallery], int]) -> None:
    handler, port = gallery
    own = PictureFetch(f"http://127.0.0.1:{port}/v1")
    assert own.get(f"http://127.0.0.1:{port}/a.jpg") == PICTURE
    for other in (f"http://localhost:{port}/a.jpg", f"https://127.0.0.1:{port}/a.jpg", "https://[::1", "https://a:b/"):
        with pytest.raises(ModelDown):
            own.get(other)
    assert len(handler.asked) == 1
