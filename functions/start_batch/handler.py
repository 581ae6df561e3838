"""Plan a batch: state `StartBatch`, a `BatchTask` in, a `PlanResult` out."""

from brigade.generation.messages import BatchTask, PlanResult
from brigade.generation.plan import chunked, constraints_key, plan_batch
from brigade.generation.sheet import plan_key, planned_sheets, seed_of
from brigade.progress.unit import Unit
from brigade_io import clock
from brigade_io.database import database
from brigade_io.order_sheets import put_plan
from brigade_io.recipe_store import RecipeStore
from brigade_io.settings import settings
from brigade_io.step_task import logger, step_task
from brigade_io.wiring import batch_table, work_bucket


@step_task(BatchTask)
def handler(task: BatchTask) -> PlanResult:
    request = batch_table().record(task.batch_id).request
    with database() as db:
        taken = RecipeStore(db).concept_keys(constraints_key(request))
    concepts = plan_batch(request, seed_of(task.batch_id, request.seed), taken)
    sheets = planned_sheets(task.batch_id, chunked(concepts, settings().chunk_size))
    put_plan(work_bucket(), task.batch_id, sheets)
    units = [Unit(position=line.concept.position, chunk=sheet.chunk) for sheet in sheets for line in sheet.lines]
    batch_table().mark_planned(task.batch_id, chunks=len(sheets), units=units, at=clock.now())
    logger.info("batch planned", recipes=len(concepts), chunks=len(sheets), avoided=len(taken))
    return PlanResult(
        batch_id=task.batch_id, bucket=settings().work_bucket, key=plan_key(task.batch_id), chunks=len(sheets)
    )
