"""Pictures by the models at fal, over its synchronous API: its queue would try again by itself, and so do we."""

from functools import cached_property
from typing import Any

from brigade.errors import BrigadeError, ImageRefused, PhotosRefused
from brigade.images.asked import Asked
from brigade.images.aspects import COMMON, nearest_aspect
from brigade.images.magic import data_uri
from brigade.images.parameters import known_parameters
from brigade.providers.answers import json_of, json_or_nothing
from brigade.providers.fal import fal_picture_of, fal_refusal_of, is_billed
from brigade.providers.ledger import billed
from brigade.providers.picture_prices import most_picture_cost, picture_price
from brigade.providers.pictured import Pictured
from brigade.providers.refusals import OK, error_of
from brigade.providers.untrusted import fields_of
from brigade.settings import ImageModelSettings
from brigade_io.images.picture_fetch import PictureFetch
from brigade_io.providers.deadline import within
from brigade_io.providers.provider_key import provider_key
from brigade_io.providers.rest import Rest, bearing
from brigade_io.providers.waiting import wait_of
from brigade_io.providers.wire import Headers, Heard, unheard

BASE_URL = "https://fal.run"
MOST_BYTES = 40_000_000
BY_PHOTOS = "/edit"  # the endpoint of a model that takes photos to go by, where it has one
NOT_FOUND = 404


class FalPictures:
    """A `PictureModel`. `heard` is told the headers of every answer."""

    def __init__(self, settings: ImageModelSettings, heard: Headers = unheard) -> None:
        self.settings = settings
        self.heard = heard
        self.base_url = settings.base_url or BASE_URL

    def key(self) -> str:
        return provider_key(self.settings.key_secret)

    def picture(self, asked: Asked, key: str) -> tuple[bytes, int]:
        with within(self.settings.timeout):
            said, cost = self._ask(asked, key), self.most_cost(asked)
            try:
                return self._bytes(fal_picture_of(said)), cost
            except BrigadeError as error:
                raise (billed(error, cost) if _holds_something(said) else error) from None

    def _ask(self, asked: Asked, key: str) -> Any:
        path = f"/{self.settings.model}{BY_PHOTOS if asked.references else ''}"
        # The time is that until a runner begins; what it reads and makes is not kept for anybody to look at.
        headers = {"X-Fal-Request-Timeout": str(self.settings.timeout), "X-Fal-Store-IO": "0"}
        heard = self.rest.post(path, _request(asked), key, self.settings.timeout, MOST_BYTES, headers)
        heard.tell(self.heard)
        if heard.status == OK:
            return json_of(heard.body)
        raise billed(self._error(heard, path), self.most_cost(asked) if is_billed(heard.headers) else 0)

    def _error(self, heard: Heard, path: str) -> BrigadeError:
        refusal = fal_refusal_of(heard.status, json_or_nothing(heard.body), path)
        if path.endswith(BY_PHOTOS) and heard.status == NOT_FOUND:
            return PhotosRefused(f"{self.settings.name} makes no pictures by photos")
        return error_of(refusal, ImageRefused, wait_of(heard.headers, refusal.words))

    def _bytes(self, pictured: Pictured) -> bytes:
        return pictured.data or self.fetch.get(pictured.url)

    def most_cost(self, asked: Asked) -> int:
        """Its models are sold by the picture."""
        return most_picture_cost(picture_price(self.settings, asked.measures, asked.quality), asked.prompt)

    @cached_property
    def rest(self) -> Rest:
        return Rest(self.base_url, bearing("Key"))

    @cached_property
    def fetch(self) -> PictureFetch:
        return PictureFetch(self.base_url)


def _holds_something(said: Any) -> bool:
    """Whether the answer was made like one of a picture, which is paid for."""
    return bool(fields_of(said).get("images") or fields_of(said).get("image"))


def _request(asked: Asked) -> dict[str, Any]:
    """Some of its models go by the size in pixels, others by the aspect ratio; each passes over the other's word."""
    width, height = asked.size
    photos = {"image_urls": [data_uri(photo) for photo in asked.references]} if asked.references else {}
    return {
        "prompt": asked.prompt, "image_size": {"width": width, "height": height},
        "aspect_ratio": nearest_aspect(asked.size, COMMON), "num_images": 1, "output_format": "jpeg",
        "sync_mode": True, **photos, **known_parameters("fal", asked.parameters),
    }  # fmt: skip
