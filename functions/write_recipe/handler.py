"""Write one recipe of a chunk: state `WriteRecipe`, a `WriteTask` in, nothing out. Its answers lie in S3.

A process of its own for each call: whoever kills it loses one.
"""

from brigade.generation.messages import WriteTask
from brigade.generation.writing import write_lines
from brigade_io.frames.step_task import logger, step_task
from brigade_io.generation.order_sheets import Round
from brigade_io.generation.wiring import writer
from brigade_io.progress.visits import visit_to
from brigade_io.progress.wiring import batch_table
from brigade_io.wiring import work_bucket


@step_task(WriteTask, agent="chef")
def handler(task: WriteTask) -> None:
    round = Round(work_bucket(), task.batch_id, task.chunk, task.round)
    lines = [line for line in round.to_write().unwritten if line.concept.position == task.position]
    visit = visit_to(round, batch_table().record(task.batch_id), task.slot)
    write_lines(lines, task.round, writer().asking(visit))  # what came of it, also a fault, `GenerateChunk` tells
    logger.info("recipe written")
