"""Child processes of a run: started in sessions of their own, so that a Ctrl-C reaches only us, and stopped by us."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import IO

import httpx

from local.paths import ROOT
from local.problem import Problem

START_SECONDS = 60
STOP_SECONDS = 5
TAIL = 1500  # characters of a log that a message shows


class Child:
    """One process, its output in `log`. Its stdin is a pipe that ends when we do, however we end."""

    def __init__(self, name: str, command: list[str], log: Path, *, environment: dict[str, str] | None = None) -> None:
        self.name = name
        self.log = log
        self._sink: IO[bytes] = log.open("wb")
        try:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.PIPE,
                stdout=self._sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            self._sink.close()
            raise Problem(f"The {name} could not be started: {error}") from error

    @property
    def pid(self) -> int:
        return self.process.pid

    def require_alive(self) -> None:
        """Raise Problem, with the end of its output, if it has ended."""
        if (code := self.process.poll()) is not None:
            raise Problem(f"The {self.name} has ended by itself (code {code}).\n{self.last_words()}")

    def wait_until_ready(self, health: str, headers: dict[str, str] | None = None) -> None:
        """Until this address answers 200. Raises Problem where it ends, or takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self.require_alive()
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(health, headers=headers, timeout=5, trust_env=False).status_code == 200:
                    return
            time.sleep(0.05)
        raise Problem(f"The {self.name} is not ready after {START_SECONDS} s.\n{self.last_words()}")

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-TAIL:].strip()

    def stop(self) -> None:
        """Ask it to end, and after a few seconds make it."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
                break
        if self.process.stdin:
            self.process.stdin.close()
        self._sink.close()
