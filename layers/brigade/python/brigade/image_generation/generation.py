"""One generation: pictures that one prompt asked for, from the request to their end. PostgreSQL's row is the truth."""

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, Field

from brigade.image_generation.request import AspectRatio, Parameter, Quality, Style, Subject
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
    """What each picture of a generation is to be. `references` are keys in the work bucket, of photos that were
    checked and encoded anew.
    """

    prompt: str
    style: Style = Style.NATURAL
    verbatim: bool = False  # the prompt is sent as it is
    model: str = ""  # "": the preferred one
    quality: Quality = Quality.MEDIUM
    aspect_ratio: AspectRatio = AspectRatio.SQUARE
    references: tuple[str, ...] = ()
    parameters: dict[str, Parameter] = Field(default_factory=dict)


class Generation(Message):
    """A row. `run` counts from 0 how often it was begun; `price` is in credits, of all its pictures."""

    id: UUID
    owner: UUID
    subject: Subject | None
    status: Status
    run: int = Field(ge=0, lt=MOST_RUNS)
    count: int = Field(ge=1)
    wish: Wish
    price: int = Field(ge=0)
    created_at: AwareDatetime
    queued_at: AwareDatetime  # since when it waits, in this run
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    deadline: AwareDatetime
    cancel_requested_at: AwareDatetime | None = None
    made: int = Field(default=0, ge=0)  # pictures that are stored
    error_code: str | None = None
    error_text: str | None = None
