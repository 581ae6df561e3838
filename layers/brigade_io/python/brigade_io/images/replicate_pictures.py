"""Pictures by the models at Replicate: a prediction is begun, waited for, and looked at until it is over."""

import time
from functools import cached_property
from typing import Any

from brigade.errors import BrigadeError, ImageRefused
from brigade.images.asked import Asked
from brigade.images.aspects import FLUX, nearest_aspect
from brigade.images.magic import data_uri
from brigade.images.parameters import known_parameters
from brigade.providers.answers import json_of, json_or_nothing
from brigade.providers.ledger import billed
from brigade.providers.picture_prices import most_picture_cost, picture_price
from brigade.providers.pictured import Pictured
from brigade.providers.refusals import error_of
from brigade.providers.replicate import id_of, is_under_way, replicate_picture_of, replicate_refusal_of
from brigade.settings import ImageModelSettings
from brigade_io.images.picture_fetch import PictureFetch
from brigade_io.providers.deadline import within
from brigade_io.providers.provider_key import provider_key
from brigade_io.providers.rest import Rest, bearing
from brigade_io.providers.waiting import wait_of
from brigade_io.providers.wire import Headers, Heard, unheard

BASE_URL = "https://api.replicate.com/v1"
MOST_BYTES = 40_000_000
BEGUN = (200, 201, 202)
LONGEST_WAIT = 60  # seconds that Replicate keeps a call open
SHORTEST_LIFE = 5  # seconds that it lets a prediction live at least
LOOK = 0.5  # seconds between two looks
PHOTOS = {"google": "image_input", "bytedance": "image_input"}  # by the maker: what its models call photos to go by


class ReplicatePictures:
    """A `PictureModel`. `heard` is told the headers of every answer."""

    def __init__(self, settings: ImageModelSettings, heard: Headers = unheard) -> None:
        self.settings = settings
        self.heard = heard
        self.base_url = settings.base_url or BASE_URL

    def key(self) -> str:
        return provider_key(self.settings.key_secret)

    def picture(self, asked: Asked, key: str) -> tuple[bytes, int]:
        with within(self.settings.timeout):
            pictured, cost = replicate_picture_of(self._prediction(asked, key)), self.most_cost(asked)
            try:
                return self._bytes(pictured), cost
            except BrigadeError as error:
                raise billed(error, cost) from None

    def _prediction(self, asked: Asked, key: str) -> Any:
        """One that is over."""
        prediction = self._begun(asked, key)
        while is_under_way(prediction):
            time.sleep(LOOK)
            path = f"/predictions/{id_of(prediction)}"  # never an address that an answer gives: our key goes with it
            prediction = self._said(self.rest.get(path, key, self.settings.timeout, MOST_BYTES), path)
        return prediction

    def _begun(self, asked: Asked, key: str) -> Any:
        model, _, version = self.settings.model.partition(":")
        path = "/predictions" if version else f"/models/{model}/predictions"
        body = {"input": _input(asked, model.partition("/")[0]), **({"version": version} if version else {})}
        seconds = int(self.settings.timeout)
        headers = {
            "Prefer": f"wait={max(1, min(seconds, LONGEST_WAIT))}", "Cancel-After": f"{max(SHORTEST_LIFE, seconds)}s",
        }  # fmt: skip
        return self._said(self.rest.post(path, body, key, self.settings.timeout, MOST_BYTES, headers), path)

    def _said(self, heard: Heard, path: str) -> Any:
        heard.tell(self.heard)
        if heard.status in BEGUN:
            return json_of(heard.body)
        refusal = replicate_refusal_of(heard.status, json_or_nothing(heard.body), path)
        raise error_of(refusal, ImageRefused, wait_of(heard.headers, refusal.words))

    def _bytes(self, pictured: Pictured) -> bytes:
        return pictured.data or self.fetch.get(pictured.url)

    def most_cost(self, asked: Asked) -> int:
        """Its models are sold by the picture."""
        return most_picture_cost(picture_price(self.settings, asked.measures, asked.quality), asked.prompt)

    @cached_property
    def rest(self) -> Rest:
        return Rest(self.base_url, bearing())

    @cached_property
    def fetch(self) -> PictureFetch:
        return PictureFetch(self.base_url)


def _input(asked: Asked, maker: str) -> dict[str, Any]:
    photos = {PHOTOS.get(maker, "input_images"): [data_uri(photo) for photo in asked.references]}
    return {
        "prompt": asked.prompt, "aspect_ratio": nearest_aspect(asked.size, FLUX), "output_format": "jpg",
        **(photos if asked.references else {}), **known_parameters("replicate", asked.parameters),
    }  # fmt: skip
