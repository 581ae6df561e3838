"""Every place for pictures keeps the same promises, and says in our words what went wrong."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from brigade.errors import BucketMissing, NotFound, StorageUnavailable
from brigade_io.bucket import Bucket
from brigade_io.images.storage import rest
from brigade_io.images.storage.cloudinary import Cloudinary, signature
from brigade_io.images.storage.folder import Folder
from brigade_io.images.storage.protocol import PictureStorage
from brigade_io.images.storage.vercel_blob import VercelBlob
from tests.io.images.storage.places import KEY, NOW, SECRET, TOKEN, CloudinaryPlace, Place, VercelPlace, running

PICTURE, OTHER = b"RIFF a picture", b"another"
NAMES = [f"generated/{number:02}/a picture-{number}.webp" for number in range(5)]


@pytest.fixture
def s3() -> Iterator[PictureStorage]:
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="images")
        yield Bucket(client, "images")


@pytest.fixture
def folder(tmp_path: Path) -> PictureStorage:
    return Folder(tmp_path)


@pytest.fixture
def cloudinary_place() -> Iterator[tuple[type[Place], str]]:
    with running(CloudinaryPlace) as place:
        yield place


@pytest.fixture
def cloudinary(cloudinary_place: tuple[type[Place], str]) -> PictureStorage:
    _, address = cloudinary_place
    return Cloudinary("cloud", KEY, SECRET, f"{address}/shown", NOW.timestamp, address)


@pytest.fixture
def vercel_place() -> Iterator[tuple[type[Place], str]]:
    with running(VercelPlace) as place:
        yield place


@pytest.fixture
def vercel(vercel_place: tuple[type[Place], str]) -> PictureStorage:
    _, address = vercel_place
    return VercelBlob(TOKEN, f"{address}/shown", address)


@pytest.fixture(params=["s3", "folder", "cloudinary", "vercel"])
def storage(request: pytest.FixtureRequest) -> PictureStorage:
    kept: PictureStorage = request.getfixturevalue(request.param)
    return kept


# --- What all promise ----------------------------------------------------------------------------


def test_what_was_put_is_there_as_it_was(storage: PictureStorage) -> None:
    storage.put(NAMES[0], PICTURE, "image/webp")
    assert storage.get(NAMES[0]) == PICTURE
    assert storage.exists(NAMES[0])


def test_a_picture_that_is_put_again_is_there_once(storage: PictureStorage) -> None:
    for _ in range(2):
        storage.put(NAMES[0], PICTURE, "image/webp")
    assert [list(page) for page in storage.pages("generated/")] == [[NAMES[0]]]


def test_every_key_is_listed_with_when_it_was_put_and_how_large_it_is(storage: PictureStorage) -> None:
    for name in NAMES:
        storage.put(name, PICTURE, "image/webp")
    storage.put("recipes/other.webp", OTHER, "image/webp")
    listed = {key: placed for page in storage.pages("generated/") for key, placed in page.items()}
    assert sorted(listed) == NAMES
    assert {(placed.at.utcoffset(), placed.bytes) for placed in listed.values()} == {(timedelta(0), len(PICTURE))}
    assert list(storage.pages("nothing/")) in ([], [{}])


def test_what_is_removed_is_gone_and_the_rest_stays(storage: PictureStorage) -> None:
    for name in NAMES:
        storage.put(name, PICTURE, "image/webp")
    storage.remove([NAMES[0], NAMES[1], "generated/never/there.webp"])
    assert [storage.exists(name) for name in NAMES] == [False, False, True, True, True]


def test_what_is_not_there_is_not_found(storage: PictureStorage) -> None:
    assert not storage.exists(NAMES[0])
    with pytest.raises(NotFound):
        storage.get(NAMES[0])


# --- Places spoken to over HTTP ------------------------------------------------------------------

REFUSALS = {
    "wrong key": (401, b'{"error": {"message": "unknown api_key"}}', BucketMissing),
    "forbidden": (403, b'{"error": {"code": "forbidden"}}', BucketMissing),
    "bad request": (400, b'{"error": {"code": "bad_request"}}', BucketMissing),
    "rate limit": (420, b'{"error": {"message": "Rate Limit Exceeded"}}', StorageUnavailable),
    "too many": (429, b'{"error": {"code": "rate_limited"}}', StorageUnavailable),
    "down": (503, b'{"error": {"code": "service_unavailable"}}', StorageUnavailable),
    "broken": (500, b"<html>Bad gateway</html>", StorageUnavailable),
    "a page": (200, b"<html>Sign in</html>", StorageUnavailable),
    "nothing": (200, b"", StorageUnavailable),
    "null": (200, b"null", StorageUnavailable),
    "elsewhere": (302, b"", BucketMissing),
}


@pytest.mark.parametrize("place", ["cloudinary", "vercel"])
@pytest.mark.parametrize(("status", "body", "error"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_refusal_is_told_in_our_words(
    request: pytest.FixtureRequest, place: str, status: int, body: bytes, error: type[Exception]
) -> None:
    handler, _ = request.getfixturevalue(f"{place}_place")
    handler.refusal = (status, body)
    storage = request.getfixturevalue(place)
    for act in (lambda: storage.put(NAMES[0], PICTURE, "image/webp"), lambda: list(storage.pages("generated/"))):
        with pytest.raises(error) as told:
            act()
        assert SECRET not in str(told.value)
        assert TOKEN not in str(told.value)


@pytest.mark.parametrize("place", ["cloudinary", "vercel"])
@pytest.mark.parametrize("body", [b"{}", b'{"resources": 3, "blobs": 3}', b'{"resources": [{}], "blobs": [null]}'])
def test_a_list_that_is_none_is_no_end_of_it(request: pytest.FixtureRequest, place: str, body: bytes) -> None:
    handler, _ = request.getfixturevalue(f"{place}_place")
    handler.refusal = (200, body)
    with pytest.raises(StorageUnavailable, match="no list"):
        list(request.getfixturevalue(place).pages("generated/"))


def test_a_place_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "SECONDS", 0.5)
    with pytest.raises(StorageUnavailable):
        VercelBlob(TOKEN, "http://127.0.0.1:9", "http://127.0.0.1:9").put(NAMES[0], PICTURE, "image/webp")


def test_an_upload_is_signed_as_cloudinary_shows_it() -> None:
    """The example of its documentation of authentication signatures."""
    told = {"timestamp": "1315060510", "public_id": "sample_image", "eager": "w_400,h_300,c_pad|w_260,h_200,c_crop"}
    assert signature(told, "abcd") == "bfd09f95f331f558cbd1320e67aa8d488770583e"


# --- A folder ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["../a.webp", "/etc/passwd", "a/../../b", "", "a//b", "a\0b"])
def test_no_key_leads_out_of_the_folder(folder: PictureStorage, key: str) -> None:
    with pytest.raises(BucketMissing):
        folder.put(key, PICTURE, "image/webp")


def test_a_picture_that_is_being_written_is_not_seen(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(os, "fsync", lambda _: seen.append([key for page in folder.pages("") for key in page]))
    folder.put("a.webp", PICTURE, "image/webp")
    assert seen == [[]]
    assert [list(page) for page in folder.pages("")] == [["a.webp"]]
