"""A visit of a writer, who may ask while the batch runs, and whose units are told what he begins."""

from brigade.generation.prompts import Prompt
from brigade.progress.batch import BatchRecord
from brigade.progress.running import require_running
from brigade.progress.stage import Stage
from brigade.providers.pace import Slot
from brigade.runs import run_of
from brigade_io import clock
from brigade_io.generation.order_sheets import Round
from brigade_io.generation.writer import Visit
from brigade_io.progress.wiring import batch_table


def visit_to(round: Round, record: BatchRecord, slot: Slot | None) -> Visit:
    run = run_of(round.round)

    def begin(prompts: list[Prompt]) -> None:
        begun = {prompt.position: {"attempt": run} for prompt in prompts}
        batch_table().advance_all(record.batch_id, begun, Stage.WRITING)

    return Visit(
        round, slot, record.request.budget_micros,
        require_running=lambda: require_running(record, run, clock.now()), begin=begin,
    )  # fmt: skip
