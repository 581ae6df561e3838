"""What an admin may see: the own batches, and how agents and streams have done in the last day."""

from datetime import datetime, timedelta

from pydantic import Field

from brigade.model import Wire
from brigade.progress.batch import BatchRecord
from brigade.progress.metrics import AGENTS, Metrics, agent_metrics, batch_metrics, stream_metrics
from brigade.progress.snapshot import Phase, snapshot_of
from brigade.progress.views import BatchList, line
from brigade_io.progress.wiring import agent_call_table, batch_table
from brigade_io.settings import settings

PERIOD = timedelta(hours=24)
BATCHES_COUNTED = 1000
OUTCOMES = frozenset(Phase)  # that this release knows
GRACE = 15.0  # seconds a stream's closing may come late


class BatchQuery(Wire):
    limit: int = Field(default=20, ge=1, le=100)


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
    if record.outcome in OUTCOMES:
        return Phase(record.outcome)
    return snapshot_of(batch_table().read(record.batch_id), now).phase
