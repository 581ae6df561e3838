"""Plan a batch: state `StartBatch`, a `BatchTask` in, a `PlanResult` out. A retry plans what was opened again."""

from brigade.generation.messages import BatchTask, PlanResult
from brigade.generation.sheet import plan_key
from brigade.progress.running import require_wanted
from brigade_io.frames.step_task import logger, step_task
from brigade_io.generation.order_sheets import put_plan
from brigade_io.progress.wiring import batch_table
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket
from functions.start_batch.planning import mark_planned, planned, reopened


@step_task(BatchTask, agent="concept")
def handler(task: BatchTask) -> PlanResult:
    record = batch_table().record(task.batch_id)
    require_wanted(record, task.run)
    again = task.run > 0 and record.planned_at is not None
    sheets = reopened(record, task.run) if again else planned(record)
    put_plan(work_bucket(), task.batch_id, sheets, task.run, overnight=record.request.overnight)
    if not again:
        mark_planned(record, sheets, task.run)
    logger.info("batch planned", recipes=sum(len(sheet.lines) for sheet in sheets), chunks=len(sheets), run=task.run)
    return PlanResult(
        batch_id=task.batch_id, run=task.run, bucket=settings().work_bucket, key=plan_key(task.batch_id, task.run),
        chunks=len(sheets),
    )  # fmt: skip
