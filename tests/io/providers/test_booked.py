"""What is booked for a call is what the server counted, at the price of the model that was asked."""

from collections.abc import Iterator
from typing import Any

import pytest

from brigade.generation.prompts import Prompt
from brigade.images.asked import Asked
from brigade_io.generation.text_model import TextModel
from brigade_io.images.openai_pictures import OpenAIPictures
from tests.mock_provider.reply import saying
from tests.mock_provider.server import MockProvider, mock_provider
from tests.mock_provider.shapes import a_chat_completion, a_response, an_image_answer
from tests.unit.providers.factories import some_settings

PROMPT = Prompt(position=0, round=0, text="Write it.")
TEXT = '{"name": "Soup"}'
RESPONSES = {
    "input_tokens": 1_400, "input_tokens_details": {"cached_tokens": 1_000}, "output_tokens": 900,
    "output_tokens_details": {"reasoning_tokens": 200}, "total_tokens": 2_300,
}  # fmt: skip
CHAT = {
    "prompt_tokens": 1_400, "prompt_tokens_details": {"cached_tokens": 1_000}, "completion_tokens": 900,
    "completion_tokens_details": {"reasoning_tokens": 200}, "total_tokens": 2_300,
}  # fmt: skip
PICTURE = {"input_tokens": 150, "input_tokens_details": {"text_tokens": 150}, "output_tokens": 290}
NEGATIVE, ENDLESS = ({"input_tokens": tokens, "output_tokens": 900} for tokens in (-5, 10**30))
NO_COUNTS: list[Any] = [None, {}, NEGATIVE, ENDLESS]


@pytest.fixture
def server() -> Iterator[MockProvider]:
    with mock_provider() as mock:
        mock.models += ["gpt-6.1-terra", "llama-9"]
        yield mock


def booked_text(server: MockProvider, usage: Any, **settings: Any) -> tuple[int, int]:
    """The cost of one text, and at most what it could cost."""
    shape = a_chat_completion if "/responses" in server.missing else a_response
    model = TextModel(some_settings(text_base_url=server.url, **settings))
    if "/responses" in server.missing:
        model.manners.way = "chat-schema"
    server.script("text", saying({**shape({"model": "m"}, TEXT), "usage": usage}))
    return model.answer(PROMPT, "k")[1], model.most_cost(PROMPT)


def booked_picture(server: MockProvider, usage: Any, **settings: Any) -> tuple[int, int]:
    model = OpenAIPictures(some_settings(image_base_url=server.url, **settings).image_models[0])
    asked = Asked(prompt="soup", size=model.settings.pixels, quality=model.settings.quality)
    server.script("image", saying({**an_image_answer({"prompt": "soup"}), "usage": usage}))
    return model.picture(asked, "k")[1], model.most_cost(asked)


@pytest.mark.parametrize(("settings", "micros"), [
    ({}, 500),  # 400 fresh, 1,000 cached, 900 written
    ({"text_model": "gpt-6.1-terra"}, 400 + 50 + 4_500),
    ({"text_model": "llama-9", "text_price_in": 2.0, "text_price_out": 10.0}, 2_800 + 9_000),
    ({"text_model": "llama-9", "text_price_in": 0.0, "text_price_out": 0.0}, 0),
])  # fmt: skip
@pytest.mark.parametrize("way", ["/responses", "/chat/completions"])
def test_a_text_costs_what_was_counted(server: MockProvider, way: str, settings: dict[str, Any], micros: int) -> None:
    server.missing = set() if way == "/responses" else {"/responses"}
    booked, most = booked_text(server, RESPONSES if way == "/responses" else CHAT, **settings)
    assert booked == micros <= most


@pytest.mark.parametrize("usage", NO_COUNTS)
def test_a_text_that_nobody_counted_is_estimated_and_never_above_what_was_reserved(
    server: MockProvider, usage: Any
) -> None:
    booked, most = booked_text(server, usage)
    assert 100 < booked <= most


def test_a_picture_costs_its_prompt_and_itself_as_they_were_counted(server: MockProvider) -> None:
    booked, most = booked_picture(server, PICTURE)
    assert booked == 150 * 5 + 290 * 30 <= most
    assert booked_picture(server, PICTURE, image_price=0.04)[0] == 40_000


@pytest.mark.parametrize("usage", NO_COUNTS)
def test_a_picture_that_nobody_counted_costs_what_its_size_usually_takes(server: MockProvider, usage: Any) -> None:
    booked, most = booked_picture(server, usage, image_size="1024x1024")
    assert 439 * 30 < booked <= most
