"""One generation: pictures that one prompt asked for, from the request to their end. PostgreSQL's row is the truth."""

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, Field

from brigade.image_generation.request import AspectRatio, Parameter, Quality, Style, Subject
from brigade.images.variants import Format
from brigade.model import Message

MOST_RUNS = 5  # a generation may be tried again four times, each priced


class Status(StrEnum):
    """In their order; the last three are ends. Completed is at least one picture: what was not made is given back."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_end(self) -> bool:
        return self in (Status.COMPLETED, Status.FAILED, Status.CANCELLED)


class Wish(Message):
    """What each picture of a generation is to be. `references` are photos to go by, as they were named: https
    addresses, or what photos that were kept are called.
    """

    prompt: str
    style: Style = Style.NATURAL
    verbatim: bool = False  # the prompt is sent as it is
    model: str = ""  # "": the preferred one
    quality: Quality = Quality.MEDIUM
    aspect_ratio: AspectRatio = AspectRatio.SQUARE
    references: tuple[str, ...] = ()
    format: Format = Format.WEBP
    parameters: dict[str, Parameter] = Field(default_factory=dict)


class Failure(Message):
    """Why a generation failed: the name of an error, and what a person is told."""

    code: str
    text: str


class Generation(Message):
    """A row. `run` counts from 0 how often it was begun; `price` is in credits, of what this run is to make.

    `stored` are the positions of pictures that are kept, `made_before` of them by earlier runs; `storing` those of
    pictures that have come. `picture_seconds`: how long one was expected to take when this run began.
    """

    id: UUID
    owner: UUID
    subject: Subject | None
    status: Status
    run: int = Field(ge=0)
    count: int = Field(ge=1)
    wish: Wish
    price: int = Field(ge=0)
    made_before: int = Field(default=0, ge=0)
    storing: tuple[int, ...] = ()
    stored: tuple[int, ...] = ()
    picture_seconds: float | None = None
    created_at: AwareDatetime
    queued_at: AwareDatetime  # since when it waits, in this run
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    deadline: AwareDatetime
    cancel_requested_at: AwareDatetime | None = None
    error_code: str | None = None
    error_text: str | None = None

    @property
    def made(self) -> int:
        """Pictures that are kept, of all runs."""
        return len(self.stored)

    @property
    def made_now(self) -> int:
        """Pictures of this run."""
        return self.made - self.made_before

    @property
    def to_make(self) -> int:
        """How many pictures this run was to make."""
        return self.count - self.made_before

    @property
    def missing(self) -> list[int]:
        """Positions of pictures that are not kept."""
        return [position for position in range(self.count) if position not in self.stored]

    @property
    def spent(self) -> int:
        """The share of this run's price that its pictures are worth; each costs the same."""
        return self.price * self.made_now // self.to_make
