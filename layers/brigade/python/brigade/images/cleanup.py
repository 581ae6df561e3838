"""Objects that no picture names, and pictures whose objects are gone: what was found, and what was done about it."""

from datetime import timedelta
from uuid import UUID

from pydantic import Field

from brigade.model import Message, Wire

GRACE = timedelta(days=1)  # beyond the longest run: whoever put an object has recorded it long since
MOST = 1000  # objects that are removed at once; more are a sign that it is the records that are missing
SHOWN = 20  # examples in a report


class CleanupOrder(Wire):
    """The body of `POST /api/images/cleanup`. Nothing is removed unless `dry_run` is false."""

    dry_run: bool = True


class CleanupReport(Wire):
    """`bytes` are those of the objects without a picture. `complete` where everything was looked through in the time
    there was; only then is it known which pictures lack an object, of whom there are examples.
    """

    dry_run: bool
    complete: bool
    looked_at: int
    objects_without_picture: int
    bytes: int
    removed: int
    objects: list[str]
    pictures_without_object: int | None
    pictures: list[UUID]


class Found(Message):
    """What lists and records together say; `orphans` are objects without a picture, with their bytes."""

    complete: bool
    looked_at: int = Field(ge=0)
    orphans: dict[str, int]
    broken: list[UUID]


def report_of(found: Found, removed: int, *, dry_run: bool) -> CleanupReport:
    return CleanupReport(
        dry_run=dry_run, complete=found.complete, looked_at=found.looked_at, objects_without_picture=len(found.orphans),
        bytes=sum(found.orphans.values()), removed=removed, objects=sorted(found.orphans)[:SHOWN],
        pictures_without_object=len(found.broken) if found.complete else None, pictures=found.broken[:SHOWN],
    )  # fmt: skip
