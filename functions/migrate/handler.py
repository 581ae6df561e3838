"""Bring the database to the schema of this release, once per deploy, and put our own pictures in their place."""

from typing import Any

from brigade_io.database import database
from brigade_io.frames.step_task import logger
from brigade_io.images.placeholder import put_placeholder
from brigade_io.migrate import migrate
from brigade_io.wiring import images_bucket


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    with database() as db:
        applied = migrate(db)
    put_placeholder(images_bucket())
    logger.info("schema migrated", applied=applied)
    return {"applied": applied}
