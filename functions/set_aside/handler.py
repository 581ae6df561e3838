"""Give a chunk up: state `SetAside`, a `SetAsideTask` in, nothing out. What was saved of it is kept."""

from brigade.generation.messages import SetAsideTask
from brigade.progress.closing import endings_of_chunk
from brigade.progress.reasons import BATCH_WIDE, name_of, reason_of
from brigade.runs import run_of
from brigade_io.frames.step_task import logger, step_task
from brigade_io.progress.endings import end_work
from brigade_io.progress.wiring import batch_table


@step_task(SetAsideTask)
def handler(task: SetAsideTask) -> None:
    name, reason, run = name_of(task.error), reason_of(task.error), run_of(task.round)
    if name in BATCH_WIDE:  # before the last unit ends, so that no stream tells of an end without it
        batch_table().blame(task.batch_id, name, reason, run)
    ended = end_work(task.batch_id, endings_of_chunk(task.chunk, run), reason)
    logger.warning("chunk set aside", error=name, ended=ended)
