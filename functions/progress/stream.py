"""One client's stream of events: what it missed, then what is new, until the end or the end of its window."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from sse_starlette import ServerSentEvent

from brigade.progress.batch import BatchState
from brigade.progress.events import Event, Seen, connected, has_final, news
from brigade_io import clock
from brigade_io.frames.streaming import RECONNECT
from brigade_io.frames.watching import watching
from brigade_io.progress.wiring import batch_table
from brigade_io.settings import settings


@dataclass
class Tally:
    """What one stream has done, for the metrics."""

    started: float
    events: int = 0

    @property
    def ms(self) -> float:
        return (time.monotonic() - self.started) * 1000


async def told(first: BatchState, last_id: int, tally: Tally) -> AsyncIterator[ServerSentEvent]:
    """The events for a client whose last one was `last_id`."""
    batch_id = first.record.batch_id
    yield _sent(connected(batch_id, last_id, clock.now()), tally, retry=RECONNECT)
    async for event in _fresh(batch_id, first, last_id):
        yield _sent(event, tally)


async def _fresh(batch_id: UUID, state: BatchState, last_id: int) -> AsyncIterator[Event]:
    loop, seen = asyncio.get_running_loop(), Seen(last_id=last_id)
    until = loop.time() + settings().stream_window
    with watching(batch_id, batch_table().read, settings().stream_poll) as watch:
        while True:
            now = clock.now()
            events, seen = news(state, now, seen)
            for event in events:
                yield event
            if has_final(state, now, seen.last_id):
                return
            newer = await watch.next(until - loop.time())
            if newer is None:
                return
            state = newer


def _sent(event: Event, tally: Tally, retry: int | None = None) -> ServerSentEvent:
    tally.events += 1
    return ServerSentEvent(event.data.model_dump_json(), event=event.name, id=str(event.id), retry=retry, sep="\n")
