"""Pictures by OpenAI or any compatible server, over HTTP: of a prompt alone, or by photos to go by."""

from collections.abc import Mapping
from copy import copy
from functools import cached_property
from typing import Any

from brigade.errors import BrigadeError, EndpointMissing, ImageRefused, PhotosRefused
from brigade.images.asked import Asked
from brigade.images.magic import mime_of, suffix_of
from brigade.images.parameters import KNOWN, known_parameters
from brigade.providers.answers import json_of, json_or_nothing
from brigade.providers.ledger import billed
from brigade.providers.picture_prices import PicturePrice, most_picture_cost, picture_cost, picture_price
from brigade.providers.pictured import Pictured, pictured_of
from brigade.providers.refusals import OK, error_of, refusal_of
from brigade.providers.usage import counted_in
from brigade.settings import ImageModelSettings
from brigade_io.images.picture_fetch import PictureFetch
from brigade_io.providers.deadline import within
from brigade_io.providers.manners import Manners
from brigade_io.providers.provider_key import provider_key
from brigade_io.providers.relays import Listening, Replaying
from brigade_io.providers.waiting import wait_of
from brigade_io.providers.wire import Files, Headers, Heard, Wire, unheard

COMPRESSION = 92  # JPEG quality of the master, from which every variant is cut
MOST_BYTES = 40_000_000  # a picture of 20 MB, as text, with room around it
MOST_TRIES = 6  # of one question, where the server has to be learnt; all but the last are turned away unpaid
PATH, EDITS = "/images/generations", "/images/edits"
OPENAI = "https://api.openai.com/v1"
OPTIONAL = frozenset({"quality", "output_format", "output_compression", "n", *KNOWN["openai"]})


class OpenAIPictures:
    """A `PictureModel`. `heard` is told the headers of every answer."""

    def __init__(self, settings: ImageModelSettings, heard: Headers = unheard) -> None:
        self.settings = settings
        self.base_url = settings.base_url or OPENAI
        self.heard = heard
        self.manners: Mapping[str, Manners[str]] = {path: Manners((path,), OPTIONAL, ()) for path in (PATH, EDITS)}

    def key(self) -> str:
        return provider_key(self.settings.key_secret)

    def picture(self, asked: Asked, key: str) -> tuple[bytes, int]:
        with within(self.settings.timeout):
            said = self._ask(asked, key)
            cost = picture_cost(self._price(asked), asked.prompt, counted_in(said))
            try:
                return self._bytes(pictured_of(said)), cost
            except BrigadeError as error:
                raise (billed(error, cost) if _holds_something(said) else error) from None

    def _ask(self, asked: Asked, key: str) -> Any:
        path = EDITS if asked.references else PATH
        for _ in range(MOST_TRIES):
            body = self._request(asked, self.manners[path])
            heard = self._heard(path, body, asked.references, key)
            heard.tell(self.heard)
            if heard.status == OK:
                return json_of(heard.body)
            refusal = refusal_of(heard.status, json_or_nothing(heard.body), path)
            if not self.manners[path].adapt(path, refusal, body):
                break
        error = error_of(refusal, ImageRefused, wait_of(heard.headers, refusal.words))
        raise PhotosRefused(str(error)) if path == EDITS and isinstance(error, EndpointMissing) else error

    def _heard(self, path: str, body: Mapping[str, Any], photos: tuple[bytes, ...], key: str) -> Heard:
        if not photos:
            return self.wire.post(path, body, key, self.settings.timeout, MOST_BYTES)
        fields = {name: str(each) for name, each in body.items()}
        return self.wire.upload(path, fields, _files(photos), key, self.settings.timeout, MOST_BYTES)

    def _bytes(self, pictured: Pictured) -> bytes:
        return pictured.data or self.fetch.get(pictured.url)

    def most_cost(self, asked: Asked) -> int:
        return most_picture_cost(self._price(asked), asked.prompt, len(asked.references))

    def _price(self, asked: Asked) -> PicturePrice:
        return picture_price(self.settings, asked.measures, asked.quality)

    def _request(self, asked: Asked, manners: Manners[str]) -> dict[str, Any]:
        whole = {
            "model": self.settings.model, "prompt": asked.prompt, "size": asked.measures, "n": 1,
            "quality": asked.quality, "output_format": "jpeg", "output_compression": COMPRESSION,
            **known_parameters("openai", asked.parameters),
        }  # fmt: skip
        return {name: each for name, each in whole.items() if name not in manners.left_out}

    def over(self, wire: Listening | Replaying) -> "OpenAIPictures":
        """The same model, which asks over another wire."""
        other = copy(self)
        other.__dict__["wire"] = wire
        return other

    @cached_property
    def wire(self) -> Wire:
        """Without retries of its own: retry lives in the state machine. Each call brings the key of its time."""
        return Wire(self.base_url)

    @cached_property
    def fetch(self) -> PictureFetch:
        return PictureFetch(self.base_url)


def _files(photos: tuple[bytes, ...]) -> Files:
    field = "image" if len(photos) == 1 else "image[]"
    return [
        (field, (f"photo-{number}.{suffix_of(each)}", each, mime_of(each))) for number, each in enumerate(photos, 1)
    ]


def _holds_something(said: Any) -> bool:
    """Whether the answer was made like one of a picture, which is paid for."""
    return isinstance(said, Mapping) and bool(said.get("data"))
