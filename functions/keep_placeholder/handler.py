"""End a photograph that failed: state `KeepPlaceholder`, a `PlaceholderTask` in, nothing out.

The recipe keeps its placeholder and says why; where only the storing failed it shows the original, flagged.
"""

from contextlib import suppress

from brigade.errors import BucketMissing, DuplicateImage, NotFound, PictureUnreadable, Rejected
from brigade.generation.messages import PlaceholderTask, StepError
from brigade.images.reasons import ORIGINAL_KEPT, may_show_original
from brigade.images.record import ImageRecord, Shown, picture_record, placeholder_record
from brigade.images.seeking import maker_of, tries_of
from brigade.progress.reasons import name_of, picture_reason_of, reason_of
from brigade.runs import run_of
from brigade_io import clock
from brigade_io.database import database
from brigade_io.frames.step_task import logger, step_task
from brigade_io.images.briefs import brief_at
from brigade_io.images.image_store import ImageStore
from brigade_io.images.masters import master_at
from brigade_io.images.picture_attempts import PictureAttempts
from brigade_io.images.picture_claims import PictureClaims
from brigade_io.images.picture_files import put_original, remove_all_but
from brigade_io.images.pictures import fingerprint, open_picture
from brigade_io.images.storage.wiring import picture_storage
from brigade_io.progress.picture_end import end_picture, picture_micros
from brigade_io.progress.wiring import batch_table
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket


@step_task(PlaceholderTask)
def handler(task: PlaceholderTask) -> None:
    name = name_of(task.error)
    if name == BucketMissing.__name__:  # before the last unit ends, so that no stream tells of an end without it
        batch_table().blame(task.batch_id, name, reason_of(task.error), run_of(task.attempt))
    shown = _show(_best_record(task), task)
    end_picture(task.batch_id, task.position, run_of(task.attempt), shown)
    logger.info("picture given up", reason=name, placeholder=shown.is_placeholder)
    with suppress(Rejected):  # a closed bucket must not undo the end that is written down
        brief = brief_at(work_bucket(), task.batch_id, task.recipe_id)
        remove_all_but(shown.keys, picture_storage(), brief, task.attempt + 1)


def _best_record(task: PlaceholderTask) -> ImageRecord:
    error = task.error
    if may_show_original(task.key, name_of(error)):
        try:
            return _original(task)
        except (BucketMissing, DuplicateImage, NotFound, PictureUnreadable) as late:
            error = StepError(error=type(late).__name__, cause="")
    return placeholder_record(
        task.recipe_id, task.attempt, images_url=settings().images_url, at=clock.now(),
        maker=_maker(task), cost_micros=_cost(task), reason=picture_reason_of(error),
    )  # fmt: skip


def _original(task: PlaceholderTask) -> ImageRecord:
    """The record of the picture in its full size, stored and claimed. Raises what keeps it from being shown."""
    brief = brief_at(work_bucket(), task.batch_id, task.recipe_id)
    picture = open_picture(master_at(task.key, work_bucket(), picture_storage()))
    prints = fingerprint(picture)
    with database() as db:
        PictureClaims(db).claim_for_recipe(task.recipe_id, task.attempt, prints)
    key, original = put_original(picture_storage(), brief, task.attempt, picture)
    return picture_record(
        brief, task.attempt, prints, [key], images_url=settings().images_url, at=clock.now(),
        maker=_maker(task), gently=task.seeking.softened, cost_micros=_cost(task),
        reason=ORIGINAL_KEPT, original=original, ms=task.seeking.ms,
    )  # fmt: skip


def _show(image: ImageRecord, task: PlaceholderTask) -> Shown:
    with database() as db:
        tries = tries_of(task.seeking, name_of(task.error), settings().image_models[0].name)
        PictureAttempts(db).note(task.batch_id, task.position, task.attempt, tries, clock.now())
        return ImageStore(db).record(image)


def _cost(task: PlaceholderTask) -> int:
    return picture_micros(task.batch_id, task.position, task.attempt)


def _maker(task: PlaceholderTask) -> tuple[str, str]:
    return maker_of(task.seeking, settings().image_models[0].name)
