"""What the other image providers say to a question that costs nothing: whether they know our key and the model."""

from collections.abc import Callable
from typing import Any

from brigade.errors import BrigadeError, ImageRefused, KeyRefused, ModelMissing, Transient
from brigade.providers.answers import json_or_nothing
from brigade.providers.gemini import gemini_refusal_of
from brigade.providers.refusals import OK, Refusal, error_of
from brigade.providers.replicate import replicate_refusal_of
from brigade.settings import ImageKind, ImageModelSettings
from brigade_io.images.gemini_pictures import GeminiPictures
from brigade_io.images.replicate_pictures import ReplicatePictures
from brigade_io.providers.rest import Rest
from local.finding import Finding
from local.image_providers import KEYS

SECONDS = 30.0
MOST_BYTES = 1_000_000

Refusing = Callable[[int, Any, str], Refusal]


def pictured_by(name: str, model: ImageModelSettings, key: str) -> Finding:
    """What can be told of one model before it is asked for a picture. Nothing it answers is an error here."""
    asking = _asking(model)
    if asking is None:
        words = "nothing is asked of it that costs nothing: whether key and model are right shows at the first picture"
        return Finding(name, None, words)
    rest, refusing = asking
    try:
        _require(rest, f"/models/{model.model.removeprefix('models/').partition(':')[0]}", key, refusing)
    except BrigadeError as error:
        ok = None if isinstance(error, Transient) else False
        return Finding(name, ok, f"{error}. {_next_step(error, model.kind)}".strip())
    return Finding(name, True, "it knows our key and the model; whether it makes pictures shows at the first")


def _asking(model: ImageModelSettings) -> tuple[Rest, Refusing] | None:
    if model.kind == "google":
        return GeminiPictures(model).rest, gemini_refusal_of
    return (ReplicatePictures(model).rest, replicate_refusal_of) if model.kind == "replicate" else None


def _require(rest: Rest, path: str, key: str, refusing: Refusing) -> None:
    heard = rest.get(path, key, SECONDS, MOST_BYTES)
    if heard.status != OK:
        raise error_of(refusing(heard.status, json_or_nothing(heard.body), path), ImageRefused)


def _next_step(error: BrigadeError, kind: ImageKind) -> str:
    if isinstance(error, KeyRefused):
        return f"Check {KEYS[kind]}."
    return "Check the model's name." if isinstance(error, ModelMissing) else ""
