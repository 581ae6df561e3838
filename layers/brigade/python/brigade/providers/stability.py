"""What Stability's models on Amazon Bedrock answer, read without trust. A filter's stop is an answer like any other."""

import re
from collections.abc import Mapping
from typing import Any

from brigade.errors import ImageRefused, ModelDown
from brigade.providers.answers import object_of
from brigade.providers.pictured import data_in
from brigade.providers.refusals import Refusal, name_in, refusal_of
from brigade.providers.untrusted import fields_of

FILTER = "Filter reason"
REGION = "us-west-2"  # where Stability's models are
NAMED = re.compile(r"bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.")


def region_of(base_url: str) -> str:
    """The region that an address of Bedrock's names."""
    named = NAMED.search(base_url)
    return named[1] if named else REGION


def stability_picture_of(answer: Any) -> bytes:
    """The first picture. Raises ImageRefused, and ModelDown where there is none."""
    fields = object_of(answer)
    reason = _first(fields.get("finish_reasons"))
    if isinstance(reason, str) and reason.startswith(FILTER):
        raise ImageRefused("the provider's content filter stopped the picture")
    if reason is not None:
        raise ModelDown("the provider's model failed")
    return data_in(_first(fields.get("images")))


def bedrock_refusal_of(status: int, headers: Mapping[str, str], body: Any, path: str = "") -> Refusal:
    """An error of AWS: its name is in a header, with an address after it."""
    name = name_in(headers.get("x-amzn-errortype", "").partition(":")[0])
    message = fields_of(body).get("message") or fields_of(body).get("Message")
    return refusal_of(status, {"error": {"message": message, "code": name}}, path)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else None
