"""fal's adapter against an API written from its reference, over HTTP: sound answers and every other kind."""

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
    ParameterRefused,
    PhotosRefused,
    PriceUnknown,
    PromptRefused,
    QuotaExhausted,
)
from brigade_io.images.picture_model import PictureModel
from tests.io.images.adapters import ANYWHERE, KEY, an_adapter, an_asked, failure_of
from tests.mock_provider import fal
from tests.mock_provider.photographers import Photographer, photographer
from tests.mock_provider.reply import saying
from tests.mock_provider.shapes import a_picture

PRICE = 25_000
FAILED: dict[str, type[BrigadeError]] = {
    "bad_key": KeyRefused, "locked": QuotaExhausted, "top_up": QuotaExhausted, "admin_lock": AccessDenied,
    "no_model": ModelMissing, "no_endpoint": ModelMissing, "flagged": ImageRefused, "bad_size": ParameterRefused,
    "too_large": PromptRefused, "too_long": PromptRefused, "busy": ModelBusy, "no_runner": ModelDown,
    "gone": ModelDown, "late": ModelSlow, "cold": ModelSlow, "model_late": ModelSlow, "internal": ModelDown,
    "html_502": ModelDown, "detail_odd": ModelDown,
}  # fmt: skip


@pytest.fixture
def mock() -> Iterator[Photographer]:
    with photographer(fal) as mock:
        yield mock


@pytest.fixture
def adapter(mock: Photographer) -> PictureModel:
    return an_adapter("fal", fal.MODEL, mock.url, price=0.025)


def test_a_prompt_gives_a_picture_of_the_size_asked_for_at_the_price_of_the_settings(
    mock: Photographer, adapter: PictureModel
) -> None:
    data, micros = adapter.picture(an_asked(size=(1216, 832)), KEY)
    assert Image.open(BytesIO(data)).size == (1216, 832)
    assert (micros, adapter.most_cost(an_asked())) == (PRICE, PRICE)
    call = mock.calls[0]
    assert (call.path, call.headers["authorization"]) == (f"/{fal.MODEL}", f"Key {KEY}")
    assert call.body["aspect_ratio"] == "3:2"


def test_a_model_whose_price_nobody_told_is_not_asked(mock: Photographer) -> None:
    with pytest.raises(PriceUnknown, match="fal-ai/flux/dev"):
        an_adapter("fal", fal.MODEL, mock.url).most_cost(an_asked())


def test_a_picture_at_an_address_of_the_server_is_fetched_without_our_key(
    mock: Photographer, adapter: PictureModel
) -> None:
    mock.script(saying({"images": [{"url": f"{mock.url}/files/1.jpg"}]}))
    assert adapter.picture(an_asked(), KEY)[0].startswith(b"\xff\xd8\xff")
    assert "authorization" not in mock.calls[1].headers


def test_photos_go_to_the_models_other_endpoint(mock: Photographer, adapter: PictureModel) -> None:
    photo = a_picture("a pan", "300x300")
    adapter.picture(an_asked(references=(photo,)), KEY)
    assert mock.calls[0].path == f"/{fal.MODEL}/edit"
    uri = "data:image/jpeg;base64," + base64.b64encode(photo).decode()
    assert mock.calls[0].body["image_urls"] == [uri]


def test_a_model_without_that_endpoint_takes_no_photos(mock: Photographer, adapter: PictureModel) -> None:
    mock.script("no_endpoint")
    error, charge = failure_of(adapter, an_asked(references=(a_picture("a pan", "300x300"),)))
    assert (type(error), charge) == (PhotosRefused, 0)


def test_only_parameters_that_change_the_picture_and_not_its_safety_are_passed_on(
    mock: Photographer, adapter: PictureModel
) -> None:
    parameters = {"seed": 7, "guidance_scale": 3.5, "enable_safety_checker": False, "num_images": 9, "sync_mode": False}
    adapter.picture(an_asked(parameters=parameters), KEY)
    body = mock.calls[0].body
    assert (body["seed"], body["guidance_scale"], body["num_images"], body["sync_mode"]) == (7, 3.5, 1, True)
    assert "enable_safety_checker" not in body


@pytest.mark.parametrize("odd", fal.SOUND)
def test_a_picture_is_kept_whatever_stands_around_it(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    assert adapter.picture(an_asked(), KEY)[1] == PRICE


def test_a_picture_that_its_checker_blackened_is_a_refusal_that_is_paid(
    mock: Photographer, adapter: PictureModel
) -> None:
    mock.script("blackened")
    error, charge = failure_of(adapter)
    assert (type(error), charge) == (ImageRefused, PRICE)


@pytest.mark.parametrize("odd", fal.UNREADABLE)
def test_what_cannot_be_read_is_the_providers_failure(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert (type(error), charge) == (ModelDown, None if odd in ("images_null", "images_empty") else PRICE)


@pytest.mark.parametrize("odd", FAILED)
def test_each_failure_has_its_name_and_costs_nothing(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert (type(error), charge) == (FAILED[odd], 0)


def test_a_refusal_after_work_was_done_costs_what_its_header_says(mock: Photographer, adapter: PictureModel) -> None:
    mock.script(fal.fault(422, "content_policy_violation", ["body"], units="1.0"))
    assert failure_of(adapter)[1] == PRICE
    mock.script(fal.fault(422, "content_policy_violation", ["body"], units="many"))
    assert failure_of(adapter)[1] == 0


@pytest.mark.parametrize("odd", ANYWHERE)
def test_what_no_provider_means_is_its_failure(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert type(error) is ANYWHERE[odd]
    assert charge in (None, 0)


def test_an_answer_without_end_is_not_read_to_its_end(mock: Photographer) -> None:
    mock.script("enormous")
    error, charge = failure_of(an_adapter("fal", fal.MODEL, mock.url, timeout=20.0, price=1))
    assert (type(error), charge) == (ModelDown, None)
