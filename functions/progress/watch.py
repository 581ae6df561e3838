"""One poll of a batch, shared by every stream of it in this process, going on through failures."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from brigade.progress.batch import BatchState

logger = logging.getLogger(__name__)
Read = Callable[[UUID], BatchState]


class Watch:
    """Reads one batch again and again; whoever waits for `next` gets the newest state."""

    def __init__(self, batch_id: UUID, read: Read, every: float) -> None:
        self.batch_id = batch_id
        self.read = read
        self.every = every
        self.followers = 0
        self._coming: asyncio.Future[BatchState] = asyncio.get_running_loop().create_future()
        self._polling = asyncio.create_task(self._poll())

    async def next(self, within: float) -> BatchState | None:
        """The next state that is read, None where there is none in so many seconds."""
        done, _ = await asyncio.wait({self._coming}, timeout=max(0.0, within))
        return done.pop().result() if done else None

    def stop(self) -> None:
        self._polling.cancel()

    async def _poll(self) -> None:
        took = 0.0
        while True:
            await asyncio.sleep(max(self.every, took))  # a large batch never takes more than half of the table's time
            started = time.monotonic()
            try:
                state = await asyncio.to_thread(self.read, self.batch_id)
            except Exception as failure:  # the state is kept in the table: whatever failed, the next read may not
                logger.warning("batch %s could not be read: %s", self.batch_id, failure)
            else:
                self._coming.set_result(state)
                self._coming = asyncio.get_running_loop().create_future()
            took = time.monotonic() - started


_watches: dict[UUID, Watch] = {}


@contextmanager
def watching(batch_id: UUID, read: Read, every: float) -> Iterator[Watch]:
    """The batch's watch, which runs as long as somebody follows it."""
    watch = _watches.get(batch_id)
    if watch is None:
        watch = _watches[batch_id] = Watch(batch_id, read, every)
    watch.followers += 1
    try:
        yield watch
    finally:
        watch.followers -= 1
        if not watch.followers:
            watch.stop()
            del _watches[batch_id]
