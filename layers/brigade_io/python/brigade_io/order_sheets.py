"""The order sheets of a batch in S3: planned once, then one written and one checked for each round of a chunk."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from brigade.errors import NotFound
from brigade.generation.sheet import Sheet, plan_key, sheet_key
from brigade.images.brief import brief_key, brief_of
from brigade_io.bucket import Bucket

AT_ONCE = 16


def put_plan(bucket: Bucket, batch_id: UUID, sheets: list[Sheet]) -> None:
    """Put every chunk's sheet, then the plan that the Distributed Map reads."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        list(pool.map(lambda sheet: put_sheet(bucket, sheet, "planned"), sheets))
    chunks = [{"batch_id": str(batch_id), "chunk": sheet.chunk, "size": len(sheet.lines)} for sheet in sheets]
    bucket.put_json(plan_key(batch_id), chunks)


def put_sheet(bucket: Bucket, sheet: Sheet, stage: str) -> None:
    bucket.put_json(sheet_key(sheet.batch_id, sheet.chunk, stage), sheet.model_dump(mode="json"))


def sheet_at(bucket: Bucket, batch_id: UUID, chunk: int, stage: str) -> Sheet:
    """Raises NotFound where the chunk has not come so far."""
    return Sheet.model_validate(bucket.get_json(sheet_key(batch_id, chunk, stage)))


def put_briefs(bucket: Bucket, sheet: Sheet, variants: bool) -> None:
    """Leave a brief for the photographer of every accepted recipe."""
    for line in sheet.lines:
        if line.recipe:
            brief = brief_of(line.recipe, line.concept.photograph, variants)
            bucket.put_json(brief_key(sheet.batch_id, line.recipe.id), brief.model_dump(mode="json"))


class Round:
    """One round of one chunk: what is to be written, what was written, what was checked."""

    def __init__(self, bucket: Bucket, batch_id: UUID, chunk: int, round: int) -> None:
        self.bucket = bucket
        self.batch_id = batch_id
        self.chunk = chunk
        self.round = round

    def to_write(self) -> Sheet:
        return self._sheet("planned" if self.round == 0 else f"checked-{self.round - 1}")

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

    def put_written(self, sheet: Sheet) -> None:
        put_sheet(self.bucket, sheet, f"written-{self.round}")

    def put_checked(self, sheet: Sheet) -> None:
        put_sheet(self.bucket, sheet, f"checked-{self.round}")

    def _sheet(self, stage: str) -> Sheet:
        return sheet_at(self.bucket, self.batch_id, self.chunk, stage)
