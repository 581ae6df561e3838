"""Save one checked chunk: state `Persist`, a `CheckTask` in, a `SaveResult` out. One transaction, all or nothing."""

from brigade.generation.checking import losses_of, recipes_of
from brigade.generation.messages import CheckTask, SavedRecipe, SaveResult, StepError
from brigade.generation.plan import constraints_key
from brigade.generation.sheet import Sheet
from brigade.images.record import placeholder_url
from brigade.progress.reasons import BATCH_WIDE, name_of, reason_of, words_of
from brigade.progress.stage import Stage
from brigade.runs import first_turn, illustration_name, run_of
from brigade_io.database import in_transaction
from brigade_io.frames.step_task import logger, step_task
from brigade_io.generation.order_sheets import Round, put_briefs
from brigade_io.generation.sheet_store import SheetStore
from brigade_io.progress.wiring import batch_table
from brigade_io.recipes.recipe_store import Placeholder
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket


@step_task(CheckTask, agent="orchestrator")
def handler(task: CheckTask) -> SaveResult:
    sheet = Round(work_bucket(), task.batch_id, task.chunk, task.round).checked()
    request = batch_table().record(task.batch_id).request
    put_briefs(work_bucket(), sheet, variants=request.enable_s3_upload)
    placeholder = _placeholder(request.enable_image_generation)
    in_transaction(lambda db: SheetStore(db).save(sheet, constraints_key(request), placeholder))
    _blame(sheet, task.error)
    recipes = recipes_of(sheet)
    run = run_of(task.round)
    saved = {
        position: {"attempt": run, "name": recipe.draft.name, "recipe_id": recipe.id}
        for position, recipe in recipes.items()
    }
    batch_table().advance_all(task.batch_id, saved, Stage.SAVED)
    if not request.enable_image_generation:
        batch_table().advance_all(task.batch_id, saved, Stage.DONE)
    later = reason_of(task.error) if task.error else None
    waits = {line.concept.position for line in sheet.lines if line.awaits_person}
    lost = {position: {"attempt": run, "reason": reason, "in_review": position in waits}
            for position, reason in losses_of(sheet, words_of, later).items()}  # fmt: skip
    batch_table().advance_all(task.batch_id, lost, Stage.FAILED)
    logger.info("chunk saved", saved=len(saved), lost=len(lost))
    waiting = [
        SavedRecipe(batch_id=task.batch_id, recipe_id=recipe.id, position=position, attempt=first_turn(run))
        for position, recipe in recipes.items() if request.enable_image_generation
    ]  # fmt: skip
    name = illustration_name(task.batch_id, task.chunk, run)
    return SaveResult(
        batch_id=task.batch_id, chunk=task.chunk, round=task.round, saved=len(saved), execution=name, recipes=waiting
    )


def _blame(sheet: Sheet, later: StepError | None) -> None:
    """Before the last unit ends, so that no stream tells of an end without it."""
    refused = {line.fault.error: words_of(line.fault.error, line.fault.text)
               for line in sheet.lines if line.fault and line.recipe is None}  # fmt: skip
    if later:
        refused[name_of(later)] = reason_of(later)
    for error in sorted(BATCH_WIDE & refused.keys()):
        batch_table().blame(sheet.batch_id, error, refused[error])


def _placeholder(illustrate: bool) -> Placeholder:
    reason = "Its photo has not been made yet." if illustrate else "No photo was asked for."
    return Placeholder(placeholder_url(settings().images_url), reason)
