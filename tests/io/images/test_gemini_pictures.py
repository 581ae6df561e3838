"""Google's adapter against a Gemini API written from its reference, over HTTP: sound answers and every other kind."""

import base64
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from brigade.errors import (
    AccessDenied,
    AnswerRefused,
    BrigadeError,
    EndpointMissing,
    ImageRefused,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    ParameterRefused,
    PromptRefused,
    QuotaExhausted,
)
from brigade_io.images.picture_model import PictureModel
from tests.io.images.adapters import ANYWHERE, KEY, an_adapter, an_asked, failure_of
from tests.mock_provider import gemini
from tests.mock_provider.photographers import Photographer, photographer
from tests.mock_provider.shapes import a_picture

MODEL = "gemini-nano-banana-2.1"
PICTURE = 30 * 1120  # micros, in 1K
THOUGHT = 750  # micros: 100 tokens
FAILED: dict[str, type[BrigadeError]] = {
    "bad_key": KeyRefused, "unauthenticated": KeyRefused, "denied": AccessDenied, "elsewhere": AccessDenied,
    "no_model": ModelMissing, "no_credit": QuotaExhausted, "day_over": QuotaExhausted, "bad_field": ParameterRefused,
    "bad_argument": PromptRefused, "busy_in_details": ModelBusy, "busy_in_words": ModelBusy,
    "busy_in_header": ModelBusy, "busy_untold": ModelBusy, "internal": ModelDown, "overloaded": ModelDown,
    "deadline": ModelSlow, "html_502": ModelDown, "details_odd": ModelBusy, "details_string": ModelBusy,
}  # fmt: skip


@pytest.fixture
def mock() -> Iterator[Photographer]:
    with photographer(gemini) as mock:
        yield mock


@pytest.fixture
def adapter(mock: Photographer) -> PictureModel:
    return an_adapter("google", MODEL, mock.url)


def test_a_prompt_gives_a_picture_and_its_price_by_the_tokens_that_were_counted(adapter: PictureModel) -> None:
    data, micros = adapter.picture(an_asked(), KEY)
    assert Image.open(BytesIO(data)).size == (1024, 1024)
    words, thoughts = 3, 300
    assert micros == 30 * 1120 + -(-(15 * words + 75 * thoughts) // 10)


@pytest.mark.parametrize(
    ("size", "aspect", "resolution", "pixels"),
    [
        ((1216, 832), "3:2", None, (1264, 848)), ((832, 1216), "2:3", None, (848, 1264)),
        ((1920, 1080), "16:9", None, (1376, 768)), ((2048, 2048), "1:1", "2K", (2048, 2048)),
        ((4000, 4000), "1:1", "4K", (4096, 4096)), ((2000, 500), "4:1", None, (2048, 512)),
    ],
)  # fmt: skip
def test_the_nearest_aspect_ratio_and_resolution_are_asked_for(
    mock: Photographer, adapter: PictureModel, size: tuple[int, int], aspect: str, resolution: str | None,
    pixels: tuple[int, int],
) -> None:  # fmt: skip
    data, micros = adapter.picture(an_asked(size=size), KEY)
    image = mock.calls[0].body["generationConfig"]["imageConfig"]
    assert (image["aspectRatio"], image.get("imageSize")) == (aspect, resolution)
    assert Image.open(BytesIO(data)).size == pixels
    assert micros <= adapter.most_cost(an_asked(size=size))


def test_the_key_goes_in_a_header_and_photos_before_the_prompt(mock: Photographer, adapter: PictureModel) -> None:
    photos = (a_picture("a pan", "300x300"), a_picture("a table", "300x300"))
    asked = an_asked(references=photos)
    _, micros = adapter.picture(asked, f"{KEY}\n")
    call = mock.calls[0]
    assert call.headers["x-goog-api-key"] == KEY
    assert KEY not in call.path
    parts = call.body["contents"][0]["parts"]
    assert [base64.b64decode(part["inlineData"]["data"]) for part in parts[:2]] == list(photos)
    assert parts[0]["inlineData"]["mimeType"] == "image/jpeg"
    assert parts[2] == {"text": "A bowl of soup"}
    assert PICTURE + 3_360 < micros < adapter.most_cost(asked)


def test_only_parameters_that_google_knows_are_passed_on(mock: Photographer, adapter: PictureModel) -> None:
    parameters = {"seed": 7, "top_p": 0.9, "temperature": "hot", "safety_settings": "off", "steps": 20}
    adapter.picture(an_asked(parameters=parameters), KEY)
    assert {"seed": 7, "topP": 0.9}.items() <= mock.calls[0].body["generationConfig"].items()
    assert set(mock.calls[0].body["generationConfig"]) == {"responseModalities", "imageConfig", "seed", "topP"}


@pytest.mark.parametrize("odd", gemini.PAID_TO_THE_END)
def test_a_picture_is_kept_whatever_stands_around_it(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    data, micros = adapter.picture(an_asked(), KEY)
    assert data.startswith(b"\xff\xd8\xff")
    assert PICTURE < micros < adapter.most_cost(an_asked())


@pytest.mark.parametrize("odd", gemini.REFUSED)
def test_a_block_is_a_refusal_though_its_status_is_200(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert type(error) is ImageRefused
    assert charge == (30 if odd.startswith("blocked") else 30 + THOUGHT)  # what was read and thought is paid


@pytest.mark.parametrize("odd", gemini.PICTURELESS)
def test_an_answer_without_a_picture_may_be_asked_for_again(
    mock: Photographer, adapter: PictureModel, odd: str
) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert (type(error), charge) == (AnswerRefused, 30 + THOUGHT)


@pytest.mark.parametrize("odd", gemini.UNREADABLE)
def test_what_cannot_be_read_is_the_providers_failure(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert type(error) is ModelDown
    assert charge is None or charge > PICTURE


@pytest.mark.parametrize("odd", FAILED)
def test_each_failure_has_its_name_and_costs_nothing(mock: Photographer, adapter: PictureModel, odd: str) -> None:
    mock.script(odd)
    error, charge = failure_of(adapter)
    assert (type(error), charge) == (FAILED[odd], 0)


@pytest.mark.parametrize(
    ("odd", "seconds"),
    [("busy_in_details", 34), ("busy_in_words", 34.07), ("busy_in_header", 34), ("busy_untold", None)],
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
    assert type(error) is ANYWHERE[odd]
    assert charge in (None, 0)


def test_an_answer_without_end_is_not_read_to_its_end(mock: Photographer) -> None:
    mock.script("enormous")
    error, charge = failure_of(an_adapter("google", MODEL, mock.url, timeout=20.0))
    assert (type(error), charge) == (ModelDown, None)


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:9", "https://127.0.0.1:9/v1beta"])
def test_a_provider_that_is_not_there_is_down(base_url: str) -> None:
    assert type(failure_of(an_adapter("google", MODEL, base_url))[0]) is ModelDown


@pytest.mark.parametrize("base_url", ["ftp://example.com", "nowhere", "http://[::1"])
def test_an_address_that_is_none_is_named(base_url: str) -> None:
    assert type(failure_of(an_adapter("google", MODEL, base_url))[0]) is EndpointMissing


@pytest.mark.parametrize("key", ["", "a key", "clé"])
def test_a_key_that_is_none_is_refused_before_it_is_sent(mock: Photographer, adapter: PictureModel, key: str) -> None:
    with pytest.raises(KeyRefused):
        adapter.picture(an_asked(), key)
    assert not mock.calls
