"""Photograph one recipe: state `Image`, an `ImageTask` in, an `ImageResult` out. The master goes to S3."""

from math import ceil

from brigade.errors import ModelBusy
from brigade.generation.messages import ImageResult, ImageTask, Slot
from brigade.images.prompt import image_prompt
from brigade.images.variants import JPEG
from brigade.progress.running import require_running
from brigade.progress.stage import Stage
from brigade.providers.ledger import LedgerEntry
from brigade.providers.prices import image_cost
from brigade.runs import run_of
from brigade_io import clock
from brigade_io.briefs import brief_at
from brigade_io.desks import image_desk, image_model
from brigade_io.settings import settings
from brigade_io.step_task import logger, step_task
from brigade_io.wiring import batch_table, images_bucket, work_bucket

LONGEST_LOOK = 20  # seconds between two looks for a turn; few looks keep the execution's history short


@step_task(ImageTask)
def handler(task: ImageTask) -> ImageResult:
    brief = brief_at(work_bucket(), task.batch_id, task.recipe_id)
    key = brief.original_key(task.attempt)
    if images_bucket().exists(key):  # a repeated call pays nothing twice
        return _made(task, key)
    record = batch_table().record(task.batch_id)
    require_running(record, clock.now())
    slot = task.slot or Slot(start_at=image_desk().reserve())
    if wait := image_desk().wait_for(slot.start_at):
        return _waiting(task, wait, slot)
    prompt, our_key = image_prompt(brief, task.attempt), image_model().key()
    try:
        with image_desk().turns(1):
            batch_table().advance(task.batch_id, task.position, Stage.IMAGING, attempt=run_of(task.attempt))
            master = image_desk().pay(
                _entry(task), lambda: image_model().picture(prompt, our_key),
                budget_micros=record.request.budget_micros,
            )  # fmt: skip
    except ModelBusy as busy:
        if busy.retry_after is None:
            raise
        late = (clock.epoch() - slot.start_at) / 4
        return _waiting(task, ceil(max(busy.retry_after, min(late, LONGEST_LOOK))), slot)
    images_bucket().put(key, master, JPEG)
    logger.info("picture made", bytes=len(master))
    return _made(task, key)


def _entry(task: ImageTask) -> LedgerEntry:
    return LedgerEntry(
        batch_id=task.batch_id, call_id=f"image-{task.position}-{task.attempt}-0", position=task.position,
        purpose="image", model=settings().image_model, estimate_micros=image_cost(settings().image_price),
    )  # fmt: skip


def _made(task: ImageTask, key: str) -> ImageResult:
    return ImageResult.model_validate({**task.model_dump(exclude={"slot"}), "key": key})


def _waiting(task: ImageTask, wait: int, slot: Slot) -> ImageResult:
    return ImageResult.model_validate({**task.model_dump(), "wait": wait, "slot": slot})
