"""What a user may ask for: pictures of a prompt, in a style, with photos to go by."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from brigade.images.variants import Format
from brigade.model import Wire
from brigade.text import text

MOST_PICTURES = 100  # of one generation
MOST_PROMPTS = 20  # of one request, each a generation of its own
MOST_REFERENCES = 4  # of each kind
LONGEST_PROMPT = 4000
LONGEST_SOURCE = 2048  # characters: an address, or what a photo that was kept is called
LONGEST_PHOTO = 4_000_000  # characters of a photo as a data URI
NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")

Prompt = Annotated[str, text(LONGEST_PROMPT)]
Source = Annotated[str, text(LONGEST_SOURCE)]
SubjectType = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
SubjectId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$")]
Parameter = str | int | Annotated[float, Field(allow_inf_nan=False)] | bool


class Style(StrEnum):
    NATURAL = "natural"
    VIVID = "vivid"
    STUDIO = "studio"
    RUSTIC = "rustic"
    EDITORIAL = "editorial"
    MINIMAL = "minimal"
    ILLUSTRATION = "illustration"


class Quality(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class AspectRatio(StrEnum):
    SQUARE = "1:1"
    LANDSCAPE = "3:2"
    PORTRAIT = "2:3"
    CLASSIC = "4:3"
    UPRIGHT = "3:4"
    WIDE = "16:9"
    TALL = "9:16"


class Subject(Wire):
    """What the pictures are of or for: a recipe, a post, anything that has a type and an id."""

    type: SubjectType
    id: SubjectId


class GenerationRequest(Wire):
    """The body of `POST /api/images/generate`.

    Exactly one of `prompt`, `custom_prompt` and `prompts`. A prompt is told how its style looks, a custom one is sent
    as it is; of `prompts` each becomes a generation of its own. `model` is one that is served here, by default the
    preferred one. `count` are variations of one prompt. Photos to go by are https addresses, or what
    `POST /api/images/references` called them. `parameters` go to the provider where it knows them.
    """

    prompt: Prompt | None = None
    custom_prompt: Prompt | None = None
    prompts: Annotated[list[Prompt], Field(min_length=1, max_length=MOST_PROMPTS)] | None = None
    model: Annotated[str, text(100)] | None = None
    style: Style = Style.NATURAL
    quality: Quality = Quality.MEDIUM
    aspect_ratio: AspectRatio = AspectRatio.SQUARE
    count: int = Field(default=1, ge=1, le=MOST_PICTURES)
    product_images: list[Source] = Field(default=[], max_length=MOST_REFERENCES)
    model_images: list[Source] = Field(default=[], max_length=MOST_REFERENCES)
    format: Format = Format.WEBP
    parameters: dict[str, Parameter] = Field(default={}, max_length=20)
    subject: Subject | None = None

    @model_validator(mode="after")
    def _has_one_kind_of_prompt(self) -> "GenerationRequest":
        if sum(each is not None for each in (self.prompt, self.custom_prompt, self.prompts)) != 1:
            raise ValueError("give one of prompt, customPrompt and prompts")
        return self

    @model_validator(mode="after")
    def _has_sound_parameters(self) -> "GenerationRequest":
        if wrong := [name for name in self.parameters if not NAME.fullmatch(name)]:
            raise ValueError(f"parameters are named in lower case: {wrong[0][:40]!r} is not")
        if any(isinstance(value, str) and len(value) > LONGEST_PROMPT for value in self.parameters.values()):
            raise ValueError(f"a parameter has at most {LONGEST_PROMPT} characters")
        if any(isinstance(value, str) and "\0" in value for value in self.parameters.values()):
            raise ValueError("a parameter holds a character that nobody sees")
        return self


class ReferenceRequest(Wire):
    """The body of `POST /api/images/references`: a photo's https address, or the photo as a data URI."""

    source: Annotated[str, Field(min_length=1, max_length=LONGEST_PHOTO)]
