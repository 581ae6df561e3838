"""OpenAI's adapter with photos to go by, against a provider written from the reference of its edits endpoint."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from brigade.errors import BrigadeError, ImageRefused, ModelBusy, ModelDown, PhotosRefused, QuotaExhausted
from brigade_io.images.picture_model import PictureModel
from tests.io.images.adapters import ANYWHERE, KEY, an_adapter, an_asked, failure_of
from tests.mock_provider import MockProvider, mock_provider
from tests.mock_provider.shapes import a_picture

PHOTOS = (a_picture("a pan", "300x300"), a_picture("a table", "300x300"))
FAILED: dict[str, type[BrigadeError]] = {
    "moderated": ImageRefused, "busy": ModelBusy, "no_quota": QuotaExhausted, "no_endpoint_html": PhotosRefused,
}  # fmt: skip


@pytest.fixture
def mock() -> Iterator[MockProvider]:
    with mock_provider() as mock:
        yield mock


@pytest.fixture
def adapter(mock: MockProvider) -> PictureModel:
    return an_adapter("openai", "gpt-image-2.5-flare", mock.url)


def test_photos_are_handed_over_as_a_form_in_their_order(mock: MockProvider, adapter: PictureModel) -> None:
    data, micros = adapter.picture(an_asked(references=PHOTOS, size=(1216, 832)), KEY)
    assert Image.open(BytesIO(data)).size == (1216, 832)
    call = mock.calls[0]
    assert (call.path, call.headers["authorization"]) == ("/images/edits", f"Bearer {KEY}")
    assert [(name, kind) for name, kind, _ in call.body["image[]"]] == [
        ("photo-1.jpeg", "image/jpeg"), ("photo-2.jpeg", "image/jpeg"),
    ]  # fmt: skip
    assert [content for _, _, content in call.body["image[]"]] == list(PHOTOS)
    told = {name: each for name, each in call.body.items() if name != "image[]"}
    assert told == {
        "model": "gpt-image-2.5-flare", "prompt": "A bowl of soup", "size": "1216x832", "n": "1", "quality": "medium",
        "output_format": "jpeg", "output_compression": "92",
    }  # fmt: skip
    assert 0 < micros < adapter.most_cost(an_asked(references=PHOTOS))


def test_one_photo_is_called_by_the_name_that_every_server_knows(mock: MockProvider, adapter: PictureModel) -> None:
    adapter.picture(an_asked(references=PHOTOS[:1]), KEY)
    assert len(mock.calls[0].body["image"]) == 1


def test_photos_make_a_picture_dearer_at_most(adapter: PictureModel) -> None:
    assert adapter.most_cost(an_asked(references=PHOTOS)) - adapter.most_cost(an_asked()) == 2 * 8_000 * 8


def test_without_photos_nothing_changes(mock: MockProvider, adapter: PictureModel) -> None:
    adapter.picture(an_asked(), KEY)
    assert mock.calls[0].path == "/images/generations"


def test_a_server_without_the_endpoint_is_named_and_makes_pictures_of_prompts_all_the_same(
    mock: MockProvider, adapter: PictureModel
) -> None:
    mock.missing.add("/images/edits")
    error, charge = failure_of(adapter, an_asked(references=PHOTOS))
    assert (type(error), charge) == (PhotosRefused, 0)
    assert adapter.picture(an_asked(), KEY)[0]


def test_what_one_endpoint_does_not_take_is_learnt_for_that_one(mock: MockProvider, adapter: PictureModel) -> None:
    mock.refused.add("output_compression")
    adapter.picture(an_asked(references=PHOTOS), KEY)
    assert [("output_compression" in call.body) for call in mock.calls] == [True, False]
    mock.refused.clear()
    adapter.picture(an_asked(), KEY)
    assert "output_compression" in mock.calls[2].body


def test_parameters_that_the_server_refuses_are_left_out(mock: MockProvider, adapter: PictureModel) -> None:
    mock.refused |= {"seed", "guidance_scale"}
    adapter.picture(an_asked(parameters={"seed": 7, "guidance_scale": 3.0, "moderation": "low", "n": 9}), KEY)
    assert {"seed", "guidance_scale"} <= set(mock.calls[0].body)
    assert not {"seed", "guidance_scale", "moderation"} & set(mock.calls[-1].body)
    assert mock.calls[0].body["n"] == 1


@pytest.mark.parametrize("odd", FAILED)
def test_each_failure_has_its_name(mock: MockProvider, adapter: PictureModel, odd: str) -> None:
    mock.script("image", odd)
    error, charge = failure_of(adapter, an_asked(references=PHOTOS))
    assert (type(error), charge) == (FAILED[odd], 0)


@pytest.mark.parametrize("odd", ANYWHERE)
def test_what_no_provider_means_is_its_failure(mock: MockProvider, adapter: PictureModel, odd: str) -> None:
    mock.script("image", odd)
    error, charge = failure_of(adapter, an_asked(references=PHOTOS))
    assert type(error) is ANYWHERE[odd]
    assert charge is None or type(error) is ModelDown
