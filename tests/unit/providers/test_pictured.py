"""Where an answer's picture is."""

import base64
from typing import Any

import pytest

from brigade.errors import ModelDown, QuotaExhausted
from brigade.providers.pictured import pictured_of

BYTES = b"\xff\xd8picture"
TEXT = base64.b64encode(BYTES).decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"b64_json": TEXT},
        {"b64_json": TEXT, "url": None},
        {"url": f"data:image/png;base64,{TEXT}"},
        {"b64_json": f"data:image/png;charset=x;base64,{TEXT}"},
        {"b64_json": None, "url": f"data:;base64,{TEXT}"},
    ],
)
def test_a_picture_is_in_the_answer(fields: dict[str, Any]) -> None:
    assert pictured_of({"data": [fields]}) == (BYTES, "")


def test_or_at_an_address() -> None:
    assert pictured_of({"data": [{"b64_json": None, "url": "https://a/b"}]}) == (b"", "https://a/b")


@pytest.mark.parametrize(
    "answer",
    [
        None, [], {}, {"data": None}, {"data": []}, {"data": "x"}, {"data": [None]}, {"data": [{}]},
        *({"data": [{"b64_json": each}]} for each in (None, 17, "", "not base64!", "é", [TEXT])),
        *({"data": [{"url": each}]} for each in (17, "ftp://a", "file:///etc/passwd", "https://" + "a" * 5000)),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_a_provider_that_is_down(answer: Any) -> None:
    with pytest.raises(ModelDown):
        pictured_of(answer)


def test_an_error_with_status_200_is_the_error_it_tells_of() -> None:
    with pytest.raises(QuotaExhausted):
        pictured_of({"error": {"code": "insufficient_quota"}})
