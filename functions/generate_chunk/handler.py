"""Write one chunk: state `GenerateChunk`, a `ChunkTask` in, a `ChunkResult` out."""

from collections.abc import Mapping
from typing import Any

from brigade.generation.messages import ChunkResult, ChunkTask
from brigade.generation.sheet import Sheet
from brigade.generation.writing import write_chunk
from brigade.progress.batch import BatchRecord
from brigade.progress.running import require_running
from brigade.progress.stage import Stage
from brigade.runs import run_of
from brigade_io import clock
from brigade_io.frames.step_task import logger, step_task
from brigade_io.generation.order_sheets import Round
from brigade_io.generation.wiring import night_writer, writer
from brigade_io.generation.writer import Visit
from brigade_io.last_writes import persistently
from brigade_io.progress.wiring import batch_table
from brigade_io.wiring import work_bucket


@step_task(ChunkTask, agent="chef")
def handler(task: ChunkTask) -> ChunkResult:
    round = Round(work_bucket(), task.batch_id, task.chunk, task.round)
    if sheet := round.written_before():  # a repeated call pays nothing twice
        return _written(task, sheet)
    record = batch_table().record(task.batch_id)
    asking = night_writer() if record.request.overnight else writer()
    sheet = write_chunk(round.to_write(), task.round, asking.of_chunk(_visit(task, round, record)))
    persistently(lambda: round.put_written(sheet))
    written = {line.concept.position: line.draft.name for line in sheet.lines if line.draft}
    _advance(task, Stage.WRITTEN, {position: {"name": name} for position, name in written.items()})
    logger.info("chunk written", written=len(written))
    return _written(task, sheet)


def _visit(task: ChunkTask, round: Round, record: BatchRecord) -> Visit:
    return Visit(
        round, task.slot, record.request.budget_micros,
        require_running=lambda: require_running(record, run_of(task.round), clock.now()),
        begin=lambda prompts: _advance(task, Stage.WRITING, {prompt.position: {} for prompt in prompts}),
    )  # fmt: skip


def _advance(task: ChunkTask, stage: Stage, facts: Mapping[int, Mapping[str, Any]]) -> None:
    run = {"attempt": run_of(task.round)}
    batch_table().advance_all(task.batch_id, {position: {**run, **each} for position, each in facts.items()}, stage)


def _written(task: ChunkTask, sheet: Sheet) -> ChunkResult:
    written = sum(line.draft is not None for line in sheet.lines)
    return ChunkResult(
        batch_id=task.batch_id,
        chunk=task.chunk,
        round=task.round,
        written=written,
        missing=len(sheet.lines) - written,
    )
