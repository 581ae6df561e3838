"""The photographers of day and night, each made once in a process, when it is first needed."""

from collections.abc import Callable, Mapping
from functools import cache

from brigade.errors import BatchesMissing
from brigade.settings import ImageKind, ImageModelSettings
from brigade_io.images.bedrock_pictures import BedrockPictures
from brigade_io.images.fal_pictures import FalPictures
from brigade_io.images.gemini_pictures import GeminiPictures
from brigade_io.images.night_pictures import NightPictures
from brigade_io.images.openai_pictures import OpenAIPictures
from brigade_io.images.order import Photographer
from brigade_io.images.photographers import Photographers
from brigade_io.images.picture_model import PictureModel
from brigade_io.images.replicate_pictures import ReplicatePictures
from brigade_io.providers.wire import Headers, unheard
from brigade_io.providers.wiring import image_desks, night_at
from brigade_io.settings import settings

Adapter = Callable[[ImageModelSettings, Headers], PictureModel]
ADAPTERS: Mapping[ImageKind, Adapter] = {
    "openai": OpenAIPictures, "google": GeminiPictures, "bedrock": BedrockPictures, "fal": FalPictures,
    "replicate": ReplicatePictures,
}  # fmt: skip


def adapter_of(model: ImageModelSettings, heard: Headers = unheard) -> PictureModel:
    """How this model is spoken to."""
    return ADAPTERS[model.kind](model, heard)


def image_model(model: ImageModelSettings) -> PictureModel:
    return adapter_of(model, image_desks()[model.name].hear)


@cache
def photographers() -> Photographers:
    """One for each image model, in the order in which they are asked."""
    everyone = [Photographer(each, image_model(each), image_desks()[each.name]) for each in settings().image_models]
    return Photographers(everyone, settings().image_patience)


@cache
def night_pictures() -> NightPictures:
    """Raises BatchesMissing where the preferred provider's jobs are not of the kind we know."""
    preferred = settings().image_models[0]
    if preferred.kind != "openai":
        raise BatchesMissing(f"we know of no jobs overnight at {preferred.name}; start the batch for the day")
    model = OpenAIPictures(preferred)
    return NightPictures(model, night_at(model.base_url))
