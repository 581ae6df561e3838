"""Removing objects that no picture names, once a day, and saying which pictures have lost theirs."""

from brigade.alarms import Alarm
from brigade.images.cleanup import MOST
from brigade_io.alarms import raise_alarm
from brigade_io.frames.step_task import logger
from brigade_io.images.cleaning import clean

SECONDS = 180.0  # of the function's four minutes


def remove_orphans() -> None:
    report = clean(dry_run=False, seconds=SECONDS)
    logger.info("orphans removed", **report.model_dump(mode="json", by_alias=False, include={"removed", "bytes"}))
    if report.removed >= MOST:
        raise_alarm(Alarm.MANY_ORPHANS, "the bucket of pictures", f"{report.removed} objects, and perhaps more")
    if report.pictures_without_object:
        raise_alarm(Alarm.LOST_PICTURES, f"picture {report.pictures[0]}", f"{report.pictures_without_object} of them")
