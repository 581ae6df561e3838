"""One item per call of an agent and per stream of the monitor, kept for 30 days."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid4

from pydantic import ValidationError

from brigade.alarms import Alarm
from brigade.model import salvaged
from brigade.progress.metrics import MONITOR, MOST, AgentCall, StreamCall
from brigade_io import clock
from brigade_io.alarms import raise_once
from brigade_io.dynamodb import from_item, to_item, translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEPT = timedelta(days=30)
Call = TypeVar("Call", AgentCall, StreamCall)
logger = logging.getLogger(__name__)


class AgentCallTable:
    """Writing never raises: a lost measurement must not fail what was measured."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self.client = client
        self.name = name

    def record(self, agent: str, *, batch_id: str, ms: float, error: str | None, retry: bool) -> None:
        """One call that has just ended; `error` is its error's class name."""
        outcome = "failure" if error else "success"
        self._put(agent, {"batch_id": batch_id, "ms": ms, "outcome": outcome, "error": error, "retry": retry})

    def opened(self, batch_id: UUID) -> str:
        """A stream of the monitor begins; what to name when it is `closed`."""
        return self._put(MONITOR, {"batch_id": str(batch_id), "outcome": "open"})

    def closed(self, stream: str, ms: float, events: int) -> None:
        """The stream has ended after so many milliseconds and events."""
        try:
            self.client.update_item(
                TableName=self.name, Key=to_item({"agent": MONITOR, "at": stream}),
                UpdateExpression="SET ms = :ms, #events = :events, outcome = :closed",
                ExpressionAttributeNames={"#agent": "agent", "#events": "events"},
                ExpressionAttributeValues=to_item({":ms": ms, ":events": events, ":closed": "closed"}),
                ConditionExpression="attribute_exists(#agent)",
            )  # fmt: skip
        except Exception as failure:
            logger.warning("a closed stream was not recorded: %s", failure)

    def recent(self, agent: str, since: datetime, limit: int = MOST + 1) -> list[AgentCall]:
        """The agent's calls since then, newest first; one more than is counted, so that a cut can be seen."""
        return _read(AgentCall, self._since(agent, since, limit))

    def recent_streams(self, since: datetime, limit: int = MOST + 1) -> list[StreamCall]:
        """The monitor's streams since then, newest first."""
        return _read(StreamCall, self._since(MONITOR, since, limit))

    def _put(self, agent: str, values: Mapping[str, Any]) -> str:
        now = clock.now()
        at = f"{_time(now)}#{uuid4().hex[:12]}"
        expiry = int((now + KEPT).timestamp())
        try:
            item = to_item({"agent": agent, "at": at, "expires_at": expiry, **values})
            self.client.put_item(TableName=self.name, Item=item)
        except Exception as failure:
            logger.warning("a call of %s was not recorded: %s", agent, failure)
        return at

    def _since(self, agent: str, since: datetime, limit: int) -> list[dict[str, Any]]:
        pages = self.client.get_paginator("query").paginate(
            TableName=self.name, ScanIndexForward=False, PaginationConfig={"MaxItems": limit},
            KeyConditionExpression="#agent = :agent AND #at >= :since",
            ExpressionAttributeNames={"#agent": "agent", "#at": "at"},
            ExpressionAttributeValues=to_item({":agent": agent, ":since": _time(since)}),
        )  # fmt: skip
        with translated():
            return [from_item(item) for page in pages for item in page["Items"]]


def _time(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _read(kind: type[Call], items: list[dict[str, Any]]) -> list[Call]:
    """Those that can be read: one that cannot takes nothing from the others."""
    return [call for item in items if (call := _call(kind, item))]


def _call(kind: type[Call], item: Mapping[str, Any]) -> Call | None:
    at = str(item["at"])
    try:
        return salvaged(kind, {**item, "at": at.split("#")[0]}, {})[0]
    except ValidationError:
        raise_once(Alarm.UNREADABLE, f"call of {item['agent']} at {at}")
        return None
