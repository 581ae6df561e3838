"""The record of a recipe's picture, as it is stored beside the recipe."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from brigade.images.brief import Brief
from brigade.images.picture import Original
from brigade.images.prompt import alt_text, image_prompt
from brigade.images.similarity import Fingerprint, picture_quality
from brigade.images.softening import softened
from brigade.images.variants import PLACEHOLDER_KEY
from brigade.model import Message

PLACEHOLDER_ALT = "A covered dish: the photo of this recipe is still missing."


class ImageRecord(Message):
    """A picture in use, or the placeholder. `retry_count` is the attempt it took, counted from 0; costs are in
    millionths of a dollar; `keys` are the objects in the images bucket, `variants` their URLs by name; `reason` says
    what is amiss, if so.
    """

    recipe_id: UUID
    url: Annotated[str, Field(max_length=500)]
    prompt: str
    fingerprint: Fingerprint | None
    provider: str
    model: str
    created_at: datetime
    quality_score: int = Field(ge=0, le=100)
    is_placeholder: bool
    retry_count: int = Field(ge=0)
    cost_micros: int = Field(ge=0)
    alt_text: Annotated[str, Field(max_length=125)]
    keys: list[str]
    reason: str | None = None
    original: Original | None = None
    variants: dict[str, str] = Field(default_factory=dict)
    generation_ms: int | None = None


class Shown(Message):
    """What a recipe shows, after a record was kept or refused; `keys` are the objects of that record."""

    url: str
    is_placeholder: bool
    reason: str | None
    keys: list[str]


def picture_record(
    brief: Brief, attempt: int, fingerprint: Fingerprint, keys: list[str], *, images_url: str,
    maker: tuple[str, str], cost_micros: int, at: datetime, reason: str | None = None, gently: bool = False,
    original: Original | None = None, ms: int | None = None,
) -> ImageRecord:  # fmt: skip
    """The record of a real picture, shown under the first of its keys. `cost_micros`: of this run's attempts.

    `maker` is the provider's kind and model, whom it took so many `ms`; `gently`: it was asked for in softened words.
    """
    asked, (provider, model) = image_prompt(brief, attempt), maker
    return ImageRecord(
        recipe_id=brief.recipe_id, url=f"{images_url}/{keys[0]}", prompt=softened(asked) if gently else asked,
        fingerprint=fingerprint, provider=provider, model=model, created_at=at,
        quality_score=picture_quality(attempt), is_placeholder=False, retry_count=attempt,
        cost_micros=cost_micros, alt_text=alt_text(brief, attempt), keys=keys, reason=reason,
        original=original, generation_ms=ms,
        variants={name: f"{images_url}/{key}" for name, key in brief.named_keys(attempt).items() if key in keys},
    )  # fmt: skip


def placeholder_record(
    recipe_id: UUID, attempt: int, *, images_url: str, maker: tuple[str, str], cost_micros: int, at: datetime,
    reason: str,
) -> ImageRecord:  # fmt: skip
    """The record of a picture that could not be made. The placeholder is everybody's: no keys of its own."""
    provider, model = maker
    return ImageRecord(
        recipe_id=recipe_id, url=placeholder_url(images_url), prompt="", fingerprint=None, provider=provider,
        model=model, created_at=at, quality_score=0, is_placeholder=True, retry_count=attempt,
        cost_micros=cost_micros, alt_text=PLACEHOLDER_ALT, keys=[], reason=reason,
    )  # fmt: skip


def placeholder_url(images_url: str) -> str:
    return f"{images_url}/{PLACEHOLDER_KEY}"
