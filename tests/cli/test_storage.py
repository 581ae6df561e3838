"""Where this machine keeps pictures, as the environment says, and what the front then shows."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from local.checks import bound_socket
from local.front import Front, FrontServer
from local.problem import Problem
from local.storage import Storage, storage_of

SITE = "http://127.0.0.1:8000"


def test_without_a_word_pictures_are_kept_in_the_emulated_s3() -> None:
    assert storage_of({}) is None
    assert Storage("s3").parameters(SITE) == {"Storage": "s3", "StoragePlace": "", "ImagesUrl": f"{SITE}/images"}


def test_a_folder_is_shown_by_the_site_itself() -> None:
    kept = storage_of({"BRIGADE_STORAGE": "folder", "BRIGADE_STORAGE_PLACE": "/var/pictures"})
    assert kept
    assert kept.folder == Path("/var/pictures")
    assert kept.parameters(SITE)["ImagesUrl"] == f"{SITE}/images"


def test_cloudinary_shows_pictures_at_an_address_of_its_own() -> None:
    told = {"BRIGADE_STORAGE": "cloudinary", "BRIGADE_STORAGE_PLACE": "a-cloud", "BRIGADE_STORAGE_KEY": "{}"}
    kept = storage_of(told)
    assert kept
    assert kept.parameters(SITE)["ImagesUrl"] == "https://res.cloudinary.com/a-cloud/image/upload"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"BRIGADE_STORAGE": "ftp"}, "one of s3, folder, cloudinary, vercel-blob"),
        ({"BRIGADE_STORAGE": "folder"}, "BRIGADE_STORAGE_PLACE"),
        ({"BRIGADE_STORAGE": "cloudinary", "BRIGADE_STORAGE_PLACE": "a"}, "BRIGADE_STORAGE_KEY"),
        ({"BRIGADE_STORAGE": "vercel-blob", "BRIGADE_STORAGE_KEY": "a"}, "BRIGADE_IMAGES_URL"),
    ],
)
def test_a_storage_that_lacks_something_is_refused_by_name(told: dict[str, str], words: str) -> None:
    with pytest.raises(Problem, match=words):
        storage_of(told)


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """The address of a front over a folder of one picture."""
    (tmp_path / "pictures" / "recipes").mkdir(parents=True)
    (tmp_path / "pictures" / "recipes" / "a.webp").write_bytes(b"a picture")
    (tmp_path / "secret").write_bytes(b"a secret")
    listener = bound_socket(None)
    front = FrontServer(Front("", "", "", Storage("folder", str(tmp_path / "pictures"))), listener)
    front.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    front.stop()


def test_the_front_shows_what_the_folder_holds_and_nothing_beside_it(url: str) -> None:
    shown = httpx.get(f"{url}/images/recipes/a.webp")
    assert (shown.content, shown.headers["content-type"]) == (b"a picture", "image/webp")
    assert "immutable" in shown.headers["cache-control"]
    for path in ("recipes/b.webp", "recipes", "..%2Fsecret", "%2Fetc%2Fpasswd", "recipes/..%2F..%2Fsecret"):
        assert httpx.get(f"{url}/images/{path}").status_code == 404
