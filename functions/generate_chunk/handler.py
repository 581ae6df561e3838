"""Write one chunk: state `GenerateChunk`, a `ChunkTask` in, a `ChunkResult` out.

By day `WriteRecipe` was here before, and only its answers are put together; what it could not answer is asked for now,
one recipe after the other. Overnight all of the chunk is asked for in one job.
"""

from brigade.generation.messages import ChunkResult, ChunkTask
from brigade.generation.sheet import Sheet
from brigade.generation.writing import write_chunk
from brigade.progress.stage import Stage
from brigade.runs import run_of
from brigade_io.frames.step_task import logger, step_task
from brigade_io.generation.order_sheets import Round
from brigade_io.generation.wiring import night_writer, writer
from brigade_io.last_writes import persistently
from brigade_io.progress.visits import visit_to
from brigade_io.progress.wiring import batch_table
from brigade_io.wiring import work_bucket


@step_task(ChunkTask, agent="chef")
def handler(task: ChunkTask) -> ChunkResult:
    round = Round(work_bucket(), task.batch_id, task.chunk, task.round)
    if sheet := round.written_before():  # a repeated call pays nothing twice
        return _written(task, sheet)
    record = batch_table().record(task.batch_id)
    asker = night_writer() if record.request.overnight else writer()
    sheet = write_chunk(round.to_write(), task.round, asker.asking(visit_to(round, record, task.slot)))
    persistently(lambda: round.put_written(sheet))
    names = {line.concept.position: line.draft.name for line in sheet.lines if line.draft}
    facts = {position: {"attempt": run_of(task.round), "name": name} for position, name in names.items()}
    batch_table().advance_all(task.batch_id, facts, Stage.WRITTEN)
    logger.info("chunk written", written=len(names))
    return _written(task, sheet)


def _written(task: ChunkTask, sheet: Sheet) -> ChunkResult:
    written = sum(line.draft is not None for line in sheet.lines)
    return ChunkResult(
        batch_id=task.batch_id,
        chunk=task.chunk,
        round=task.round,
        written=written,
        missing=len(sheet.lines) - written,
    )
