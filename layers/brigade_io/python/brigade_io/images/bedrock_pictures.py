"""Pictures by Stability's models on Amazon Bedrock: the function's role signs, and no key is kept anywhere.

The request is signed as boto3 signs it and goes over connections of ours, because boto3's limit each read of an answer
and not the whole call.
"""

import base64
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any
from urllib.parse import quote

import boto3
import httpx2
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from brigade.errors import ImageRefused, KeyRefused, PhotosRefused
from brigade.images.asked import Asked
from brigade.images.aspects import STABILITY, nearest_aspect
from brigade.images.parameters import known_parameters
from brigade.providers.answers import json_of, json_or_nothing
from brigade.providers.picture_prices import most_picture_cost, picture_price
from brigade.providers.refusals import OK, error_of
from brigade.providers.stability import REGION, bedrock_refusal_of, region_of, stability_picture_of
from brigade.settings import ImageModelSettings
from brigade_io.providers.deadline import within
from brigade_io.providers.rest import Rest
from brigade_io.providers.waiting import wait_of
from brigade_io.providers.wire import Headers, unheard

MOST_BYTES = 40_000_000
STRENGTH = 0.65  # how far it may go from a photo: 0 gives the photo, 1 anything


class BedrockPictures:
    """A `PictureModel`. `heard` is told the headers of every answer."""

    def __init__(self, settings: ImageModelSettings, heard: Headers = unheard) -> None:
        self.settings = settings
        self.heard = heard
        self.base_url = settings.base_url or f"https://bedrock-runtime.{REGION}.amazonaws.com"
        self.region = region_of(self.base_url)

    def key(self) -> str:
        return ""

    def picture(self, asked: Asked, key: str) -> tuple[bytes, int]:
        path = f"/model/{quote(self.settings.model, safe='')}/invoke"
        with within(self.settings.timeout):
            heard = self.rest.post(path, self._request(asked), key, self.settings.timeout, MOST_BYTES)
        heard.tell(self.heard)
        if heard.status == OK:
            return stability_picture_of(json_of(heard.body)), self.most_cost(asked)
        refusal = bedrock_refusal_of(heard.status, heard.headers, json_or_nothing(heard.body), path)
        raise error_of(refusal, ImageRefused, wait_of(heard.headers, refusal.words))

    def most_cost(self, asked: Asked) -> int:
        """Its models are sold by the picture."""
        return most_picture_cost(picture_price(self.settings, asked.measures, asked.quality), asked.prompt)

    def _request(self, asked: Asked) -> dict[str, Any]:
        told = {"prompt": asked.prompt, "output_format": "jpeg", **known_parameters("bedrock", asked.parameters)}
        if not asked.references:
            return {**told, "aspect_ratio": nearest_aspect(asked.size, STABILITY)}
        if "stable-image-core" in self.settings.model:
            raise PhotosRefused(f"{self.settings.name} makes no pictures by photos")
        photo = base64.b64encode(asked.references[0]).decode()
        return {**told, "image": photo, "strength": STRENGTH, "mode": "image-to-image"}

    @cached_property
    def rest(self) -> Rest:
        return Rest(self.base_url, signed_in(self.region))


def signed_in(region: str) -> Callable[[httpx2.Request, str], None]:
    """Signs with the credentials that boto3 finds: those of the function's role."""

    def sign(request: httpx2.Request, key: str) -> None:
        if (credentials := _session().get_credentials()) is None:
            raise KeyRefused("there are no AWS credentials to sign with")
        told = {"Content-Type": request.headers["Content-Type"]}
        asked = AWSRequest(request.method, str(request.url), data=request.content, headers=told)
        SigV4Auth(credentials.get_frozen_credentials(), "bedrock", region).add_auth(asked)
        request.headers.update(dict(asked.headers.items()))

    return sign


@cache
def _session() -> boto3.Session:
    return boto3.Session()
