"""What an admin may see: the own batches, and how agents and streams have done in the last day."""

from datetime import datetime, timedelta

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from brigade.errors import InvalidRequest
from brigade.progress.batch import BatchRecord
from brigade.progress.metrics import AGENTS, Metrics, agent_metrics, batch_metrics, stream_metrics
from brigade.progress.snapshot import Phase, snapshot_of
from brigade.progress.views import BatchList, line
from brigade_io.settings import settings
from brigade_io.wiring import agent_call_table, batch_table

PERIOD = timedelta(hours=24)
BATCHES_COUNTED = 1000
USUAL_PAGE, LARGEST_PAGE = 20, 100
GRACE = 15.0  # seconds a stream's closing may come late


def page_size(app: APIGatewayRestResolver) -> int:
    """The query parameter `limit`. Raises InvalidRequest."""
    asked = app.current_event.query_string_parameters.get("limit", str(USUAL_PAGE))
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= LARGEST_PAGE):
        raise InvalidRequest("limit cannot be used", {"limit": f"must be a whole number from 1 to {LARGEST_PAGE}"})
    return int(asked[:9])


def history(owner: str, limit: int, now: datetime) -> BatchList:
    records = batch_table().of_owner(owner, limit)
    return BatchList(batches=[line(batch_table().read(record.batch_id), now) for record in records])


def metrics(owner: str, now: datetime) -> Metrics:
    """Agents and streams of the last day; the owner's batches."""
    since, calls = now - PERIOD, agent_call_table()
    longest = settings().stream_window + GRACE
    return Metrics(
        since=since,
        agents={agent: agent_metrics(calls.recent(agent, since)) for agent in AGENTS},
        batches=batch_metrics(_phase(record, now) for record in batch_table().of_owner(owner, BATCHES_COUNTED)),
        sse=stream_metrics(calls.recent_streams(since), now, longest),
    )


def _phase(record: BatchRecord, now: datetime) -> Phase:
    """What the sweep wrote down, where it did; else what follows from the batch's units."""
    if record.outcome is not None:
        return Phase(record.outcome)
    return snapshot_of(batch_table().read(record.batch_id), now).phase
