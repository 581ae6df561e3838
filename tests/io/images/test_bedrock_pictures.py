"""Bedrock's adapter against an InvokeModel written from its reference, over HTTP, sound and odd."""

import base64
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from brigade.errors import (
    AccessDenied,
    BrigadeError,
    ImageRefused,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    PhotosRefused,
    PromptRefused,
    QuotaExhausted,
)
from brigade.settings import ImageModelSettings
from brigade_io.images import bedrock_pictures
from brigade_io.images.bedrock_pictures import BedrockPictures
from brigade_io.images.picture_model import PictureModel
from tests.io.images.adapters import ANYWHERE, an_adapter, an_asked, failure_of
from tests.mock_provider import bedrock
from tests.mock_provider.photographers import Photographer, photographer
from tests.mock_provider.shapes import a_picture

PRICE = 40_000
FREE: dict[str, type[BrigadeError]] = {
    "denied": AccessDenied, "no_access": AccessDenied, "bad_token": KeyRefused, "bad_signature": KeyRefused,
    "old_token": KeyRefused, "bad_model": ModelMissing, "no_model": ModelMissing, "malformed": PromptRefused,
    "filtered": ImageRefused, "quota": QuotaExhausted, "throttled": ModelBusy, "throttled_told": ModelBusy,
    "not_ready": ModelBusy,
}  # fmt: skip
UNTOLD: dict[str, type[BrigadeError]] = {
    "model_late": ModelSlow, "model_failed": ModelDown, "internal": ModelDown, "unavailable": ModelDown,
    "html_502": ModelDown, "name_odd": ModelDown,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _role(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    bedrock_pictures._session.cache_clear()
    yield
    bedrock_pictures._session.cache_clear()


@pytest.fixture
def mock() -> Iterator[Photographer]:
    with photographer(bedrock) as mock:
        yield mock


@pytest.fixture
def adapter(mock: Photographer) -> PictureModel:
    return an_adapter("bedrock", bedrock.MODEL, mock.url, key_secret="", price=0.04)


def test_a_prompt_gives_a_picture_signed_by_the_functions_role(mock: Photographer, adapter: PictureModel) -> None:
    data, micros = adapter.picture(an_asked(size=(1216, 832)), adapter.key())
    assert Image.open(BytesIO(data)).format == "JPEG"
    assert (micros, adapter.most_cost(an_asked()), adapter.key()) == (PRICE, PRICE, "")
    call = mock.calls[0]
    assert call.path == "/model/stability.stable-image-core-v1%3A1/invoke"
    assert call.headers["x-amz-security-token"] == "token"
    assert call.body == {"prompt": "A bowl of soup", "output_format": "jpeg", "aspect_ratio": "3:2"}


def test_the_region_is_that_of_the_address() -> None:
    told = {"kind": "bedrock", "model": bedrock.MODEL}
    assert ".us-west-2." in BedrockPictures(ImageModelSettings.model_validate(told)).base_url
    elsewhere = {**told, "base_url": "https://bedrock-runtime.eu-central-1.amazonaws.com"}
    assert BedrockPictures(ImageModelSettings.model_validate(elsewhere)).region == "eu-central-1"


def test_without_credentials_nothing_is_sent(
    mock: Photographer, adapter: PictureModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bedrock_pictures._session(), "get_credentials", lambda: None)
    assert type(failure_of(adapter)[0]) is KeyRefused
    assert not mock.calls


def test_the_first_photo_is_what_a_model_that_can_begins_from(mock: Photographer) -> None:
    photo = a_picture("a pan", "300x300")
    model = an_adapter("bedrock", "stability.sd3-5-large-v1:0", mock.url, price=0.08)
    assert model.picture(an_asked(references=(photo, photo)), "")[1] == 80_000
    assert base64.b64decode(mock.calls[0].body["image"]) == photo


def test_a_model_that_takes_no_photos_says_so_before_it_is_asked(mock: Photographer, adapter: PictureModel) -> None:
    error, charge = failure_of(adapter, an_asked(references=(a_picture("a pan", "300x300"),)))
    assert (type(error), charge, mock.calls) == (PhotosRefused, 0, [])


def test_only_parameters_that_bedrock_knows_are_passed_on(mock: Photographer, adapter: PictureModel) -> None:
    adapter.picture(an_asked(parameters={"seed": 7, "negative_prompt": "people", "cfg_scale": 7, "strength": 1}), "")
    assert set(mock.calls[0].body) == {"prompt", "output_format", "aspect_ratio", "seed", "negative_prompt"}


@pytest.mark.parametrize("odd", bedrock.SOUND)
def test_a_picture_is_kept_whatever_stands_around_it(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    assert adapter.picture(an_asked(), "")[1] == PRICE


@pytest.mark.parametrize("odd", bedrock.REFUSED)
def test_a_filters_stop_is_a_refusal_though_its_status_is_200(
    mock: Photographer, adapter: PictureModel, odd: str
) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert (type(error), charge) == (ImageRefused, 0)


@pytest.mark.parametrize("odd", bedrock.UNREADABLE)
def test_what_cannot_be_read_is_the_providers_failure(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert (type(error), charge) == (ModelDown, None)


@pytest.mark.parametrize("odd", FREE)
def test_who_is_turned_away_pays_nothing(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert (type(error), charge) == (FREE[odd], 0)


@pytest.mark.parametrize("odd", UNTOLD)
def test_of_a_failure_nobody_can_tell_what_it_cost(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert (type(error), charge) == (UNTOLD[odd], None)


@pytest.mark.parametrize(("odd", "seconds"), [("throttled", None), ("throttled_told", 7)])
def test_how_long_to_wait_is_read_where_it_is_told(
    mock: Photographer, adapter: PictureModel, odd: str, seconds: float | None
) -> None:
    mock.script(odd)
    error, _ = failure_of(adapter)
    assert isinstance(error, ModelBusy)
    assert error.retry_after == seconds


@pytest.mark.parametrize("odd", ANYWHERE)
def test_what_no_provider_means_is_its_failure_at_an_unknown_cost(
    mock: Photographer, adapter: PictureModel, odd: str
) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert (type(error), charge) == (ANYWHERE[odd], None)


def test_an_answer_without_end_is_not_read_to_its_end(mock: Photographer) -> None:
    mock.script("enormous")
    error, charge = failure_of(an_adapter("bedrock", bedrock.MODEL, mock.url, timeout=20.0, price=0.04))
    assert (type(error), charge) == (ModelDown, None)
