"""One unit of a batch, for steps that work on one recipe."""

from uuid import UUID

from brigade.errors import NotFound
from brigade.progress.running import require_open
from brigade_io.dynamodb import from_item, translated
from brigade_io.progress.batch_items import key_of, unit_item
from brigade_io.progress.batch_table import BatchTable


def require_open_unit(table: BatchTable, batch_id: UUID, position: int, run: int) -> None:
    """Raises WrongMoment where it has ended or is in another run, and NotFound."""
    key = key_of(batch_id, unit_item(position))
    with translated():
        answer = table.client.get_item(TableName=table.name, Key=key, ConsistentRead=True)
    if "Item" not in answer:
        raise NotFound(f"no recipe {position} in batch {batch_id}")
    unit = from_item(answer["Item"])
    require_open(int(unit["ordinal"]), int(unit.get("attempt", 0)), run)
