"""What fal answers for a picture, read without trust: the picture as a data URI or at an address, or why not.

Its own errors name themselves in `error_type`, those of the models in a list of typed faults. A picture that its safety
checker flags comes all black, with a flag, in an answer like any other.
"""

from collections.abc import Mapping
from typing import Any

from brigade.errors import ImageRefused
from brigade.providers.answers import object_of
from brigade.providers.pictured import Pictured, picture_in
from brigade.providers.refusals import Refusal, name_in, refusal_of
from brigade.providers.untrusted import fields_of, objects_in

UNITS = "x-fal-billable-units"  # what a request is billed for, whatever became of it


def fal_picture_of(answer: Any) -> Pictured:
    """Raises ImageRefused, and ModelDown where there is no picture."""
    fields = object_of(answer)
    flags = fields.get("has_nsfw_concepts")
    if isinstance(flags, list) and True in flags[:1]:
        raise ImageRefused("the provider's safety checker blackened the picture")
    first = next(iter(objects_in(fields.get("images"))), fields_of(fields.get("image")))
    return picture_in(first.get("url"))


def fal_refusal_of(status: int, body: Any, path: str = "") -> Refusal:
    refusal = refusal_of(status, body, path)
    code = name_in(fields_of(body).get("error_type")) or refusal.code
    return refusal.model_copy(update={"code": "model_not_found" if status == 404 else code})


def is_billed(headers: Mapping[str, str]) -> bool:
    """Whether a request that failed is paid all the same."""
    try:
        return float(headers.get(UNITS, "0")) > 0
    except ValueError:
        return False
