"""How the agents, the batches and the streams have done, from one record per call."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

from pydantic import AwareDatetime, Field

from brigade.model import Message, Wire
from brigade.progress.snapshot import Phase

Agent = Literal["concept", "chef", "validator", "orchestrator", "artist", "storage", "coordinator"]
AGENTS: tuple[Agent, ...] = get_args(Agent)
MONITOR = "monitor"
MOST = 10_000  # calls of one agent that its figures are made from, the newest


class AgentCall(Message):
    """One call of one agent. `error` is the error's class name, `ms` how long it took."""

    agent: str
    at: AwareDatetime
    batch_id: str
    ms: float = Field(ge=0)
    error: str | None = None
    retry: bool = False


class StreamCall(Message):
    """One stream of the monitor; `ms` and `events` are None until it is closed."""

    at: AwareDatetime
    batch_id: UUID
    ms: float | None = Field(default=None, ge=0)
    events: int | None = Field(default=None, ge=0)


class AgentMetrics(Wire):
    """Times are milliseconds, None where nothing was called; `truncated` where older calls are left out."""

    calls: int
    successes: int
    failures: int
    retries: int
    p50_ms: float | None
    p95_ms: float | None
    truncated: bool


class BatchMetrics(Wire):
    total: int
    active: int
    completed: int
    errored: int


class StreamMetrics(Wire):
    """`uptime` is the share of finished streams that ended as they should; None where none has finished.

    `truncated` where older streams are left out.
    """

    open_connections: int
    events_sent: int
    uptime: float | None
    truncated: bool


class Metrics(Wire):
    since: datetime
    agents: dict[str, AgentMetrics]
    batches: BatchMetrics
    sse: StreamMetrics


def agent_metrics(found: Sequence[AgentCall]) -> AgentMetrics:
    """From the newest first; more than `MOST` say that there are more."""
    calls = found[:MOST]
    failures = sum(call.error is not None for call in calls)
    times = sorted(call.ms for call in calls)
    return AgentMetrics(
        calls=len(calls),
        successes=len(calls) - failures,
        failures=failures,
        retries=sum(call.retry for call in calls),
        p50_ms=percentile(times, 0.50),
        p95_ms=percentile(times, 0.95),
        truncated=len(found) > MOST,
    )


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` of them do not pass (nearest rank)."""
    if not ordered:
        return None
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def batch_metrics(phases: Iterable[Phase]) -> BatchMetrics:
    """One phase per batch."""
    known = list(phases)
    errored = sum(phase is Phase.ERROR for phase in known)
    completed = sum(phase in (Phase.COMPLETE, Phase.CANCELLED) for phase in known)
    return BatchMetrics(total=len(known), active=len(known) - completed - errored, completed=completed, errored=errored)


def stream_metrics(streams: Sequence[StreamCall], now: datetime, window: float) -> StreamMetrics:
    """From the newest first. `window` is how many seconds a stream may last: one silent for longer was cut."""
    known = streams[:MOST]
    closed = [stream for stream in known if stream.ms is not None]
    live = [stream for stream in known if stream.ms is None and now - stream.at <= timedelta(seconds=window)]
    finished = len(known) - len(live)
    return StreamMetrics(
        open_connections=len(live), events_sent=sum(stream.events or 0 for stream in closed),
        uptime=len(closed) / finished if finished else None, truncated=len(streams) > MOST,
    )  # fmt: skip
