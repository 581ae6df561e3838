"""Removing objects that no picture names. Pictures that lack an object are told of, and left to a person."""

from datetime import timedelta
from time import monotonic

from brigade.images.cleanup import GRACE, CleanupReport, report_of
from brigade_io import clock
from brigade_io.database import database
from brigade_io.images.inventory import Inventory
from brigade_io.images.storage.wiring import picture_storage
from brigade_io.settings import settings


def clean(*, dry_run: bool, seconds: float) -> CleanupReport:
    """Look through everything, for so many seconds at most."""
    until = monotonic() + seconds
    before = clock.now() - GRACE - timedelta(minutes=settings().minutes_of(overnight=True))
    with database() as db:
        inventory = Inventory(db, picture_storage())
        found = inventory.take(before, lambda: monotonic() > until)
        unwanted = [] if dry_run else inventory.unnamed([*found.orphans])
    picture_storage().remove(unwanted)
    return report_of(found, len(unwanted), dry_run=dry_run)
