"""Runs that are broken off: nothing of them is left, and the next one is as if they had not been."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local.paths import ROOT
from local.postgres import started_at

GONE_SECONDS = 15
RUN_SECONDS = 120


def heed_interrupts() -> None:
    """Whoever runs these tests in the background of a shell has them ignore Ctrl-C, and what they start does too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Command:
    """`brigade …` in a process of its own; what it says of its progress is in a file."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.said = folder / "stderr"
        with self.said.open("wb") as errors, (folder / "stdout").open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "local.cli", *arguments],
                cwd=ROOT,
                stdout=output,
                stderr=errors,
                env={**os.environ, "BRIGADE_STATE": str(folder / "state")},
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=heed_interrupts,
            )
        self.name = f"{self.process.pid}-{started_at(self.process.pid)}"

    def wait_for_words(self, words: str) -> None:
        deadline = time.monotonic() + RUN_SECONDS
        while words not in self.said.read_text():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < deadline, self.said.read_text()
            time.sleep(0.05)

    def left_behind(self) -> list[str]:
        """Processes that were started by it: they name it, write into its directory, or serve its database."""
        return [found for each in Path("/proc").glob("[0-9]*") if (found := self._mine(each))]

    def _mine(self, process: Path) -> str | None:
        try:
            command = (process / "cmdline").read_text().replace("\0", " ")
            output = os.readlink(process / "fd" / "1")
        except OSError:
            return None
        ours = int(process.name) != self.process.pid and any(self.name in text for text in (command, output))
        return command if ours else None

    def wait_until_alone(self) -> list[str]:
        deadline = time.monotonic() + GONE_SECONDS
        while (left := self.left_behind()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return left


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_a_killed_demonstration_is_run_again_as_if_nothing_had_been(folder: Path) -> None:
    first = Command(folder, "demo", "--recipes", "10", "--latency", "0.2", "--out", str(folder / "out"))
    first.wait_for_words("10 of 10 recipes")
    assert first.left_behind()
    first.process.kill()
    first.process.wait()
    second = Command(folder, "demo", "--recipes", "10", "--out", str(folder / "out"), "--json")
    assert second.process.wait(RUN_SECONDS) == 0, second.said.read_text()
    summary = json.loads((folder / "stdout").read_text())
    assert (summary["saved"], summary["images"], summary["disagreements"]) == (10, 10, [])
    written = folder / "out" / summary["batchId"]
    assert json.loads((written / "summary.json").read_text()) == summary
    assert len(json.loads((written / "recipes.json").read_text())) == len(list((written / "pictures").iterdir())) == 10
    assert (written / "contact-sheet.png").stat().st_size > 100_000
    assert first.wait_until_alone() == second.wait_until_alone() == []


def test_ctrl_c_ends_everything(folder: Path) -> None:
    run = Command(folder, "up")
    run.wait_for_words("Ctrl-C stops it")
    assert run.left_behind()
    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(GONE_SECONDS) == 130
    assert run.wait_until_alone() == []
    assert "Traceback" not in run.said.read_text()


def test_ctrl_c_while_it_starts_ends_everything_too(folder: Path) -> None:
    run = Command(folder, "demo", "--recipes", "1")
    run.wait_for_words("ready after")
    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(GONE_SECONDS) == 130
    assert run.wait_until_alone() == []
