"""One client's stream of events: how the generation stands, then what is new, until its end or that of its window."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from uuid import UUID

from sse_starlette import ServerSentEvent

from brigade.image_generation.events import GenerationEvent, connected, news
from brigade.image_generation.views import GenerationView
from brigade_io import clock
from brigade_io.database import database
from brigade_io.frames.streaming import RECONNECT
from brigade_io.frames.watching import watching
from brigade_io.image_generation.generation_store import GenerationStore
from brigade_io.image_generation.showing import shown
from brigade_io.settings import settings

_one_at_a_time = threading.Lock()  # the process has one connection, and every stream reads in a thread of its own


def read_of(owner: UUID) -> Callable[[UUID], GenerationView]:
    """How an own generation is read. Raises NotFound, also for another's."""

    def read(generation_id: UUID) -> GenerationView:
        with _one_at_a_time, database() as db:
            return shown(db, [GenerationStore(db).get(owner, generation_id)], clock.now())[0]

    return read


async def told(view: GenerationView, owner: UUID, last_id: int) -> AsyncIterator[ServerSentEvent]:
    """The events for a client whose last one was `last_id`."""
    yield _sent(connected(view.id, last_id, clock.now()), retry=RECONNECT)
    loop = asyncio.get_running_loop()
    until = loop.time() + settings().stream_window
    with watching(view.id, read_of(owner), settings().stream_poll) as watch:
        while True:
            if event := news(view, last_id):
                last_id = event.id
                yield _sent(event)
            if view.status.is_end:
                return
            newer = await watch.next(until - loop.time())
            if newer is None:
                return
            view = newer


def _sent(event: GenerationEvent, retry: int | None = None) -> ServerSentEvent:
    return ServerSentEvent(event.data.model_dump_json(), event=event.name, id=str(event.id), retry=retry, sep="\n")
