"""The order sheets of a run: all that a new batch needs, or what a retry has to write."""

from collections.abc import Set
from uuid import UUID

from brigade.generation.plan import chunked, constraints_key, plan_batch
from brigade.generation.sheet import Sheet, planned_sheets, reopened_sheet, seed_of
from brigade.progress.batch import BatchRecord
from brigade.progress.reasons import SAVED_LATE
from brigade.progress.unit import Unit
from brigade_io import clock
from brigade_io.database import database
from brigade_io.generation.order_sheets import lines_so_far, planned_sheet, put_sheets
from brigade_io.progress.endings import end_stored
from brigade_io.progress.wiring import batch_table
from brigade_io.recipes.recipe_store import RecipeStore
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket


def planned(record: BatchRecord) -> list[Sheet]:
    """Every recipe of the batch. The sheets are kept for later retries."""
    request = record.request
    with database() as db:
        taken = RecipeStore(db).concept_keys(constraints_key(request))
    concepts = plan_batch(request, seed_of(record.batch_id, request.seed), taken)
    sheets = planned_sheets(record.batch_id, chunked(concepts, settings().chunk_size))
    put_sheets(work_bucket(), sheets)
    return sheets


def reopened(record: BatchRecord, run: int) -> list[Sheet]:
    """What was opened again for this run to be written; what turns out to be stored ends as it is instead."""
    waiting = {unit.position: unit.chunk for unit in batch_table().read(record.batch_id).units if _waits(unit, run)}
    with database() as db:
        stored = waiting.keys() & RecipeStore(db).saved(record.batch_id).keys()
    if stored:
        end_stored(record.batch_id, dict.fromkeys(stored, run), SAVED_LATE)
    chunks = sorted({chunk for position, chunk in waiting.items() if position not in stored})
    return [_resumed(record.batch_id, chunk, waiting.keys() - stored) for chunk in chunks]


def _resumed(batch_id: UUID, chunk: int, positions: Set[int]) -> Sheet:
    """What was paid for in an earlier run, and only could not be checked or saved, is not written again."""
    sheet = planned_sheet(work_bucket(), batch_id, chunk)
    own = positions & {line.concept.position for line in sheet.lines}
    return reopened_sheet(sheet, own, lines_so_far(work_bucket(), sheet, own))


def _waits(unit: Unit, run: int) -> bool:
    return unit.is_open and not unit.is_saved and unit.attempt == run


def mark_planned(record: BatchRecord, sheets: list[Sheet], run: int) -> None:
    """Say so, with a unit of work for each recipe."""
    units = [
        Unit(position=line.concept.position, chunk=sheet.chunk, attempt=run) for sheet in sheets for line in sheet.lines
    ]
    batch_table().mark_planned(record.batch_id, chunks=len(sheets), units=units, at=clock.now())
