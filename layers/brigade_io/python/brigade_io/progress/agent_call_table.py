"""One item per call of an agent and per stream of the monitor, kept for 30 days."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from brigade.progress.metrics import MONITOR, MOST, AgentCall, StreamCall
from brigade_io import clock
from brigade_io.dynamodb import from_item, to_item, translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEPT = timedelta(days=30)
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
        return [_call(values) for values in self._since(agent, since, limit)]

    def recent_streams(self, since: datetime, limit: int = MOST + 1) -> list[StreamCall]:
        """The monitor's streams since then, newest first."""
        return [_stream(values) for values in self._since(MONITOR, since, limit)]

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


def _moment(values: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(values["at"]).split("#")[0])


def _call(values: Mapping[str, Any]) -> AgentCall:
    known = {name: values[name] for name in AgentCall.model_fields if name in values}
    return AgentCall.model_validate({**known, "at": _moment(values)})


def _stream(values: Mapping[str, Any]) -> StreamCall:
    known = {name: values[name] for name in StreamCall.model_fields if name in values}
    return StreamCall.model_validate({**known, "at": _moment(values)})
