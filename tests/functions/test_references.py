"""The door `references`: photos to go by."""

from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from brigade_io.images.references import references
from tests.functions import gateway
from tests.functions.households import STRANGER, USER, Households, Member, households
from tests.unit.images.factories import a_file, a_picture, a_telltale


@pytest.fixture(scope="module")
def here(module_database_url: str) -> Iterator[Households]:
    references.cache_clear()
    with households(module_database_url) as made:
        yield made
    references.cache_clear()


def keep(here: Households, who: Member, source: str) -> tuple[int, dict[str, Any]]:
    answer = here.client(who).post(f"{gateway.URL}/api/images/references", json={"source": source})
    return answer.status_code, answer.json()


def data_uri(data: bytes) -> str:
    return f"data:image/jpeg;base64,{b64encode(data).decode()}"


def test_a_photo_is_kept_for_whoever_brought_it(here: Households) -> None:
    status, kept = keep(here, USER, data_uri(a_telltale()))
    assert status == 201
    photo = references().photo(USER.id, kept["reference"])
    assert Image.open(BytesIO(photo)).size == (640, 480)
    assert b"secret" not in photo
    status, refused = keep(here, STRANGER, kept["reference"])
    assert (status, refused["error"], refused["details"]) == (400, "SOURCE_REFUSED", {"source": "unknown-reference"})


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("http://photos.test/a.jpg", "not-https"), ("https://127.0.0.1/a.jpg", "private-address"),
        ("https://[64:ff9b::a9fe:a9fe]/", "private-address"), ("soup", "not-an-address"),
        (data_uri(b"GIF89a"), "unsupported"), (data_uri(a_file(a_picture(size=(300, 300)))[:900]), "truncated"),
    ],
)  # fmt: skip
def test_a_photo_that_is_not_taken_is_refused_with_what_to_do(here: Households, source: str, fault: str) -> None:
    status, refused = keep(here, USER, source)
    assert (status, refused["error"], refused["details"]) == (400, "SOURCE_REFUSED", {"source": fault})
    assert refused["nextStep"].startswith("Choose another photo")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(here: Households) -> None:
    status, refused = keep(here, USER, "data:image/jpeg;base64," + "A" * 4_300_000)
    assert (status, refused["error"]) == (413, "PAYLOAD_TOO_LARGE")
