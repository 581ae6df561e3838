"""How often one address, and one account, may try: one item for each quarter of an hour, forgotten soon after."""

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from brigade.errors import RateLimitExceeded
from brigade_io.dynamodb import conditionally, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

WINDOW = timedelta(minutes=15)


class SignInLimit:
    """Kept in the idempotency table: pk `id`, ttl `expiration`."""

    def __init__(self, client: "DynamoDBClient", name: str, per_address: int, per_account: int) -> None:
        self.client = client
        self.name = name
        self.per_address = per_address
        self.per_account = per_account

    def admit(self, action: str, now: datetime, address: str, account: str | None = None) -> None:
        """Count a try in its quarter of an hour of the clock. Raises RateLimitExceeded where there were enough."""
        self._count(f"{action}#address#{address}", self.per_address, now)
        if account is not None:
            name = hashlib.sha256(account.encode()).hexdigest()  # the table needs no addresses of people
            self._count(f"{action}#account#{name}", self.per_account, now)

    def _count(self, subject: str, most: int, now: datetime) -> None:
        """An answer that is lost on the way has counted: never more are let in, at worst one less."""
        start = datetime.fromtimestamp(now.timestamp() // WINDOW.total_seconds() * WINDOW.total_seconds(), now.tzinfo)
        values = {":one": 1, ":most": most, ":end": int((start + 2 * WINDOW).timestamp())}
        counted = conditionally(
            self.client.update_item, TableName=self.name,
            Key=to_item({"id": f"tries#{start:%Y-%m-%dT%H:%M}#{subject}"}),
            UpdateExpression="ADD tries :one SET expiration = :end",
            ConditionExpression="attribute_not_exists(tries) OR tries < :most",
            ExpressionAttributeValues=to_item(values),
        )  # fmt: skip
        if counted is None:
            seconds = max(1, -((now - start - WINDOW) // timedelta(seconds=1)))
            raise RateLimitExceeded("too many tries; wait before the next", seconds)
