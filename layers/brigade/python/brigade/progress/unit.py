"""A unit of work: one recipe of a batch, and the facts that became true on its way."""

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, Field

from brigade.model import Message
from brigade.progress.stage import PATH, Stage, rank

SAVED = (Stage.SAVED, Stage.IMAGING, Stage.DONE, Stage.PLACEHOLDER)


class Unit(Message):
    """`at` holds when each stage was first reached. Facts stay once true, whatever is tried again."""

    position: int = Field(ge=0)
    chunk: int = Field(ge=0)
    attempt: int = Field(default=0, ge=0)
    stage: Stage = Stage.PLANNED
    name: str | None = None
    recipe_id: UUID | None = None
    image_url: str | None = None
    placeholder: bool = False
    imaged: bool = False  # a picture of its own was stored
    reason: str | None = None
    quality: int | None = Field(default=None, ge=0, le=100)
    rewrites: int = Field(default=0, ge=0)  # how often it was written again before it was accepted
    fixed: bool = False  # accepted after the check had changed something
    in_review: bool = False  # a person has to decide on its draft
    at: dict[Stage, AwareDatetime] = Field(default_factory=dict)
    unreadable: bool = Field(default=False, exclude=True)  # this release cannot read all that is stored of it

    @property
    def rank(self) -> int:
        return rank(self.stage, self.attempt)

    @property
    def is_open(self) -> bool:
        return not self.stage.is_end

    @property
    def reached(self) -> Stage:
        """The furthest stage before an end that it ever came to."""
        return max((stage for stage in self.at if not stage.is_end), key=PATH.index, default=Stage.PLANNED)

    @property
    def saved_at(self) -> datetime | None:
        """When it was first known to be saved: an end that only a saved recipe can have says so too."""
        return min((self.at[stage] for stage in SAVED if stage in self.at), default=None)

    @property
    def is_saved(self) -> bool:
        return self.saved_at is not None

    @property
    def ended_at(self) -> datetime | None:
        return self.at.get(self.stage) if self.stage.is_end else None


# The earliest stage that each fact comes with.
COMES_WITH = {
    "name": Stage.WRITTEN, "quality": Stage.CHECKED, "rewrites": Stage.CHECKED, "fixed": Stage.CHECKED,
    "recipe_id": Stage.SAVED, "image_url": Stage.DONE, "imaged": Stage.DONE, "placeholder": Stage.DONE,
    "reason": Stage.DONE, "in_review": Stage.DONE,
}  # fmt: skip


def as_of(unit: Unit, moment: datetime) -> Unit:
    """The unit without the stages that it reached after `moment`, and without the facts that came with them."""
    before = {stage: at for stage, at in unit.at.items() if at <= moment}
    if len(before) == len(unit.at):
        return unit
    stage = max(before, key=lambda each: each.ordinal, default=Stage.PLANNED)
    later = [name for name, first in COMES_WITH.items() if stage.ordinal < first.ordinal]
    facts = {name: Unit.model_fields[name].default for name in later}
    return unit.model_copy(update={"stage": stage, "at": before, **facts})
