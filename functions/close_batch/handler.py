"""Close the writing of a batch: state `CloseBatch`, a `CloseTask` in, nothing out. Pictures may still be under way."""

from brigade.generation.messages import CloseTask
from brigade.progress.closing import endings_of_writing
from brigade.progress.reasons import NEVER_WRITTEN, fault_of
from brigade_io import clock
from brigade_io.frames.step_task import logger, step_task
from brigade_io.progress.endings import end_work
from brigade_io.progress.wiring import batch_table


@step_task(CloseTask)
def handler(task: CloseTask) -> None:
    code, reason = fault_of(task.error)
    batch_table().close(task.batch_id, clock.now(), code, reason, task.run)
    ended = end_work(task.batch_id, endings_of_writing(task.run), reason or NEVER_WRITTEN)
    logger.info("batch closed", error=code, ended=ended)
