"""Photograph one recipe: state `Image`, an `ImageTask` in, an `ImageResult` out. The master goes to the work bucket."""

from typing import NamedTuple

from brigade.generation.messages import ImageResult, ImageTask
from brigade.images.asked import Asked
from brigade.images.brief import Brief
from brigade.images.prompt import image_prompt
from brigade.progress.batch import BatchRecord
from brigade.progress.running import require_running
from brigade.progress.stage import Stage
from brigade.providers.ledger import LedgerEntry, picture_call
from brigade.runs import run_of
from brigade.settings import ImageModelSettings
from brigade_io import clock
from brigade_io.frames.step_task import logger, step_task
from brigade_io.images.briefs import brief_at
from brigade_io.images.wiring import image_model, night_pictures
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
    visit = Visit(task, record, asked_of(brief, task.attempt, settings().image_models[0]))
    master = _by_night(visit) if record.request.overnight else _by_day(visit)
    persistently(lambda: work_bucket().put(key, master, UNKNOWN))
    logger.info("picture made", bytes=len(master))
    return _made(task, key)


class Visit(NamedTuple):
    """One look at one picture that is to be made."""

    task: ImageTask
    record: BatchRecord
    asked: Asked

    def require_running(self) -> None:
        require_running(self.record, run_of(self.task.attempt), clock.now())
        require_open_unit(batch_table(), self.task.batch_id, self.task.position, run_of(self.task.attempt))

    def begin(self) -> None:
        run = run_of(self.task.attempt)
        batch_table().advance(self.task.batch_id, self.task.position, Stage.IMAGING, attempt=run)

    @property
    def entry(self) -> LedgerEntry:
        return LedgerEntry(
            account=self.task.batch_id, call_id=picture_call(self.task.position, self.task.attempt),
            position=self.task.position, purpose="image", model=settings().image_model,
            estimate_micros=image_model().most_cost(self.asked),
        )  # fmt: skip


def _by_day(visit: Visit) -> bytes:
    visit.require_running()
    with slot_at(image_desk(), visit.task.slot, longest_look=LONGEST_LOOK):
        key = image_model().key()
        visit.begin()
        return image_desk().pay(
            visit.entry, lambda: image_model().picture(visit.asked, key),
            budget_micros=visit.record.request.budget_micros,
        )  # fmt: skip


def _by_night(visit: Visit) -> bytes:
    budget = visit.record.request.budget_micros
    return night_pictures().picture(visit.entry, visit.asked, budget, visit.require_running, visit.begin)


def asked_of(brief: Brief, attempt: int, model: ImageModelSettings) -> Asked:
    return Asked(prompt=image_prompt(brief, attempt), size=model.pixels, quality=model.quality)


def _made(task: ImageTask, key: str) -> ImageResult:
    return ImageResult(**task.model_dump(exclude={"slot"}), key=key)
