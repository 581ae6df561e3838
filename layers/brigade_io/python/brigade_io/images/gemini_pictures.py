"""Pictures by Google's Gemini models, over its REST API."""

import base64
from functools import cached_property
from typing import Any

from brigade.errors import AnswerRefused, BrigadeError, ImageRefused
from brigade.images.asked import Asked
from brigade.images.aspects import GEMINI, nearest_aspect
from brigade.images.magic import mime_of
from brigade.images.parameters import known_parameters
from brigade.providers.answers import json_of, json_or_nothing
from brigade.providers.gemini import gemini_picture_of, gemini_refusal_of, gemini_usage
from brigade.providers.ledger import billed
from brigade.providers.picture_prices import (
    PicturePrice,
    most_picture_cost,
    picture_cost,
    picture_price,
    pictureless_cost,
    resolution_of,
)
from brigade.providers.refusals import OK, error_of
from brigade.settings import ImageModelSettings
from brigade_io.providers.deadline import within
from brigade_io.providers.provider_key import provider_key
from brigade_io.providers.rest import Rest, with_key_in
from brigade_io.providers.waiting import wait_of
from brigade_io.providers.wire import Headers, unheard

BASE_URL = "https://generativelanguage.googleapis.com/v1beta"
MOST_BYTES = 60_000_000  # a picture in 4K, as text, after another that the model thought
NAMES = {"top_p": "topP"}


class GeminiPictures:
    """A `PictureModel`. `heard` is told the headers of every answer."""

    def __init__(self, settings: ImageModelSettings, heard: Headers = unheard) -> None:
        self.settings = settings
        self.heard = heard

    def key(self) -> str:
        return provider_key(self.settings.key_secret)

    def picture(self, asked: Asked, key: str) -> tuple[bytes, int]:
        with within(self.settings.timeout):
            said = self._ask(asked, key)
        price, usage = self._price(asked), gemini_usage(said)
        cost = picture_cost(price, asked.prompt, usage)
        try:
            return gemini_picture_of(said), cost
        except (ImageRefused, AnswerRefused) as error:
            error.cost_micros = pictureless_cost(price, usage)
            raise
        except BrigadeError as error:
            raise (billed(error, cost) if usage and usage.image_output_tokens else error) from None

    def _ask(self, asked: Asked, key: str) -> Any:
        path = f"/models/{self.settings.model.removeprefix('models/')}:generateContent"
        heard = self.rest.post(path, _request(asked), key, self.settings.timeout, MOST_BYTES)
        heard.tell(self.heard)
        if heard.status == OK:
            return json_of(heard.body)
        refusal = gemini_refusal_of(heard.status, json_or_nothing(heard.body), path)
        raise billed(error_of(refusal, ImageRefused, wait_of(heard.headers, refusal.words)), 0)  # they bill no errors

    def most_cost(self, asked: Asked) -> int:
        return most_picture_cost(self._price(asked), asked.prompt, len(asked.references))

    def _price(self, asked: Asked) -> PicturePrice:
        return picture_price(self.settings, asked.measures, asked.quality)

    @cached_property
    def rest(self) -> Rest:
        return Rest(self.settings.base_url or BASE_URL, with_key_in("x-goog-api-key"))


def _request(asked: Asked) -> dict[str, Any]:
    photos = [{"inlineData": {"mimeType": mime_of(photo), "data": base64.b64encode(photo).decode()}}
              for photo in asked.references]  # fmt: skip
    resolution = resolution_of(asked.measures)
    image = {"aspectRatio": nearest_aspect(asked.size, GEMINI)} | (
        {"imageSize": resolution} if resolution != "1K" else {}
    )
    told = {NAMES.get(name, name): each for name, each in known_parameters("google", asked.parameters).items()}
    return {
        "contents": [{"role": "user", "parts": [*photos, {"text": asked.prompt}]}],
        "generationConfig": {"responseModalities": ["IMAGE"], "imageConfig": image, **told},
    }
