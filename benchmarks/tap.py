"""A pipe before the running system that notes when each server-sent event left it."""

import asyncio
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

EVENT_ID = re.compile(rb"(?:^|\n)id: (\d+)\r?\n")
LONGEST_ID = 32


class Tap:
    """`sent`: by the event's id, when it was first passed on, in seconds since the epoch."""

    def __init__(self, system: str) -> None:
        self.sent: dict[int, float] = {}
        self.system = urlsplit(system)
        self.port = 0

    async def serve(self, opened: threading.Event, done: asyncio.Event) -> None:
        async with await asyncio.start_server(self._connected, "127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            opened.set()
            await done.wait()

    async def _connected(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        system, to_system = await asyncio.open_connection(self.system.hostname, self.system.port)
        await asyncio.gather(
            self._pass_on(browser, to_system), self._pass_on(system, to_browser, noted=True), return_exceptions=True
        )

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, noted: bool = False) -> None:
        tail = b""
        try:
            while data := await source.read(65536):
                if noted:
                    tail = self._note(tail + data)
                target.write(data)
                await target.drain()
        finally:
            target.close()

    def _note(self, data: bytes) -> bytes:
        """What may be the beginning of an id that goes on in what comes next."""
        for found in EVENT_ID.finditer(data):
            self.sent.setdefault(int(found[1]), time.time())
        return data[-LONGEST_ID:]


@contextmanager
def tapped(system: str) -> Iterator[Tap]:
    tap, opened, loop, done = Tap(system), threading.Event(), asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=[tap.serve(opened, done)])
    thread.start()
    opened.wait()
    try:
        yield tap
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()
