"""Photograph one recipe: state `Image`, an `ImageTask` in, an `ImageResult` out. The master goes to the work bucket."""

from typing import NamedTuple

from brigade.generation.messages import ImageResult, ImageTask
from brigade.images.asked import Asked
from brigade.images.brief import Brief
from brigade.images.prompt import image_prompt
from brigade.images.seeking import Seeking, Try
from brigade.images.softening import softened
from brigade.progress.batch import BatchRecord
from brigade.progress.running import require_running
from brigade.progress.stage import Stage
from brigade.providers.ledger import LedgerEntry, picture_call
from brigade.runs import run_of
from brigade.settings import ImageModelSettings
from brigade_io import clock
from brigade_io.frames.step_task import logger, step_task
from brigade_io.images.briefs import brief_at
from brigade_io.images.order import Order
from brigade_io.images.wiring import night_pictures, photographers
from brigade_io.last_writes import persistently
from brigade_io.progress.units import require_open_unit
from brigade_io.progress.wiring import batch_table
from brigade_io.providers.wiring import ledger
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket

UNKNOWN = "application/octet-stream"  # what it really is, is seen when it is opened


@step_task(ImageTask, agent="artist")
def handler(task: ImageTask) -> ImageResult:
    brief = brief_at(work_bucket(), task.batch_id, task.recipe_id)
    key = brief.master_key(task.attempt)
    if work_bucket().exists(key):  # a repeated call pays nothing twice
        maker = ledger().maker(task.batch_id, picture_call(task.position, task.attempt))
        return _made(task, key, Seeking(provider=maker))
    visit = Visit(task, batch_table().record(task.batch_id), brief)
    master, seeking = _by_night(visit) if visit.record.request.overnight else _by_day(visit)
    persistently(lambda: work_bucket().put(key, master, UNKNOWN))
    logger.info("picture made", bytes=len(master), provider=seeking.provider)
    return _made(task, key, seeking)


class Visit(NamedTuple):
    """One look at one picture that is to be made."""

    task: ImageTask
    record: BatchRecord
    brief: Brief

    def asked_of(self, model: ImageModelSettings) -> Asked:
        prompt = image_prompt(self.brief, self.task.attempt)
        return Asked(prompt=prompt, size=model.pixels, quality=model.quality)

    def entry_of(self, model: ImageModelSettings, most_micros: int) -> LedgerEntry:
        return LedgerEntry(
            account=self.task.batch_id, call_id=picture_call(self.task.position, self.task.attempt),
            position=self.task.position, purpose="image", model=model.model, provider=model.name,
            estimate_micros=most_micros,
        )  # fmt: skip

    def require_running(self) -> None:
        require_running(self.record, run_of(self.task.attempt), clock.now())
        require_open_unit(batch_table(), self.task.batch_id, self.task.position, run_of(self.task.attempt))

    def begin(self) -> None:
        run = run_of(self.task.attempt)
        batch_table().advance(self.task.batch_id, self.task.position, Stage.IMAGING, attempt=run)

    @property
    def order(self) -> Order:
        """Our own words, and food: what one provider's policy refuses is said gently, then asked of another."""
        return Order(
            asked_of=self.asked_of, entry_of=self.entry_of, require_running=self.require_running, begin=self.begin,
            budget_micros=self.record.request.budget_micros, soften=softened, may_cross_refusal=True,
        )  # fmt: skip


def _by_day(visit: Visit) -> tuple[bytes, Seeking]:
    made = photographers().picture(visit.order, visit.task.seeking, visit.task.slot)
    return made.data, made.seeking


def _by_night(visit: Visit) -> tuple[bytes, Seeking]:
    """Only the preferred provider's jobs are known."""
    preferred, night = settings().image_models[0], night_pictures()
    asked = visit.asked_of(preferred)
    entry = visit.entry_of(preferred, night.model.most_cost(asked))
    master = night.picture(entry, asked, visit.record.request.budget_micros, visit.require_running, visit.begin)
    return master, Seeking(provider=preferred.name, tries=(Try(provider=preferred.name),))


def _made(task: ImageTask, key: str, seeking: Seeking) -> ImageResult:
    return ImageResult(**task.model_dump(exclude={"slot", "seeking"}), key=key, seeking=seeking)
