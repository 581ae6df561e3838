"""How far one recipe has come. A unit of work only ever moves forward: by attempt, then by stage."""

from enum import StrEnum

ATTEMPT = 100  # what one attempt weighs in a rank: more than every stage together


class Stage(StrEnum):
    """In their order; the last four are ends, which share one place, so that the first end wins."""

    PLANNED = "planned"
    WRITING = "writing"
    WRITTEN = "written"
    CHECKED = "checked"
    SAVED = "saved"
    IMAGING = "imaging"
    DONE = "done"
    PLACEHOLDER = "placeholder"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_end(self) -> bool:
        return self in ENDS

    @property
    def ordinal(self) -> int:
        """Its place, from 1: a unit that was never planned weighs less than one that was."""
        return LAST if self.is_end else PATH.index(self) + 1


PATH = (Stage.PLANNED, Stage.WRITING, Stage.WRITTEN, Stage.CHECKED, Stage.SAVED, Stage.IMAGING)
ENDS = frozenset(Stage) - frozenset(PATH)
LAST = len(PATH) + 1


def rank(stage: Stage, attempt: int = 0) -> int:
    """What a unit weighs: it rises with every write that is accepted."""
    return attempt * ATTEMPT + stage.ordinal
