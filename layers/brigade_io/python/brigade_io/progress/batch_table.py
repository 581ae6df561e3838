"""Batches in DynamoDB: one item for the record, one per unit of work; units are written forward only."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from botocore.exceptions import ClientError

from brigade.errors import DeadlinePassed, NotFound, TableBusy, WrongMoment
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.closing import Ending
from brigade.progress.stage import LAST, Stage
from brigade.progress.unit import Unit
from brigade_io import clock
from brigade_io.dynamodb import cancellation_reasons, conditionally, from_item, to_item, translated
from brigade_io.progress.batch_items import (
    OPEN,
    RECORD,
    advanced,
    error_values,
    forward,
    key_of,
    record_values,
    same_request,
    time_text,
    unit_item,
    unit_values,
)
from brigade_io.progress.reopening import reopened, reopened_unit
from brigade_io.progress.stored import batch_id_of, record_of, records_of, state_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import PaginatorConfigTypeDef, TransactWriteItemTypeDef

NOTED_RUN = ":run"
SAME = f" AND (attribute_not_exists(retries) OR retries = {NOTED_RUN})"
BEGUN = f" AND (attribute_not_exists(begun_run) OR begun_run <= {NOTED_RUN})"
NEW = "attribute_not_exists(batch_id)"
TRANSACTION = 100  # writes that DynamoDB takes together


class BatchTable:
    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self.client = client
        self.name = name

    # --- The record ----------------------------------------------------------------------------------

    def create(self, record: BatchRecord) -> BatchRecord:
        """Store a new batch, or give the one stored under its id before. Raises Conflict where they differ."""
        item = to_item(record_values(record))
        put = conditionally(self.client.put_item, TableName=self.name, Item=item, ConditionExpression=NEW)
        return same_request(self.record(record.batch_id), record) if put is None else record

    def record(self, batch_id: UUID) -> BatchRecord:
        """Raises NotFound."""
        key = key_of(batch_id, RECORD)
        with translated():
            answer = self.client.get_item(TableName=self.name, Key=key, ConsistentRead=True)
        if "Item" not in answer:
            raise NotFound(f"no batch {batch_id}")
        return record_of(from_item(answer["Item"]))

    def of_owner(self, owner: str, limit: int) -> list[BatchRecord]:
        """An owner's batches, newest first."""
        items = self._query(
            {"MaxItems": limit}, IndexName="by_owner", ScanIndexForward=False,
            KeyConditionExpression="#owner = :owner", ExpressionAttributeNames={"#owner": "owner"},
            ExpressionAttributeValues=to_item({":owner": owner}),
        )  # fmt: skip
        return records_of(items)

    def open_batches(self) -> list[UUID]:
        """Every batch whose end has not been recorded, the oldest deadline first."""
        items = self._query(
            IndexName="open_by_deadline", KeyConditionExpression="#open = :open",
            ExpressionAttributeNames={"#open": "open"}, ExpressionAttributeValues=to_item({":open": OPEN}),
        )  # fmt: skip
        return [batch_id for item in items if (batch_id := batch_id_of(item))]

    def close(
        self, batch_id: UUID, at: datetime, error_code: str | None, error_text: str | None, run: int | None = None
    ) -> None:
        """No more is planned or written in this batch; the first closing and the first error stand.

        Nothing happens where it started afresh after `run`.
        """
        closed = {"closed_at": time_text(at), **error_values(at, error_code, error_text)}
        self._note_in(run, batch_id, closed, BEGUN)

    def blame(self, batch_id: UUID, error_code: str, error_text: str, run: int) -> None:
        """The batch as a whole is at fault; the first error stands. A fault of before it started afresh is none."""
        self._note_in(run, batch_id, error_values(clock.now(), error_code, error_text), BEGUN)

    def finish(self, batch_id: UUID, at: datetime, outcome: str, run: int | None = None) -> None:
        """Every recipe has ended: the batch leaves the open ones. The first outcome stands.

        Nothing happens where it is in another run than `run`.
        """
        self._note_in(run, batch_id, {"ended_at": time_text(at), "outcome": outcome}, SAME, also="REMOVE #open")

    def _note_in(self, run: int | None, batch_id: UUID, values: Mapping[str, Any], only: str, also: str = "") -> None:
        with suppress(DeadlinePassed) if run is not None else nullcontext():
            self._note(batch_id, values, also, only=only if run is not None else "", run=run)

    def cancel(self, batch_id: UUID, at: datetime) -> None:
        """Nothing new begins in this batch; the first cancelling stands."""
        self._note(batch_id, {"cancelled_at": time_text(at)})

    def reopen(
        self, record: BatchRecord, units: Mapping[int, Stage], at: datetime, deadline: datetime, over: bool
    ) -> BatchRecord:
        """Begin the batch's next retry, and open these units again at a stage each; one `over` starts afresh.

        Together, so that nobody sees a retry that has nothing to do. Raises WrongMoment where another began.
        """
        batch_id, run = record.batch_id, record.retries + 1
        opened = [reopened_unit(batch_id, position, stage, run, at) for position, stage in units.items()]
        changes = [{"TableName": self.name, **each} for each in (reopened(record, at, deadline, over), *opened)]
        self._together(changes[:TRANSACTION])
        for change in changes[TRANSACTION:]:
            conditionally(self.client.update_item, **change)
        return self.record(batch_id)

    def _together(self, changes: list[dict[str, Any]]) -> None:
        updates: Any = [{"Update": change} for change in changes]
        try:
            with translated():
                self.client.transact_write_items(TransactItems=updates)
        except ClientError as error:
            if "ConditionalCheckFailed" in (reasons := cancellation_reasons(error)):
                raise WrongMoment("another retry of this batch has just begun") from error
            if not reasons:
                raise
            raise TableBusy(f"DynamoDB cancelled a transaction: {', '.join(reasons)}") from error

    def _note(
        self, batch_id: UUID, values: Mapping[str, Any], also: str = "", only: str = "", run: int | None = None
    ) -> None:
        known = {name: value for name, value in values.items() if value is not None}
        names = {f"#{name}": name for name in known} | ({"#open": "open"} if also else {})
        sets = ", ".join(f"#{name} = if_not_exists(#{name}, :{name})" for name in known)
        noted = conditionally(
            self.client.update_item, TableName=self.name, Key=key_of(batch_id, RECORD),
            UpdateExpression=f"SET {sets} {also}", ConditionExpression=f"attribute_exists(batch_id){only}",
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=to_item({**{f":{name}": value for name, value in known.items()}, NOTED_RUN: run}),
        )  # fmt: skip
        if noted is None:
            raise (DeadlinePassed if only else NotFound)(f"batch {batch_id} is not there, or closed")

    # --- The units -----------------------------------------------------------------------------------

    def mark_planned(self, batch_id: UUID, chunks: int, units: Sequence[Unit], at: datetime) -> None:
        """Add the planned units, leaving those that exist as they are, then say that the batch is planned.

        Raises DeadlinePassed where the batch has been closed meanwhile.
        """
        for start in range(0, len(units), TRANSACTION):
            self._add(batch_id, units[start : start + TRANSACTION], at)
        planned = {"planned_at": time_text(at), "chunks": chunks}
        self._note(batch_id, planned, only=" AND attribute_not_exists(closed_at)")

    def _add(self, batch_id: UUID, units: Sequence[Unit], at: datetime) -> None:
        while units:
            puts = [self._put(batch_id, unit, at) for unit in units]
            try:
                with translated():
                    self.client.transact_write_items(TransactItems=puts)
                return
            except ClientError as error:
                units = _not_there_yet(units, error)

    def _put(self, batch_id: UUID, unit: Unit, at: datetime) -> "TransactWriteItemTypeDef":
        item = to_item(unit_values(batch_id, unit, at))
        return {"Put": {"TableName": self.name, "Item": item, "ConditionExpression": NEW}}

    def advance(self, batch_id: UUID, position: int, stage: Stage, **facts: Any) -> bool:
        """Move a unit forward; False where it is further already, has ended, or was never planned.

        Without `attempt` it moves within the attempt it is in.
        """
        values = advanced(stage, facts)
        moment = f"at_{stage}"
        sets = [*(f"#{name} = :{name}" for name in values), f"#{moment} = if_not_exists(#{moment}, :now)"]
        told = {f":{name}": value for name, value in values.items()} | {":now": time_text(clock.now())}
        moved = conditionally(
            self.client.update_item, TableName=self.name, Key=key_of(batch_id, unit_item(position)),
            UpdateExpression="SET " + ", ".join(sets), ConditionExpression=forward(values),
            ExpressionAttributeNames={f"#{name}": name for name in (*values, moment)},
            ExpressionAttributeValues=to_item(told | ({":last": LAST} if "attempt" in values else {})),
        )  # fmt: skip
        return moved is not None

    def advance_all(self, batch_id: UUID, facts: Mapping[int, Mapping[str, Any]], stage: Stage) -> int:
        """Move units forward, each with its facts; how many moved."""
        return sum(self.advance(batch_id, position, stage, **known) for position, known in facts.items())

    def end(self, batch_id: UUID, endings: Iterable[Ending]) -> int:
        """Write down how units ended, where they are still in that attempt; how many had not ended before."""
        return sum(
            self.advance(batch_id, end.position, end.stage, attempt=end.attempt, reason=end.reason) for end in endings
        )

    # --- Reading -------------------------------------------------------------------------------------

    def read(self, batch_id: UUID) -> BatchState:
        """Everything of one batch, consistently item by item. Raises NotFound."""
        items = self._query(
            KeyConditionExpression="batch_id = :batch", ConsistentRead=True,
            ExpressionAttributeValues=to_item({":batch": str(batch_id)}),
        )  # fmt: skip
        by_name = {str(item["item"]): item for item in items}
        if RECORD not in by_name:
            raise NotFound(f"no batch {batch_id}")
        return state_of(by_name.pop(RECORD), by_name)

    def _query(self, paging: "PaginatorConfigTypeDef | None" = None, /, **query: Any) -> list[dict[str, Any]]:
        paginator = self.client.get_paginator("query")
        pages = paginator.paginate(TableName=self.name, PaginationConfig=paging or {}, **query)
        with translated():
            return [from_item(item) for page in pages for item in page["Items"]]


def _not_there_yet(units: Sequence[Unit], error: ClientError) -> list[Unit]:
    """The units a cancelled transaction may try again without those that exist."""
    reasons = cancellation_reasons(error)
    if not reasons:
        raise error
    if "ConditionalCheckFailed" not in reasons:
        raise TableBusy(f"DynamoDB cancelled a transaction: {', '.join(reasons)}") from error
    return [unit for unit, reason in zip(units, reasons, strict=True) if reason != "ConditionalCheckFailed"]
