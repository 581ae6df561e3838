"""Save one checked chunk: state `Persist`, a `CheckTask` in, a `SaveResult` out. One transaction, all or nothing."""

from collections.abc import Iterator
from typing import Any

from brigade.errors import BatchCancelled
from brigade.generation.checking import losses_of
from brigade.generation.messages import CheckTask, SavedRecipe, SaveResult, StepError
from brigade.generation.sheet import Sheet
from brigade.images.record import placeholder_url
from brigade.progress.reasons import BATCH_WIDE, name_of, reason_of, words_of
from brigade.progress.stage import Stage
from brigade.runs import first_turn, illustration_name, run_of
from brigade_io.frames.step_task import logger, step_task
from brigade_io.generation.order_sheets import Round
from brigade_io.generation.saving import save_sheet
from brigade_io.progress.wiring import batch_table
from brigade_io.recipes.recipe_store import Placeholder
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket


@step_task(CheckTask, agent="orchestrator")
def handler(task: CheckTask) -> SaveResult:
    sheet, run = Round(work_bucket(), task.batch_id, task.chunk, task.round).checked(), run_of(task.round)
    request = batch_table().record(task.batch_id).request
    stored = save_sheet(sheet, request, _placeholder(request.enable_image_generation))
    _blame(sheet, task.error, run)
    saved = {position: {"attempt": run, **standing._asdict()} for position, standing in stored.items()}
    batch_table().advance_all(task.batch_id, saved, Stage.SAVED)
    if not request.enable_image_generation:
        batch_table().advance_all(task.batch_id, saved, Stage.DONE)
    lost = sum(batch_table().advance_all(task.batch_id, *each) for each in _losses(sheet, task.error, run))
    logger.info("chunk saved", saved=len(saved), lost=lost)
    waiting = [
        SavedRecipe(batch_id=task.batch_id, recipe_id=standing.recipe_id, position=position, attempt=first_turn(run))
        for position, standing in stored.items() if request.enable_image_generation
    ]  # fmt: skip
    name = illustration_name(task.batch_id, task.chunk, run)
    return SaveResult(
        batch_id=task.batch_id, chunk=task.chunk, round=task.round, saved=len(saved), execution=name, recipes=waiting
    )


def _losses(sheet: Sheet, later: StepError | None, run: int) -> Iterator[tuple[dict[int, dict[str, Any]], Stage]]:
    """What is lost, with its reasons, and how it ends: what was open when somebody cancelled the batch is cancelled."""
    waits = {line.concept.position for line in sheet.lines if line.awaits_person}
    undone = {line.concept.position for line in sheet.open_lines} - waits
    cancelled = undone if later and name_of(later) == BatchCancelled.__name__ else set()
    reasons = losses_of(sheet, words_of, reason_of(later) if later else None)
    lost = {position: {"attempt": run, "reason": reason, "in_review": position in waits}
            for position, reason in reasons.items()}  # fmt: skip
    yield {position: facts for position, facts in lost.items() if position not in cancelled}, Stage.FAILED
    yield {position: facts for position, facts in lost.items() if position in cancelled}, Stage.CANCELLED


def _blame(sheet: Sheet, later: StepError | None, run: int) -> None:
    """Before the last unit ends, so that no stream tells of an end without it."""
    refused = {line.fault.error: words_of(line.fault.error, line.fault.text)
               for line in sheet.lines if line.fault and line.recipe is None}  # fmt: skip
    if later:
        refused[name_of(later)] = reason_of(later)
    for error in sorted(BATCH_WIDE & refused.keys()):
        batch_table().blame(sheet.batch_id, error, refused[error], run)


def _placeholder(illustrate: bool) -> Placeholder:
    reason = "Its photo has not been made yet." if illustrate else "No photo was asked for."
    return Placeholder(placeholder_url(settings().images_url), reason)
