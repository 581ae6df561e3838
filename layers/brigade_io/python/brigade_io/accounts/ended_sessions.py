"""Sessions that have ended before their access tokens have: the authorizer, which has no database, asks here."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from brigade.accounts.claims import LONGEST
from brigade_io.dynamodb import to_item, translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEPT = timedelta(seconds=30)  # that a session goes on once it was seen to
MOST_KEPT = 10_000


class EndedSessions:
    """Kept in the idempotency table: pk `id`, ttl `expiration`; as long as the longest token lives."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self.client = client
        self.name = name
        self.went_on: dict[str, datetime] = {}

    def end(self, session: UUID, now: datetime) -> None:
        """From now on none of its access tokens is good. Raises TableBusy."""
        with translated():
            self.client.update_item(
                TableName=self.name, Key=_key(str(session)), UpdateExpression="SET expiration = :end",
                ExpressionAttributeValues=to_item({":end": int((now + 2 * LONGEST).timestamp())}),
            )  # fmt: skip

    def has_ended(self, session: str, now: datetime) -> bool:
        """Asked once in half a minute for each session. Raises TableBusy."""
        seen = self.went_on.get(session)
        if seen and seen <= now < seen + KEPT:
            return False
        with translated():
            ended = "Item" in self.client.get_item(TableName=self.name, Key=_key(session), ConsistentRead=True)
        if not ended:
            self._keep(session, now)
        return ended

    def _keep(self, session: str, now: datetime) -> None:
        if len(self.went_on) >= MOST_KEPT:
            self.went_on.clear()
        self.went_on[session] = now


def _key(session: str) -> dict[str, dict[str, str]]:
    return {"id": {"S": f"ended#{session}"}}
