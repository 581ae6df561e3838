"""Replicate's adapter against an API written from its reference, over HTTP: sound answers and every other kind."""

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
    PromptRefused,
    QuotaExhausted,
)
from brigade_io.images import replicate_pictures
from brigade_io.images.picture_model import PictureModel
from tests.io.images.adapters import ANYWHERE, KEY, an_adapter, an_asked, failure_of
from tests.mock_provider import replicate
from tests.mock_provider.photographers import Photographer, photographer
from tests.mock_provider.shapes import a_picture

PRICE = 40_000
FAILED: dict[str, tuple[type[BrigadeError], int | None]] = {
    "bad_key": (KeyRefused, 0), "no_credit": (QuotaExhausted, 0), "forbidden": (AccessDenied, 0),
    "no_model": (ModelMissing, 0), "no_version": (ModelMissing, 0), "bad_input": (PromptRefused, 0),
    "busy_in_words": (ModelBusy, 0), "busy_in_header": (ModelBusy, 0), "busy_untold": (ModelBusy, 0),
    "internal": (ModelDown, None), "html_502": (ModelDown, None), "unavailable": (ModelDown, None),
    "detail_odd": (ModelDown, None),
}  # fmt: skip
ENDED: dict[str, tuple[type[BrigadeError], int | None]] = {
    "nsfw": (ImageRefused, 0), "sensitive": (ImageRefused, 0), "nsfw_all": (ImageRefused, 0),
    "policy": (ImageRefused, 0), "high_demand": (ModelBusy, 0), "start_timeout": (ModelSlow, None),
    "out_of_memory": (ModelDown, None), "unknown_failure": (ModelDown, None), "canceled": (ModelSlow, None),
    "aborted": (ModelSlow, 0),
}  # fmt: skip


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicate_pictures, "LOOK", 0.01)


@pytest.fixture
def mock() -> Iterator[Photographer]:
    with photographer(replicate) as mock:
        yield mock


@pytest.fixture
def adapter(mock: Photographer) -> PictureModel:
    return an_adapter("replicate", replicate.MODEL, mock.url, price=0.04)


def test_a_prompt_gives_a_picture_at_an_address_which_is_fetched_without_our_key(
    mock: Photographer, adapter: PictureModel
) -> None:
    data, micros = adapter.picture(an_asked(size=(1216, 832)), KEY)
    assert Image.open(BytesIO(data)).size == (512, 512)
    assert (micros, adapter.most_cost(an_asked())) == (PRICE, PRICE)
    asked, fetched = mock.calls
    assert (asked.path, asked.headers["authorization"]) == (
        f"/v1/models/{replicate.MODEL}/predictions",
        f"Bearer {KEY}",
    )
    assert asked.body == {"input": {"prompt": "A bowl of soup", "aspect_ratio": "3:2", "output_format": "jpg"}}
    assert "authorization" not in fetched.headers


def test_it_waits_and_ends_with_the_call(mock: Photographer) -> None:
    an_adapter("replicate", replicate.MODEL, mock.url, price=1, timeout=90.0).picture(an_asked(), KEY)
    assert (mock.calls[0].headers["prefer"], mock.calls[0].headers["cancel-after"]) == ("wait=60", "90s")


def test_a_version_of_a_model_is_asked_for_by_name(mock: Photographer) -> None:
    adapter = an_adapter("replicate", "somebody/sdxl:39ed52f2", mock.url, price=0.01)
    assert adapter.picture(an_asked(), KEY)[0]
    assert mock.calls[0].path == "/v1/predictions"
    assert mock.calls[0].body["version"] == "39ed52f2"


@pytest.mark.parametrize("odd", replicate.LATER)
def test_a_picture_that_takes_longer_is_looked_for_again(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    assert adapter.picture(an_asked(), KEY)[1] == PRICE
    assert [call.method for call in mock.calls][-1] == "GET"
    assert all("127.0.0.1" in call.headers["host"] for call in mock.calls)


def test_nobody_waits_longer_than_a_call_may_take(mock: Photographer, adapter: PictureModel) -> None:
    mock.script("never")
    error, charge = failure_of(adapter)
    assert (type(error), charge) == (ModelSlow, None)


def test_photos_are_called_as_the_models_maker_calls_them(mock: Photographer, adapter: PictureModel) -> None:
    photo = a_picture("a pan", "300x300")
    adapter.picture(an_asked(references=(photo, photo)), KEY)
    uris = mock.calls[0].body["input"]["input_images"]
    assert len(uris) == 2
    assert uris[0].startswith("data:image/jpeg;base64,")
    failure_of(an_adapter("replicate", "google/nano-banana-2", mock.url, price=1), an_asked(references=(photo,)))
    assert len(mock.calls[-1].body["input"]["image_input"]) == 1


def test_only_parameters_that_change_the_picture_and_not_its_safety_are_passed_on(
    mock: Photographer, adapter: PictureModel
) -> None:
    parameters = {"seed": 7, "guidance": 3, "safety_tolerance": 6, "disable_safety_checker": True, "num_outputs": 4}
    adapter.picture(an_asked(parameters=parameters), KEY)
    assert set(mock.calls[0].body["input"]) == {"prompt", "aspect_ratio", "output_format", "seed", "guidance"}


@pytest.mark.parametrize("odd", replicate.UNREADABLE)
def test_what_cannot_be_read_is_the_providers_failure(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert type(error) is ModelDown
    assert charge in (None, PRICE)


@pytest.mark.parametrize("odd", ENDED)
def test_each_end_of_a_prediction_has_its_name_and_its_price(
    mock: Photographer, adapter: PictureModel, odd: str
) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert (type(error), charge) == ENDED[odd]


@pytest.mark.parametrize("odd", FAILED)
def test_each_refusal_has_its_name_and_its_price(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert (type(error), charge) == FAILED[odd]


@pytest.mark.parametrize(
    ("odd", "seconds"), [("busy_in_words", 30), ("busy_in_header", 12), ("busy_untold", None), ("high_demand", None)]
)
def test_how_long_to_wait_is_read_wherever_it_stands(
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
    error, charge = failure_of(an_adapter("replicate", replicate.MODEL, mock.url, timeout=20.0, price=1))
    assert (type(error), charge) == (ModelDown, None)
