"""Check one written chunk: state `Validate`, a `CheckTask` in, a `CheckResult` out."""

from brigade.generation.checking import check_chunk
from brigade.generation.messages import CheckResult, CheckTask
from brigade.progress.stage import Stage
from brigade.runs import run_of, turn_of
from brigade_io.order_sheets import Round
from brigade_io.settings import settings
from brigade_io.step_task import logger, step_task
from brigade_io.wiring import batch_table, work_bucket


@step_task(CheckTask)
def handler(task: CheckTask) -> CheckResult:
    round = Round(work_bucket(), task.batch_id, task.chunk, task.round)
    validate = batch_table().record(task.batch_id).request.enable_nutrition_validation
    sheet = check_chunk(round.written(), turn_of(task.round) >= settings().revisions, validate)
    round.put_checked(sheet)
    accepted = {
        line.concept.position: {
            "attempt": run_of(task.round), "name": line.recipe.draft.name, "quality": line.recipe.quality.score,
        }
        for line in sheet.lines if line.recipe
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
    )
