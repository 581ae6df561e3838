"""The order sheet of one chunk: each line a recipe to be, and how far it has come. It lies in S3 between the states."""

import re
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from pydantic import Field

from brigade.generation.concept import Concept
from brigade.model import Message
from brigade.recipes.recipe import Draft, Recipe
from brigade.runs import execution_name

COME_SO_FAR = re.compile(r"/(written|checked)-(\d+)\.json$")
ANSWERED = re.compile(r"/answers/(\d+)-(\d+)-(write|repair)\.json$")


class Fault(Message):
    """Why a line could not be finished: the error's name, plain words, and whether asking again is of no use."""

    error: str
    text: str
    final: bool


class Line(Message):
    """One recipe of the chunk: its last draft and what is wrong with it, the last fault, the recipe once accepted.

    `closed` where it is not to be written again: a person has to decide, or it is lost.
    """

    concept: Concept
    draft: Draft | None = None
    model: str = ""
    cost_micros: int = 0
    fault: Fault | None = None
    mistakes: list[str] = Field(default_factory=list)
    recipe: Recipe | None = None
    closed: bool = False

    @property
    def is_open(self) -> bool:
        """Still to be written: neither accepted nor closed, and asking again may help."""
        return self.recipe is None and not self.closed and not (self.fault and self.fault.final)

    @property
    def is_unchecked(self) -> bool:
        """Written, and nobody has judged it yet."""
        return self.draft is not None and self.is_open and not self.fault and not self.mistakes

    @property
    def awaits_person(self) -> bool:
        """A draft that only a person can accept, unless it is written again."""
        return self.recipe is None and self.draft is not None and bool(self.mistakes)

    @property
    def complaints(self) -> list[str]:
        """What was wrong before, for whoever writes it again."""
        unread = [self.fault.text] if self.fault and self.fault.error == "AnswerInvalid" else []
        return self.mistakes + unread


class Sheet(Message):
    batch_id: UUID
    chunk: int
    lines: list[Line]

    @property
    def open_lines(self) -> list[Line]:
        return [line for line in self.lines if line.is_open]

    @property
    def unwritten(self) -> list[Line]:
        """What the writer is to be asked for."""
        return [line for line in self.open_lines if not line.is_unchecked]


def asked_singly(sheet: Sheet, *, overnight: bool) -> list[int]:
    """The positions that are written by a process each: what has all night goes into one job of the chunk's."""
    return [] if overnight else [line.concept.position for line in sheet.unwritten]


def sheet_key(batch_id: UUID, chunk: int, stage: str) -> str:
    """Where a chunk's sheet lies; `stage` is "planned", or "written-0", "checked-0", … by round."""
    return f"work/{batch_id}/{chunk:05}/{stage}.json"


def newest_first(keys: Iterable[str]) -> list[str]:
    """Those of the keys that are written or checked sheets of one chunk, the furthest first."""
    places = {key: (int(found[2]), found[1] == "checked") for key in keys if (found := COME_SO_FAR.search(key))}
    return sorted(places, key=lambda key: places[key], reverse=True)


def answer_key(batch_id: UUID, chunk: int, position: int, round: int, turn: str) -> str:
    """Where lies what became of one call of a chunk, from before its sheet is written."""
    return f"work/{batch_id}/{chunk:05}/answers/{position:05}-{round}-{turn}.json"


def round_of(key: str) -> int:
    """Of a sheet that is written or checked; -1 of any other."""
    found = COME_SO_FAR.search(key)
    return int(found[2]) if found else -1


def unread_answers(keys: Iterable[str], read: Mapping[int, int]) -> list[tuple[int, str]]:
    """Position and key of the answers that came too late for any sheet, the first first.

    `read` is, by position, the round of the newest sheet that has it; only these positions are looked for.
    """
    found = ((int(match[1]), int(match[2]), match[3] == "repair", key) for key in keys
             if (match := ANSWERED.search(key)))  # fmt: skip
    return [(position, key) for position, round, _, key in sorted(found) if round > read.get(position, round)]


def plan_key(batch_id: UUID, run: int = 0) -> str:
    return f"plans/{execution_name(batch_id, run)}.json"


def planned_sheets(batch_id: UUID, chunks: list[list[Concept]]) -> list[Sheet]:
    return [
        Sheet(batch_id=batch_id, chunk=index, lines=[Line(concept=concept) for concept in concepts])
        for index, concepts in enumerate(chunks)
    ]


def reopened_sheet(sheet: Sheet, positions: Collection[int], before: Mapping[int, Line]) -> Sheet:
    """What is to be written anew of a planned sheet; `before` is how far its lines had come in an earlier run."""
    lines = {line.concept.position: line for line in sheet.lines if line.concept.position in positions}
    return sheet.model_copy(update={"lines": [_resumed(before.get(place, line)) for place, line in lines.items()]})


def _resumed(line: Line) -> Line:
    """Written as it was where nothing is wrong with it, which is to be judged again; else as it was planned."""
    if line.recipe or line.is_unchecked:
        return line.model_copy(update={"recipe": None})
    return Line(concept=line.concept)


def seed_of(batch_id: UUID, seed: int | None) -> int:
    """The seed a batch is planned with: the request's, or one that its id gives."""
    return batch_id.int % 2**31 if seed is None else seed
