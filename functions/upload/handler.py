"""Put a photograph in its place: state `Upload`, an `ImageResult` in, an `UploadResult` out.

Raises DuplicateImage where it is too like a stored one; a later attempt may do better.
"""

from brigade.generation.messages import ImageResult, UploadResult
from brigade.images.record import picture_record
from brigade.images.seeking import maker_of
from brigade.runs import run_of
from brigade_io import clock
from brigade_io.database import database
from brigade_io.frames.step_task import logger, step_task
from brigade_io.images.briefs import brief_at
from brigade_io.images.image_store import ImageStore
from brigade_io.images.masters import master_at
from brigade_io.images.picture_attempts import PictureAttempts
from brigade_io.images.picture_claims import PictureClaims
from brigade_io.images.picture_files import put_original, put_variants, remove_all_but
from brigade_io.images.pictures import fingerprint, open_picture
from brigade_io.images.storage.wiring import picture_storage
from brigade_io.progress.picture_end import end_picture, picture_micros
from brigade_io.settings import settings
from brigade_io.wiring import work_bucket


@step_task(ImageResult, agent="storage")
def handler(task: ImageResult) -> UploadResult:
    brief = brief_at(work_bucket(), task.batch_id, task.recipe_id)
    picture = open_picture(master_at(task.key, work_bucket(), picture_storage()))
    prints = fingerprint(picture)
    with database() as db:
        PictureAttempts(db).note(task.batch_id, task.position, task.attempt, task.seeking.tries, clock.now())
        PictureClaims(db).claim_for_recipe(task.recipe_id, task.attempt, prints)
    key, original = put_original(picture_storage(), brief, task.attempt, picture)
    keys = put_variants(picture_storage(), brief, task.attempt, picture) if brief.variants else []
    image = picture_record(
        brief, task.attempt, prints, [*keys, key], images_url=settings().images_url, at=clock.now(),
        maker=maker_of(task.seeking, settings().image_models[0].name), gently=task.seeking.softened,
        cost_micros=picture_micros(task.batch_id, task.position, task.attempt), original=original, ms=task.seeking.ms,
    )  # fmt: skip
    with database() as db:
        shown = ImageStore(db).record(image)
    end_picture(task.batch_id, task.position, run_of(task.attempt), shown)
    own = shown.keys == image.keys  # else this attempt was ended by another while we were at it
    remove_all_but(shown.keys, picture_storage(), brief, task.attempt + (not own))
    logger.info("picture stored", objects=len(shown.keys), own=own)
    return UploadResult(recipe_id=task.recipe_id, url=shown.url)
