"""Bring the database to the schema of this release, once per deploy, and put our own pictures in their place.

A database that sleeps, or is held by a long statement, is asked again for as long as the function may run.
"""

from typing import Any

from brigade_io.database import database
from brigade_io.frames.step_task import logger
from brigade_io.images.placeholder import put_placeholder
from brigade_io.images.storage.wiring import picture_storage
from brigade_io.last_writes import persistently
from brigade_io.migrate import migrate

PATIENCE = 180.0  # seconds


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    applied = persistently(_migrated, PATIENCE)
    persistently(lambda: put_placeholder(picture_storage()))
    logger.info("schema migrated", applied=applied)
    return {"applied": applied}


def _migrated() -> list[str]:
    with database() as db:
        return migrate(db)
