"""A picture as it is kept: of a recipe, or one that a user asked for."""

from typing import Annotated, Any
from uuid import UUID, uuid5

from pydantic import AwareDatetime, Field

from brigade.images.similarity import Fingerprint
from brigade.model import Message

AltText = Annotated[str, Field(max_length=125)]
Url = Annotated[str, Field(max_length=500)]
RECIPE = "recipe"  # the type of subject that recipes' own pictures have


class Original(Message):
    """The whole picture as it is kept: its pixels, its bytes and their SHA-256, and what to show while it loads."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    format: str
    bytes: int = Field(gt=0)
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    blurhash: str


class GeneratedPicture(Message):
    """A picture of a generation, to be kept. `keys` are all its objects, `variants` their URLs by name; `run` is the
    generation's. Costs are in millionths of a dollar.
    """

    generation_id: UUID
    position: int = Field(ge=0)
    run: int = Field(ge=0)
    owner: UUID
    subject_type: str | None
    subject_id: str | None
    prompt: str
    alt_text: AltText
    provider: str
    model: str
    original: Original
    cost_micros: int = Field(ge=0)
    generation_ms: int | None
    quality_score: int = Field(default=100, ge=0, le=100)
    fingerprint: Fingerprint
    keys: list[str]
    variants: dict[str, str]
    url: Url
    created_at: AwareDatetime

    @property
    def id(self) -> UUID:
        return picture_id(self.generation_id, self.position)


class Picture(Message):
    """What is known of a picture that is kept; of an old one, less. Nobody owns a recipe's: it is the house's."""

    id: UUID
    recipe_id: UUID | None
    generation_id: UUID | None
    position: int
    owner_id: UUID | None
    subject_type: str | None
    subject_id: str | None
    prompt: str
    alt_text: str
    provider: str
    model: str
    width: int | None
    height: int | None
    format: str | None
    bytes: int | None
    blurhash: str | None
    cost_micros: int
    generation_ms: int | None
    quality_score: int
    url: str
    variants: dict[str, str]
    rating: int | None
    created_at: AwareDatetime


class Change(Message):
    """What is to be changed of a picture: only what is named in `model_fields_set`."""

    alt_text: AltText = ""
    rating: int | None = None
    subject_type: str | None = None
    subject_id: str | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return self.model_dump(include=self.model_fields_set)


def picture_id(generation_id: UUID, position: int) -> UUID:
    """The same position of a generation is always the same picture, so that a repeated step changes nothing."""
    return uuid5(generation_id, f"picture/{position}")
