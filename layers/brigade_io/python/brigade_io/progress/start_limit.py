"""How many batches one owner may start in a minute: one item for each such minute, forgotten soon after."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from brigade.errors import RateLimitExceeded
from brigade_io.dynamodb import conditionally, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MINUTE = timedelta(minutes=1)


class StartLimit:
    """Kept in the idempotency table: pk `id`, ttl `expiration`."""

    def __init__(self, client: "DynamoDBClient", name: str, most: int) -> None:
        self.client = client
        self.name = name
        self.most = most

    def admit(self, owner: str, batch_id: UUID, now: datetime) -> None:
        """Count a start in its minute of the clock, once however often it is asked. Raises RateLimitExceeded."""
        minute = now.replace(second=0, microsecond=0)
        values = {":batch": {str(batch_id)}, ":id": str(batch_id), ":most": self.most,
                  ":end": int((minute + 2 * MINUTE).timestamp())}  # fmt: skip
        counted = conditionally(
            self.client.update_item, TableName=self.name,
            Key=to_item({"id": f"starts#{minute:%Y-%m-%dT%H:%M}#{owner}"}),
            UpdateExpression="ADD batches :batch SET expiration = :end",
            ConditionExpression="attribute_not_exists(batches) OR contains(batches, :id) OR size(batches) < :most",
            ExpressionAttributeValues=to_item(values),
        )  # fmt: skip
        if counted is None:
            seconds = max(1, -((now - minute - MINUTE) // timedelta(seconds=1)))
            raise RateLimitExceeded(f"{self.most} batches were started in this minute", seconds)
