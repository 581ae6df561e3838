"""Have one picture of a generation made: state `Draw`, a `DrawTask` in, a `DrawResult` out. The master goes to the work
bucket.

Raises ImageRefused: what a user asked for is asked of nobody else once one provider's policy refused it.
"""

from brigade.errors import ImageRefused
from brigade.image_generation.messages import DrawResult, DrawTask
from brigade.image_generation.places import call_id, master_key
from brigade.images.seeking import Seeking
from brigade_io.frames.step_task import logger, step_task
from brigade_io.image_generation.wiring import commissions, stop_table
from brigade_io.images.wiring import photographers
from brigade_io.last_writes import persistently
from brigade_io.providers.wiring import ledger
from brigade_io.wiring import work_bucket
from functions.draw.visit import Visit

UNKNOWN = "application/octet-stream"  # what it really is, is seen when it is opened


@step_task(DrawTask, agent="artist")
def handler(task: DrawTask) -> DrawResult:
    key = master_key(task.generation_id, task.run, task.position, task.attempt)
    if work_bucket().exists(key):  # a repeated call pays nothing twice
        maker = ledger().maker(task.generation_id, call_id(task.run, task.position, task.attempt))
        return _drawn(task, key, Seeking(provider=maker))
    visit = Visit(task, commissions().get(task.generation_id, task.run))
    try:
        made = photographers().picture(visit.order, task.seeking, task.slot)
    except ImageRefused:
        stop_table().stop(task.generation_id, task.run, ImageRefused.__name__)  # its siblings ask nobody either
        raise
    persistently(lambda: work_bucket().put(key, made.data, UNKNOWN))
    logger.info("picture made", bytes=len(made.data), provider=made.seeking.provider)
    return _drawn(task, key, made.seeking)


def _drawn(task: DrawTask, key: str, seeking: Seeking) -> DrawResult:
    return DrawResult(**task.model_dump(exclude={"slot", "seeking"}), key=key, seeking=seeking)
