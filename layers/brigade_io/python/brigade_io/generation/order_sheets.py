"""The order sheets of a batch in S3: planned once, then one written and one checked for each round of a chunk.

Between them lie the answers of a round, each from the moment it came.
"""

from collections.abc import Set
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from brigade.errors import NotFound
from brigade.generation.asked import Asked
from brigade.generation.prompts import Prompt
from brigade.generation.sheet import (
    Line,
    Sheet,
    answer_key,
    asked_singly,
    newest_first,
    plan_key,
    round_of,
    sheet_key,
    unread_answers,
)
from brigade.generation.writing import written
from brigade.images.brief import brief_of
from brigade.runs import first_turn, run_of, turn_of
from brigade_io.bucket import Bucket
from brigade_io.images.briefs import put_brief

AT_ONCE = 16


def put_plan(bucket: Bucket, batch_id: UUID, sheets: list[Sheet], run: int = 0, *, overnight: bool = False) -> None:
    """Put the plan of this run, which the Distributed Map reads; a retry's sheets are its own."""
    if run:
        put_sheets(bucket, sheets, run)
    chunks = [
        {"batch_id": str(batch_id), "chunk": sheet.chunk, "size": len(sheet.lines), "round": first_turn(run),
         "positions": asked_singly(sheet, overnight=overnight)}
        for sheet in sheets
    ]  # fmt: skip
    bucket.put_json(plan_key(batch_id, run), chunks)


def put_sheets(bucket: Bucket, sheets: list[Sheet], run: int = 0) -> None:
    """Put every chunk's sheet as the run begins with it."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        list(pool.map(lambda sheet: put_sheet(bucket, sheet, _planned(run)), sheets))


def put_sheet(bucket: Bucket, sheet: Sheet, stage: str) -> None:
    bucket.put_json(sheet_key(sheet.batch_id, sheet.chunk, stage), sheet.model_dump(mode="json"))


def planned_sheet(bucket: Bucket, batch_id: UUID, chunk: int) -> Sheet:
    """The sheet as it was planned first. Raises NotFound where it has expired."""
    return sheet_at(bucket, batch_id, chunk, _planned(0))


def lines_so_far(bucket: Bucket, sheet: Sheet, positions: Set[int]) -> dict[int, Line]:
    """These lines of a planned sheet as its newest sheets have them, and as answers left them that no sheet has.

    Nothing of those that were only planned.
    """
    prefix = sheet_key(sheet.batch_id, sheet.chunk, "").removesuffix(".json")
    keys = [key for page in bucket.pages(prefix) for key in page]
    found, read = _lines_in_sheets(bucket, keys, positions)
    planned = {line.concept.position: line for line in sheet.lines}
    for position, key in unread_answers(keys, read):
        if answer := Asked.model_validate(bucket.get_json(key)).answer:
            found[position] = written(found.get(position, planned[position]), answer)
    return found


def _lines_in_sheets(bucket: Bucket, keys: list[str], positions: Set[int]) -> tuple[dict[int, Line], dict[int, int]]:
    """Of these positions the newest line, where there is one, and the round that it is of, else -1."""
    found: dict[int, Line] = {}
    read = dict.fromkeys(positions, -1)
    for key in newest_first(keys):
        if positions <= found.keys():
            break
        lines = Sheet.model_validate(bucket.get_json(key)).lines
        new = {place: line for line in lines if (place := line.concept.position) in positions - found.keys()}
        found |= new
        read |= dict.fromkeys(new, round_of(key))
    return found, read


def sheet_at(bucket: Bucket, batch_id: UUID, chunk: int, stage: str) -> Sheet:
    """Raises NotFound where the chunk has not come so far."""
    return Sheet.model_validate(bucket.get_json(sheet_key(batch_id, chunk, stage)))


def _planned(run: int) -> str:
    return f"planned-{run}" if run else "planned"


def put_briefs(bucket: Bucket, batch_id: UUID, lines: list[Line], variants: bool) -> None:
    """Leave a brief for the photographer of every accepted recipe."""
    for line in lines:
        if line.recipe:
            put_brief(bucket, batch_id, brief_of(line.recipe, line.concept.photograph, variants))


class Round:
    """One round of one chunk: what is to be written, what was answered so far, what was written, what was checked."""

    def __init__(self, bucket: Bucket, batch_id: UUID, chunk: int, round: int) -> None:
        self.bucket = bucket
        self.batch_id = batch_id
        self.chunk = chunk
        self.round = round

    def to_write(self) -> Sheet:
        first = turn_of(self.round) == 0
        return self._sheet(_planned(run_of(self.round)) if first else f"checked-{self.round - 1}")

    def written(self) -> Sheet:
        return self._sheet(f"written-{self.round}")

    def written_before(self) -> Sheet | None:
        """What an earlier call of the same round wrote, if one did."""
        try:
            return self.written()
        except NotFound:
            return None

    def checked(self) -> Sheet:
        return self._sheet(f"checked-{self.round}")

    def asked_before(self, prompt: Prompt) -> Asked:
        """What became of this call so far."""
        try:
            return Asked.model_validate(self.bucket.get_json(self._answer_key(prompt)))
        except NotFound:
            return Asked()

    def put_asked(self, prompt: Prompt, asked: Asked) -> None:
        self.bucket.put_json(self._answer_key(prompt), asked.model_dump(mode="json"))

    def put_written(self, sheet: Sheet) -> None:
        put_sheet(self.bucket, sheet, f"written-{self.round}")

    def put_checked(self, sheet: Sheet) -> None:
        put_sheet(self.bucket, sheet, f"checked-{self.round}")

    def _answer_key(self, prompt: Prompt) -> str:
        return answer_key(self.batch_id, self.chunk, prompt.position, prompt.round, prompt.turn)

    def _sheet(self, stage: str) -> Sheet:
        return sheet_at(self.bucket, self.batch_id, self.chunk, stage)
