"""One poll of a thing, shared by every stream of it in this process, going on through failures."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar
from uuid import UUID

logger = logging.getLogger(__name__)
State = TypeVar("State")


class Watch(Generic[State]):
    """Reads one thing again and again; whoever waits for `next` gets the newest state."""

    def __init__(self, id: UUID, read: Callable[[UUID], State], every: float) -> None:
        self.id = id
        self.read = read
        self.every = every
        self.followers = 0
        self._coming: asyncio.Future[State] = asyncio.get_running_loop().create_future()
        self._polling = asyncio.create_task(self._poll())

    async def next(self, within: float) -> State | None:
        """The next state that is read, None where there is none in so many seconds."""
        done, _ = await asyncio.wait({self._coming}, timeout=max(0.0, within))
        return done.pop().result() if done else None

    def stop(self) -> None:
        self._polling.cancel()

    async def _poll(self) -> None:
        took = 0.0
        while True:
            await asyncio.sleep(max(self.every, took))  # a large one never takes more than half of its store's time
            started = time.monotonic()
            try:
                state = await asyncio.to_thread(self.read, self.id)
            except Exception as failure:  # the state is kept elsewhere: whatever failed, the next read may not
                logger.warning("%s could not be read: %s", self.id, failure)
            else:
                self._coming.set_result(state)
                self._coming = asyncio.get_running_loop().create_future()
            took = time.monotonic() - started


_watches: dict[UUID, Watch[Any]] = {}


@contextmanager
def watching(id: UUID, read: Callable[[UUID], State], every: float) -> Iterator[Watch[State]]:
    """The watch of this thing, which runs as long as somebody follows it."""
    watch = _watches.get(id)
    if watch is None:
        watch = _watches[id] = Watch(id, read, every)
    watch.followers += 1
    try:
        yield watch
    finally:
        watch.followers -= 1
        if not watch.followers:
            watch.stop()
            del _watches[id]
