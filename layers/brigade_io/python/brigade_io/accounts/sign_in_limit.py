"""How often one address, one account, and both together may try: an item a quarter of an hour, soon forgotten."""

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from brigade.errors import RateLimitExceeded
from brigade_io.dynamodb import conditionally, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

WINDOW = timedelta(minutes=15)


class SignInLimit:
    """Kept in the idempotency table: pk `id`, ttl `expiration`."""

    def __init__(
        self, client: "DynamoDBClient", name: str, *, per_address: int, per_account: int, per_account_and_address: int
    ) -> None:
        self.client = client
        self.name = name
        self.per_address = per_address
        self.per_account = per_account
        self.per_account_and_address = per_account_and_address

    def admit(self, action: str, now: datetime, address: str, account: str | None = None) -> None:
        """Count a try in its quarter of an hour of the clock. Raises RateLimitExceeded where there were enough.

        Whoever may try no more from where they are uses up nothing of what others may.
        """
        for subject, most in self._subjects(action, address, account).items():
            self._count(subject, most, now)

    def give_back(self, action: str, now: datetime, address: str, account: str) -> None:
        """The try that was admitted at `now` was a right one, which does not count."""
        for subject in self._subjects(action, address, account):
            conditionally(
                self.client.update_item, TableName=self.name, Key=_key(subject, now),
                UpdateExpression="ADD tries :less", ConditionExpression="tries > :none",
                ExpressionAttributeValues=to_item({":less": -1, ":none": 0}),
            )  # fmt: skip

    def _subjects(self, action: str, address: str, account: str | None) -> dict[str, int]:
        """What is counted, and how often it may be; the narrowest first."""
        of_address = {f"{action}#address#{address}": self.per_address}
        if account is None:
            return of_address
        name = hashlib.sha256(account.encode()).hexdigest()  # the table needs no addresses of people
        return {
            f"{action}#account#{name}#address#{address}": self.per_account_and_address,
            **of_address,
            f"{action}#account#{name}": self.per_account,
        }

    def _count(self, subject: str, most: int, now: datetime) -> None:
        """An answer that is lost on the way has counted: never more are let in, at worst one less."""
        start = _start(now)
        values = {":one": 1, ":most": most, ":end": int((start + 2 * WINDOW).timestamp())}
        counted = conditionally(
            self.client.update_item, TableName=self.name,
            Key=_key(subject, now),
            UpdateExpression="ADD tries :one SET expiration = :end",
            ConditionExpression="attribute_not_exists(tries) OR tries < :most",
            ExpressionAttributeValues=to_item(values),
        )  # fmt: skip
        if counted is None:
            seconds = max(1, -((now - start - WINDOW) // timedelta(seconds=1)))
            raise RateLimitExceeded("too many tries; wait before the next", seconds)


def _start(now: datetime) -> datetime:
    """Of the quarter of an hour."""
    return datetime.fromtimestamp(now.timestamp() // WINDOW.total_seconds() * WINDOW.total_seconds(), now.tzinfo)


def _key(subject: str, now: datetime) -> "dict[str, AttributeValueTypeDef]":
    return to_item({"id": f"tries#{_start(now):%Y-%m-%dT%H:%M}#{subject}"})
