"""Photograph one recipe: state `Image`, an `ImageTask` in, an `ImageResult` out. The master goes to the work bucket."""

from brigade.generation.messages import ImageResult, ImageTask
from brigade.images.prompt import image_prompt
from brigade.progress.running import require_running
from brigade.progress.stage import Stage
from brigade.providers.ledger import LedgerEntry, picture_call
from brigade.runs import run_of
from brigade_io import clock
from brigade_io.frames.step_task import logger, step_task
from brigade_io.images.briefs import brief_at
from brigade_io.images.wiring import image_model
from brigade_io.last_writes import persistently
from brigade_io.progress.units import require_open_unit
from brigade_io.progress.wiring import batch_table
from brigade_io.providers.slots import slot_at
from brigade_io.providers.wiring import image_desk
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket

UNKNOWN = "application/octet-stream"  # what it really is, is seen when it is opened
LONGEST_LOOK = 20.0  # seconds between two looks for a turn; few looks keep the execution's history short


@step_task(ImageTask, agent="artist")
def handler(task: ImageTask) -> ImageResult:
    brief = brief_at(work_bucket(), task.batch_id, task.recipe_id)
    key = brief.master_key(task.attempt)
    if work_bucket().exists(key):  # a repeated call pays nothing twice
        return _made(task, key)
    record = batch_table().record(task.batch_id)
    require_running(record, run_of(task.attempt), clock.now())
    require_open_unit(batch_table(), task.batch_id, task.position, run_of(task.attempt))
    with slot_at(image_desk(), task.slot, longest_look=LONGEST_LOOK):
        prompt, our_key = image_prompt(brief, task.attempt), image_model().key()
        batch_table().advance(task.batch_id, task.position, Stage.IMAGING, attempt=run_of(task.attempt))
        master = image_desk().pay(
            _entry(task, prompt), lambda: image_model().picture(prompt, our_key),
            budget_micros=record.request.budget_micros,
        )  # fmt: skip
    persistently(lambda: work_bucket().put(key, master, UNKNOWN))
    logger.info("picture made", bytes=len(master))
    return _made(task, key)


def _entry(task: ImageTask, prompt: str) -> LedgerEntry:
    return LedgerEntry(
        batch_id=task.batch_id, call_id=picture_call(task.position, task.attempt), position=task.position,
        purpose="image", model=settings().image_model, estimate_micros=image_model().most_cost(prompt),
    )  # fmt: skip


def _made(task: ImageTask, key: str) -> ImageResult:
    return ImageResult(**task.model_dump(exclude={"slot"}), key=key)
