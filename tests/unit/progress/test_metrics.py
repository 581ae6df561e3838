"""Figures over recorded calls."""

from brigade.progress.metrics import (
    MOST,
    AgentCall,
    StreamCall,
    agent_metrics,
    batch_metrics,
    percentile,
    stream_metrics,
)
from brigade.progress.snapshot import Phase
from tests.unit.progress.batches import BATCH, after


def a_call(ms: float, error: str | None = None, retry: bool = False) -> AgentCall:
    return AgentCall(agent="chef", at=after(1), batch_id=str(BATCH), ms=ms, error=error, retry=retry)


def a_stream(opened: float, ms: float | None = None, events: int | None = None) -> StreamCall:
    return StreamCall(at=after(opened), batch_id=BATCH, ms=ms, events=events)


def test_an_agent_that_was_not_called_has_no_times() -> None:
    figures = agent_metrics([])
    assert (figures.calls, figures.p50_ms, figures.p95_ms) == (0, None, None)


def test_an_agents_calls_are_counted_by_outcome() -> None:
    figures = agent_metrics([a_call(10), a_call(20, "ModelBusy"), a_call(30, retry=True)])
    assert (figures.calls, figures.successes, figures.failures, figures.retries) == (3, 2, 1, 1)
    assert (figures.p50_ms, figures.p95_ms) == (20, 30)


def test_a_percentile_is_a_value_that_occurred() -> None:
    assert percentile(list(range(1, 101)), 0.95) == 95
    assert percentile([7.0], 0.5) == 7.0


def test_batches_are_counted_by_phase() -> None:
    phases = [Phase.COMPLETE, Phase.ERROR, Phase.IMAGING, Phase.PLANNING, Phase.CANCELLED]
    figures = batch_metrics(phases)
    assert (figures.total, figures.active, figures.completed, figures.errored) == (5, 2, 2, 1)


def test_a_stream_that_fell_silent_is_not_open_and_lowers_the_uptime() -> None:
    streams = [a_stream(0), a_stream(90), a_stream(50, ms=4000, events=9)]
    figures = stream_metrics(streams, after(100), window=60)
    assert (figures.open_connections, figures.events_sent, figures.uptime) == (1, 9, 0.5)


def test_figures_from_a_part_of_the_calls_say_so() -> None:
    calls, streams = [a_call(1)] * MOST, [a_stream(0)] * MOST
    assert (agent_metrics(calls).truncated, stream_metrics(streams, after(9), 60).truncated) == (False, False)
    more = agent_metrics([*calls, a_call(1)])
    assert (more.calls, more.truncated) == (MOST, True)
    assert stream_metrics([*streams, a_stream(0)], after(9), 60).truncated
