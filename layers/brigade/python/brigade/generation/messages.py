"""What passes between the states of the two machines: keys, ids and counts, never contents."""

from uuid import UUID

from pydantic import Field

from brigade.images.seeking import Seeking
from brigade.model import Message
from brigade.providers.pace import Slot


class BatchTask(Message):
    """Input of the batch machine and of `StartBatch`; `run` counts retries, 0 is the first run."""

    batch_id: UUID
    run: int = Field(default=0, ge=0)


class CloseTask(Message):
    """Input of `CloseBatch`: `error` is why planning failed, None where every chunk has had its turn."""

    batch_id: UUID
    run: int = Field(default=0, ge=0)
    error: "StepError | None" = None


class PlanResult(Message):
    """Output of `StartBatch`: where the Distributed Map finds its chunks."""

    batch_id: UUID
    run: int = Field(default=0, ge=0)
    bucket: str
    key: str
    chunks: int = Field(ge=0)


class WriteTask(Message):
    """Input of `WriteRecipe`, whose answers lie in S3: one recipe of a chunk's round; `slot` comes back from a wait."""

    batch_id: UUID
    chunk: int = Field(ge=0)
    position: int = Field(ge=0)
    round: int = Field(default=0, ge=0)
    slot: Slot | None = None


class ChunkTask(Message):
    """Input of `GenerateChunk`: what is answered of a chunk's round is put together, and what is not is asked for;
    `slot` comes back from a wait.
    """

    batch_id: UUID
    chunk: int = Field(ge=0)
    round: int = Field(default=0, ge=0)
    slot: Slot | None = None


class ChunkResult(Message):
    """Output of `GenerateChunk`."""

    batch_id: UUID
    chunk: int = Field(ge=0)
    round: int = Field(ge=0)
    written: int = Field(default=0, ge=0)
    missing: int = Field(default=0, ge=0)


class CheckTask(Message):
    """Input of `Validate` and of `Persist`; `error` is what ended a later round, whose recipes are given up."""

    batch_id: UUID
    chunk: int = Field(ge=0)
    round: int = Field(ge=0)
    error: "StepError | None" = None


class CheckResult(Message):
    """Output of `Validate`: how many may be saved, are to be written `again`, or need a person.

    `positions` are those that `WriteRecipe` is to write again.
    """

    batch_id: UUID
    chunk: int = Field(ge=0)
    round: int = Field(ge=0)
    accepted: int = Field(ge=0)
    again: int = Field(ge=0)
    review: int = Field(ge=0)
    positions: list[int] = Field(default_factory=list)


class SavedRecipe(Message):
    """One recipe that waits for its picture; `attempt` is the first of its run."""

    batch_id: UUID
    recipe_id: UUID
    position: int = Field(ge=0)
    attempt: int = Field(default=0, ge=0)


class SaveResult(Message):
    """Output of `Persist`: the recipes to photograph (none where images are off), in the execution of that name."""

    batch_id: UUID
    chunk: int = Field(ge=0)
    round: int = Field(ge=0)
    saved: int = Field(ge=0)
    execution: str
    recipes: list[SavedRecipe]


class StepError(Message):
    """An error as Step Functions reports it: the class name and the runtime's JSON cause."""

    error: str
    cause: str


class SetAsideTask(Message):
    """Input of `SetAside`: the chunk that could not be finished in the run of `round`, and why."""

    batch_id: UUID
    chunk: int = Field(ge=0)
    round: int = Field(default=0, ge=0)
    error: StepError


class ImageTask(Message):
    """Input of `Image`: `attempt` counts changed prompts from 0; `seeking` comes back from a look that made none."""

    batch_id: UUID
    recipe_id: UUID
    position: int = Field(ge=0)
    attempt: int = Field(default=0, ge=0)
    slot: Slot | None = None
    seeking: Seeking = Seeking()


class ImageResult(Message):
    """Output of `Image`, input of `Upload`. The master lies under `key`; `seeking` tells who made it."""

    batch_id: UUID
    recipe_id: UUID
    position: int = Field(ge=0)
    attempt: int = Field(ge=0)
    key: str
    seeking: Seeking = Seeking()


class UploadResult(Message):
    """Output of `Upload`."""

    recipe_id: UUID
    url: str


class PlaceholderTask(Message):
    """Input of `KeepPlaceholder`: the picture that could not be made; `key` names a master that was.

    `seeking` tells how it went with each provider.
    """

    batch_id: UUID
    recipe_id: UUID
    position: int = Field(ge=0)
    attempt: int = Field(default=0, ge=0)
    key: str = ""
    error: StepError
    seeking: Seeking = Seeking()
