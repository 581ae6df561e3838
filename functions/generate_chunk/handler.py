"""Write one chunk: state `GenerateChunk`, a `ChunkTask` in, a `ChunkResult` out."""

from brigade.generation.messages import ChunkResult, ChunkTask
from brigade.generation.sheet import Sheet
from brigade.generation.writing import tokens_of, write_chunk
from brigade.progress.running import require_running
from brigade.progress.stage import Stage
from brigade.runs import run_of
from brigade_io import clock
from brigade_io.frames.step_task import logger, step_task
from brigade_io.generation.order_sheets import Round
from brigade_io.generation.wiring import writer
from brigade_io.last_writes import persistently
from brigade_io.progress.wiring import batch_table
from brigade_io.providers.slots import slot_at
from brigade_io.providers.wiring import text_desk
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket


@step_task(ChunkTask, agent="chef")
def handler(task: ChunkTask) -> ChunkResult:
    round = Round(work_bucket(), task.batch_id, task.chunk, task.round)
    if sheet := round.written_before():  # a repeated call pays nothing twice
        return _written(task, sheet)
    record = batch_table().record(task.batch_id)
    require_running(record, run_of(task.round), clock.now())
    sheet = round.to_write()
    calls = len(sheet.open_lines)
    run = {"attempt": run_of(task.round)}
    waiting = {line.concept.position: run for line in sheet.open_lines}
    with slot_at(
        text_desk(), task.slot, calls=calls, tokens=tokens_of(sheet, settings().text_max_output_tokens)
    ) as at_once:
        batch_table().advance_all(task.batch_id, waiting, Stage.WRITING)
        until = clock.epoch() + settings().text_window
        ask_all = writer().of_batch(task.batch_id, at_once, record.request.budget_micros, until)
        sheet = write_chunk(sheet, task.round, ask_all)
    persistently(lambda: round.put_written(sheet))
    written = {line.concept.position: {**run, "name": line.draft.name} for line in sheet.lines if line.draft}
    batch_table().advance_all(task.batch_id, written, Stage.WRITTEN)
    logger.info("chunk written", asked=calls, written=len(written))
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
