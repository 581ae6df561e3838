"""The host's side of the fork server: where execution environments come from, started anew when it was killed."""

import contextlib
import os
import socket
import subprocess
import threading
from typing import Any

from local.cloud import frames

# a picture's buffers come from memory that the process has, instead of pages that the kernel clears each time
KEEP_FREED_MEMORY = "glibc.malloc.mmap_threshold=268435456:glibc.malloc.trim_threshold=268435456"


class ForkServer:
    """`python` runs it; `environment` is all that it sees of ours."""

    def __init__(self, python: str, environment: dict[str, str]) -> None:
        self.command = [python, "-m", "local.cloud.lambda_environment"]
        self.environment = {**environment, "PYTHONPATH": os.getcwd(), "GLIBC_TUNABLES": KEEP_FREED_MEMORY}
        self.lock = threading.Lock()
        self._start()

    def _start(self) -> None:
        self.control, child_end = socket.socketpair()
        with child_end:
            self.process = subprocess.Popen(
                [*self.command, str(child_end.fileno())],
                pass_fds=[child_end.fileno()],
                stdin=subprocess.DEVNULL,
                env=self.environment,
            )
        self.ready = False

    def close(self) -> None:
        """It and all environments end when their sockets do."""
        self.control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)

    def fork(self, request: dict[str, Any], runtime: socket.socket | None = None) -> int:
        """The number of the process that the request asks for, which speaks over `runtime`."""
        with self.lock:
            try:
                return self._fork(request, runtime)
            except (EOFError, OSError):  # it was killed, and with it everything that it had forked
                self.control.close()
                self.process.wait()
                self._start()
                return self._fork(request, runtime)

    def _fork(self, request: dict[str, Any], runtime: socket.socket | None) -> int:
        if not self.ready:  # it imports while the rest of the emulator starts; the first to need it waits
            self.ready = bool(frames.receive(self.control))
        frames.send(self.control, request)
        if runtime:
            socket.send_fds(self.control, [b"\0"], [runtime.fileno()])
        answer, _ = frames.receive(self.control)
        return int(answer["pid"])

    def kill(self, pid: int) -> None:
        with self.lock, contextlib.suppress(OSError):  # where it has died, so has the rest
            frames.send(self.control, {"kill": pid})
