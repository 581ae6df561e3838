"""Stops of generations in the table `batches`: what is read before a picture is paid, by whom PostgreSQL is out of
reach.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from brigade_io.dynamodb import from_item, to_item, translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class StopTable:
    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self.client = client
        self.name = name

    def stop(self, generation_id: UUID, run: int, error: str) -> None:
        """No further picture of this run is begun; `error` is the name of why."""
        item = {**_key(generation_id, run), "error": error}
        with translated():
            self.client.put_item(TableName=self.name, Item=to_item(item))

    def stopped(self, generation_id: UUID, run: int) -> str | None:
        """The name of why it was, None where it goes on."""
        with translated():
            answer = self.client.get_item(
                TableName=self.name, Key=to_item(_key(generation_id, run)), ConsistentRead=True
            )
        item = from_item(answer.get("Item", {}))
        return str(item["error"]) if item else None


def _key(generation_id: UUID, run: int) -> dict[str, str]:
    return {"batch_id": str(generation_id), "item": f"stop#{run}"}
