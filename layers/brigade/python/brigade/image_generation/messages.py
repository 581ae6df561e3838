"""What passes between the states of the machine `generate_image`: ids, places and counts, never contents."""

from uuid import UUID

from pydantic import Field

from brigade.images.seeking import Seeking
from brigade.model import Message
from brigade.providers.pace import Slot


class StepError(Message):
    """An error as Step Functions reports it: the class name and the runtime's JSON cause."""

    error: str
    cause: str = ""


class GenerationTask(Message):
    """Input of the machine: the pictures at `positions` are missing. `sources`: photos to go by are to be fetched."""

    generation_id: UUID
    run: int = Field(ge=0)
    positions: tuple[int, ...]
    sources: bool = False


class FetchTask(Message):
    """Input of `FetchReferences`; nothing comes out."""

    generation_id: UUID
    run: int = Field(ge=0)


class DrawTask(Message):
    """Input of `Draw`: `attempt` counts changed prompts from 0; `slot` and `seeking` come back from a wait."""

    generation_id: UUID
    run: int = Field(ge=0)
    position: int = Field(ge=0)
    attempt: int = Field(default=0, ge=0)
    slot: Slot | None = None
    seeking: Seeking = Seeking()


class DrawResult(Message):
    """Output of `Draw`, input of `Store`. The master lies under `key`; `seeking` tells who made it, and how."""

    generation_id: UUID
    run: int = Field(ge=0)
    position: int = Field(ge=0)
    attempt: int = Field(ge=0)
    key: str
    seeking: Seeking = Seeking()


class StoreResult(Message):
    """Output of `Store`."""

    picture_id: UUID


class Outcome(Message):
    """What came of one picture: `error` is why there is none. `seeking` tells how it went with each provider, where it
    ended with them.
    """

    position: int = Field(ge=0)
    attempt: int = Field(default=0, ge=0)
    seeking: Seeking = Seeking()
    error: StepError | None = None


class SettleTask(Message):
    """Input of `Settle`. `error` is why the whole run came to an end, where it did."""

    generation_id: UUID
    run: int = Field(ge=0)
    outcomes: tuple[Outcome, ...] = ()
    error: StepError | None = None
