"""The image model over the openai SDK: a prompt in, the bytes of a JPEG and their price out."""

import base64
import binascii
from functools import cached_property
from typing import Any

from openai import OpenAI

from brigade.errors import ModelDown
from brigade.providers.ledger import billed
from brigade.providers.prices import image_cost
from brigade.settings import Settings
from brigade_io.providers.openai_errors import translated
from brigade_io.providers.provider_key import provider_key

COMPRESSION = 92  # JPEG quality of the master, from which every variant is cut


class ImageModel:
    """`settings` name the model, size, price and limits."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def key(self) -> str:
        """The key of this moment. Read it before a call is entered at the desk: its trouble is not the provider's."""
        return provider_key(self.settings.image_key_secret)

    def picture(self, prompt: str, key: str) -> tuple[bytes, int]:
        """One picture as JPEG, and its cost in millionths of a dollar. Raises what `translated` raises."""
        with translated():
            answer = self.client.with_options(api_key=key).images.generate(**self._request(prompt))
        try:
            master = base64.b64decode((answer.data and answer.data[0].b64_json) or "", validate=True)
        except binascii.Error:
            master = b""
        cost = image_cost(self.settings.image_price)
        if not master:
            raise billed(ModelDown("the provider's answer holds no picture"), cost)
        return master, cost

    def _request(self, prompt: str) -> dict[str, Any]:
        return {
            "model": self.settings.image_model, "prompt": prompt, "size": self.settings.image_size, "n": 1,
            "quality": self.settings.image_quality, "output_format": "jpeg",
            "output_compression": COMPRESSION,
        }  # fmt: skip

    @cached_property
    def client(self) -> OpenAI:
        """Without retries of its own: retry lives in the state machine. Each call brings the key of its time."""
        settings = self.settings
        return OpenAI(api_key="-", base_url=settings.image_base_url, timeout=settings.image_timeout, max_retries=0)
