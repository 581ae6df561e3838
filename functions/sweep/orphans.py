"""Removing pictures that no record knows: what was made when, for very long, nothing could be written down."""

from datetime import timedelta

from brigade.images.brief import PICTURES
from brigade_io import clock
from brigade_io.database import database
from brigade_io.frames.step_task import logger
from brigade_io.images.image_store import ImageStore
from brigade_io.images.storage.wiring import picture_storage
from brigade_io.settings import settings

GRACE = timedelta(days=1)  # after the longest run of a batch: whoever put an object has recorded it long since
MOST = 1000  # about that many a day: more of them are a sign that it is the records that are missing


def remove_orphans() -> None:
    before = clock.now() - GRACE - timedelta(minutes=settings().minutes_of(overnight=True))
    removed = 0
    for page in picture_storage().pages(f"{PICTURES}/"):
        old = [key for key, put_at in page.items() if put_at < before]
        with database() as db:
            orphans = ImageStore(db).unrecorded(old)
        picture_storage().remove(orphans)
        removed += len(orphans)
        if removed >= MOST:
            logger.warning("very many orphans", removed=removed)
            return
    logger.info("orphans removed", removed=removed)
