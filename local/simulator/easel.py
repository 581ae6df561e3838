"""Where pictures are drawn: a small pool of processes, so that drawing never holds up the server."""

import asyncio
import multiprocessing
import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor

from local.simulator.requests import ImageRequest

SHARED_PROMPT = "A plated dish that is the same every time"


class Easel:
    """A process pool, started by `open` or with the first picture."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.pool: ProcessPoolExecutor | None = None

    async def draw(self, asked: ImageRequest, seed: int, occurrence: int, fault: str | None) -> tuple[bytes, float]:
        """The encoded picture and the CPU seconds it took."""
        if fault == "broken_picture":
            return b"this is no picture", 0.0
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.open(), draw, asked, seed, occurrence, fault == "duplicate")

    def open(self) -> ProcessPoolExecutor:
        """The pool, with every worker started and its libraries loaded."""
        if self.pool is None:
            context = multiprocessing.get_context("spawn")
            self.pool = ProcessPoolExecutor(self.workers, context, initializer=settle_worker)
            for _ in range(self.workers):
                self.pool.submit(os.getpid)
        return self.pool

    def close(self) -> None:
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)


def settle_worker() -> None:
    """Load what drawing needs, and end this worker when the server's process is gone, however it went.

    Drawing gives way to whatever else runs: a real provider would not take our processors at all.
    """
    os.nice(19)
    from local.simulator.drawing import picture  # noqa: F401  -- the first picture should not pay for the import

    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def draw(asked: ImageRequest, seed: int, occurrence: int, duplicate: bool) -> tuple[bytes, float]:
    """Draw and encode; a duplicate is the same picture whatever is asked."""
    from local.simulator.drawing.picture import encode, paint

    began = time.thread_time()
    prompt, nth = (SHARED_PROMPT, 1) if duplicate else (asked.prompt, occurrence)
    image = paint(prompt, seed, nth, asked.width, asked.height)
    data = encode(image, asked.output_format, asked.compression)
    return data, time.thread_time() - began
