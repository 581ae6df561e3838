"""A prediction of Replicate's, read without trust: whether it is over, and its picture or why there is none."""

import re
from typing import Any

from brigade.errors import BrigadeError, ImageRefused, ModelBusy, ModelDown, ModelSlow
from brigade.providers.ledger import billed
from brigade.providers.pictured import Pictured, picture_in
from brigade.providers.refusal_words import FILTERED
from brigade.providers.refusals import Refusal, refusal_of
from brigade.providers.untrusted import fields_of

UNDER_WAY = ("starting", "processing")
ID = re.compile(r"[a-z0-9]{1,64}")
CODE = re.compile(r"\be\d{3,4}\b")
BUSY = re.compile(r"high demand|too many|rate limit|queue is full")
SLOW = re.compile(r"time[d ]?\s?out|deadline")
NO_VERSION = re.compile(r"version does not exist|invalid version")


def is_under_way(prediction: Any) -> bool:
    return fields_of(prediction).get("status") in UNDER_WAY


def id_of(prediction: Any) -> str:
    """Raises ModelDown where it has none that could stand in an address."""
    name = fields_of(prediction).get("id")
    if not isinstance(name, str) or not ID.fullmatch(name):
        raise ModelDown("the provider's answer names no prediction")
    return name


def replicate_picture_of(prediction: Any) -> Pictured:
    """The first picture of one that is over. Raises ImageRefused, ModelBusy, ModelSlow, ModelDown."""
    fields = fields_of(prediction)
    if (status := fields.get("status")) != "succeeded":
        raise _ended(status, fields.get("error"))
    output = fields.get("output")
    return picture_in(output[0] if isinstance(output, list) and output else output)


def _ended(status: Any, error: Any) -> BrigadeError:
    """A prediction that never began is free, one that was stopped is not; of one that failed nobody can tell."""
    if status == "aborted":
        return billed(ModelSlow("the provider did not begin in time"), 0)
    if status == "canceled":
        return ModelSlow("the provider stopped at the end of the call's time")
    return _failed(error) if status == "failed" else ModelDown("the provider's answer is no prediction")


def _failed(error: Any) -> BrigadeError:
    words = error[:2000].lower() if isinstance(error, str) else ""
    code = CODE.search(words)
    place = f" ({code[0].upper()})" if code else ""
    if FILTERED.search(words):
        return ImageRefused(f"the provider's content filter stopped the picture{place}")
    if BUSY.search(words):
        return ModelBusy(f"the provider has more work than it can take{place}")
    return (ModelSlow if SLOW.search(words) else ModelDown)(f"the provider's model failed{place}")


def replicate_refusal_of(status: int, body: Any, path: str = "") -> Refusal:
    """A problem object: `title` and `detail`."""
    refusal = refusal_of(status, body, path)
    unknown = status == 404 or (status == 422 and NO_VERSION.search(refusal.words))
    return refusal.model_copy(update={"code": "model_not_found" if unknown else None})
