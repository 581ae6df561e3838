"""The ledger in the batches table: `cost#...` items, and the `budget` item of an account that has a limit.

An entry and its share of the budget are one transaction, so the budget counts every entry exactly once.
"""

import random
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from botocore.exceptions import ClientError

from brigade.alarms import Alarm
from brigade.errors import BudgetSpent, TableBusy
from brigade.providers.ledger import (
    PREFIX,
    LedgerEntry,
    Spending,
    attempt_of,
    entry_of,
    is_possible,
    maker_in,
    spending,
)
from brigade_io.alarms import raise_alarm
from brigade_io.dynamodb import (
    cancellation_reasons,
    code_of,
    conditionally,
    from_item,
    to_item,
    translated,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REFUSED = "ConditionalCheckFailed"
CONFLICT = "TransactionConflict"
TRIES = 12
FIRST_PAUSE = 0.02
LONGEST_PAUSE = 0.5


class Ledger:
    def __init__(self, client: "DynamoDBClient", name: str, pause: Callable[[float], None] = time.sleep) -> None:
        self.client = client
        self.name = name
        self.pause = pause

    def open(self, entry: LedgerEntry, budget_micros: int | None = None) -> LedgerEntry:
        """Enter a call that is about to be made; the entry as it was written, with its attempt.

        Raises BudgetSpent where the estimate no longer fits the batch's budget.
        """
        numbered = entry.model_copy(update={"budgeted": budget_micros is not None})
        for _ in range(TRIES):
            if self._enter(numbered, budget_micros):
                return numbered
            numbered = numbered.model_copy(update={"attempt": self._last_attempt(numbered) + 1})
        raise TableBusy(f"the ledger entry {entry.call_id} is contended")

    def settle(self, entry: LedgerEntry, actual_micros: int) -> bool:
        """The call cost this much; False where the entry has been closed before.

        An impossible price is never booked: the call stays unsettled, at most its estimate.
        """
        if not is_possible(entry, actual_micros):
            raise_alarm(Alarm.IMPOSSIBLE_PRICE, f"{entry.account} {entry.item}", f"{actual_micros!r:.40} micros")
            return False
        return self._close(entry, "settled", actual_micros)

    def release(self, entry: LedgerEntry) -> bool:
        """The call cost nothing for certain; False where the entry has been closed before."""
        return self._close(entry, "released", 0)

    def entries(self, account: UUID) -> list[LedgerEntry]:
        """Every entry of an account that can be read, by call and attempt."""
        return self._beginning(account, PREFIX)

    def _beginning(self, account: UUID, prefix: str) -> list[LedgerEntry]:
        pages = self.client.get_paginator("query").paginate(
            TableName=self.name, ConsistentRead=True, **_beginning(account, prefix)
        )
        with translated():
            found = [entry_of(from_item(item)) for page in pages for item in page["Items"]]
        return [entry for entry in found if entry]

    def settled(self, account: UUID, calls: Iterable[str]) -> int:
        """What these calls cost for certain, however often each was asked."""
        return sum(spending(self._beginning(account, f"{PREFIX}{call}#")).settled_micros for call in calls)

    def maker(self, account: UUID, call: str) -> str:
        """The provider that was paid last for this call, "" where nobody is named."""
        return maker_in(self._beginning(account, f"{PREFIX}{call}#"))

    def spending(self, account: UUID) -> Spending:
        return spending(self.entries(account))

    # --- Opening -------------------------------------------------------------------------------------

    def _enter(self, entry: LedgerEntry, budget_micros: int | None) -> bool:
        """Whether the entry was put; False where this attempt is taken."""
        put: dict[str, Any] = {
            "TableName": self.name, "Item": to_item(entry.values()),
            "ConditionExpression": "attribute_not_exists(batch_id)",
        }  # fmt: skip
        if budget_micros is None:
            return conditionally(self.client.put_item, **put) is not None
        room = budget_micros - entry.estimate_micros
        if room < 0:
            raise BudgetSpent(_spent(budget_micros))
        promise = self._commitment(entry, entry.estimate_micros, room)
        refusals = self._together({"Put": put}, {"Update": promise})
        if refusals and refusals[0] != REFUSED:
            raise BudgetSpent(_spent(budget_micros))
        return not refusals

    def _last_attempt(self, entry: LedgerEntry) -> int:
        with translated():
            answer = self.client.query(
                TableName=self.name, ConsistentRead=True, ScanIndexForward=False, Limit=1,
                **_beginning(entry.account, entry.attempts),
            )  # fmt: skip
        return max((attempt_of(from_item(item)["item"]) for item in answer["Items"]), default=0)

    # --- Closing -------------------------------------------------------------------------------------

    def _close(self, entry: LedgerEntry, state: str, actual_micros: int) -> bool:
        update: dict[str, Any] = {
            "TableName": self.name, "Key": to_item({"batch_id": str(entry.account), "item": entry.item}),
            "UpdateExpression": "SET #state = :state, actual_micros = :actual",
            "ConditionExpression": "#state = :reserved", "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": to_item(
                {":state": state, ":actual": actual_micros, ":reserved": "reserved"}
            ),
        }  # fmt: skip
        if not entry.budgeted:
            return conditionally(self.client.update_item, **update) is not None
        difference = actual_micros - entry.estimate_micros
        return not self._together({"Update": update}, {"Update": self._commitment(entry, difference)})

    # --- DynamoDB ------------------------------------------------------------------------------------

    def _commitment(self, entry: LedgerEntry, micros: int, room: int | None = None) -> dict[str, Any]:
        """Add `micros` to what the batch has spent or promised; only while that is at most `room`."""
        update: dict[str, Any] = {
            "TableName": self.name, "Key": to_item({"batch_id": str(entry.account), "item": "budget"}),
            "UpdateExpression": "SET committed_micros = if_not_exists(committed_micros, :zero) + :micros",
            "ExpressionAttributeValues": to_item({":micros": micros, ":zero": 0, ":room": room}),
        }  # fmt: skip
        if room is not None:
            fits = "attribute_not_exists(committed_micros) OR committed_micros <= :room"
            update["ConditionExpression"] = fits
        return update

    def _together(self, *actions: Any) -> list[str]:
        """Make all writes or none: empty when made, else each action's reason. Conflicts are tried again."""
        for turn in range(TRIES):
            refusals = self._transact(actions)
            if CONFLICT not in refusals:
                return refusals
            self.pause(random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**turn)))
        raise TableBusy("the batch's budget is contended")

    def _transact(self, actions: Any) -> list[str]:
        try:
            with translated():
                self.client.transact_write_items(TransactItems=list(actions))
        except ClientError as error:
            reasons = cancellation_reasons(error)
            if code_of(error) != "TransactionCanceledException":
                raise
            if not {REFUSED, CONFLICT} & set(reasons):
                raise TableBusy(f"DynamoDB cancelled a transaction: {', '.join(reasons)}") from error
            return reasons
        return []


def _beginning(account: UUID, prefix: str) -> dict[str, Any]:
    return {
        "KeyConditionExpression": "batch_id = :batch AND begins_with(#item, :prefix)",
        "ExpressionAttributeNames": {"#item": "item"},
        "ExpressionAttributeValues": to_item({":batch": str(account), ":prefix": prefix}),
    }


def _spent(budget_micros: int) -> str:
    return f"the batch's budget of ${budget_micros / 1_000_000:.2f} has no room for another call"
