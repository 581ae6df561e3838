"""The end of a recipe's picture in DynamoDB, as PostgreSQL shows it."""

from uuid import UUID

from brigade.images.record import Shown
from brigade.progress.stage import Stage
from brigade_io.progress.wiring import batch_table


def end_picture(batch_id: UUID, position: int, run: int, shown: Shown) -> None:
    """End the unit, where it is still in this run, with what its recipe shows, whoever recorded that."""
    stage = Stage.PLACEHOLDER if shown.is_placeholder else Stage.DONE
    batch_table().advance(batch_id, position, stage, attempt=run, image_url=shown.url, reason=shown.reason)
