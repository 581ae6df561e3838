"""Check one written chunk: state `Validate`, a `CheckTask` in, a `CheckResult` out."""

from brigade.generation.checking import Named, check_chunk, hearts_of, recipes_of
from brigade.generation.messages import CheckResult, CheckTask
from brigade.generation.sheet import Sheet, asked_singly
from brigade.progress.stage import Stage
from brigade.recipes.rehearsal import rehearse
from brigade.runs import run_of, turn_of
from brigade_io.database import database
from brigade_io.frames.step_task import logger, step_task
from brigade_io.generation.order_sheets import Round
from brigade_io.progress.wiring import batch_table
from brigade_io.recipes.recipe_store import RecipeStore
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket

rehearse()  # while the environment starts, not while the first chunk waits


@step_task(CheckTask, agent="validator")
def handler(task: CheckTask) -> CheckResult:
    round = Round(work_bucket(), task.batch_id, task.chunk, task.round)
    request = batch_table().record(task.batch_id).request
    validate = request.enable_nutrition_validation
    written = round.written()
    stored = _stored(written) if validate else []
    sheet = check_chunk(written, turn_of(task.round) >= settings().revisions, validate, stored)
    round.put_checked(sheet)
    accepted = {
        position: {"attempt": run_of(task.round), "name": recipe.draft.name, "quality": recipe.quality.score,
                   "fixed": bool(recipe.changes), "rewrites": turn_of(task.round)}
        for position, recipe in recipes_of(sheet).items()
    }  # fmt: skip
    batch_table().advance_all(task.batch_id, accepted, Stage.CHECKED)
    again = len(sheet.open_lines)
    review = sum(line.awaits_person and not line.is_open for line in sheet.lines)
    logger.info("chunk checked", accepted=len(accepted), again=again, review=review)
    return CheckResult(
        batch_id=task.batch_id,
        chunk=task.chunk,
        round=task.round,
        accepted=len(accepted),
        again=again,
        review=review,
        positions=asked_singly(sheet, overnight=request.overnight),
    )


def _stored(sheet: Sheet) -> list[Named]:
    """Dishes of other chunks and batches that one of these drafts may be again."""
    own = [line.concept.position for line in sheet.lines]
    with database() as db:
        return RecipeStore(db).dishes(hearts_of(sheet), sheet.batch_id, apart_from=own)
