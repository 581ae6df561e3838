"""The command `brigade` as a person calls it, where no system runs: words, exit codes, no tracebacks."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from local import state
from local.checks import bound_socket
from local.cli import app as command
from local.paths import ROOT

COLOUR = re.compile(r"\x1b\[")


def brigade(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "BRIGADE_"))}
    ended = subprocess.run(
        [sys.executable, "-m", "local.cli", *arguments],
        cwd=ROOT,
        env={**plain, **variables},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    assert not COLOUR.search(ended.stdout + ended.stderr)
    return ended


@pytest.fixture
def nobody_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.cli.entrance.running", lambda: state.running(tmp_path / "run.json"))
    monkeypatch.setattr(sys, "argv", ["brigade", "batch", "list"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["batch", "start"],
        ["batch", "start", "--count", "many"],
        ["demo", "--latency", "slow"],
        ["demo", "--latency", "nan"],
        ["up", "--latency=-1"],
        ["demo", "--recipes", "0"],
        ["demo", "--recipes", "101"],
        ["batch", "list", "--url", "example.org"],
        ["batch", "list", "--url", "https://example.org"],
    ],
)
def test_a_wrong_call_says_what_is_wrong(arguments: list[str]) -> None:
    ended = brigade(*arguments)
    assert ended.returncode == 2
    assert ended.stderr.strip()
    assert ended.stdout == ""


def test_a_port_in_use_is_named() -> None:
    with bound_socket(None) as taken:
        port = str(taken.getsockname()[1])
        ended = brigade("demo", "--recipes", "1", "--port", port)
    assert ended.returncode == 4
    assert f"Port {port} cannot be used" in ended.stderr
    assert "--port" in ended.stderr


def test_a_full_disk_is_said_before_anything_starts() -> None:
    ended = brigade("demo", "--recipes", "1", BRIGADE_NEEDED_BYTES=str(10**18))
    assert ended.returncode == 4
    assert "Too little disk space" in ended.stderr


def test_money_is_not_spent_without_being_asked() -> None:
    ended = brigade("demo", "--recipes", "30", OPENAI_API_KEY="sk-none")
    assert ended.returncode == 2
    assert re.search(r"cost about \$0\.3\d+", ended.stderr)
    assert "--yes" in ended.stderr


def test_a_system_that_does_not_answer_is_said() -> None:
    with bound_socket(None) as closed:
        port = closed.getsockname()[1]
    ended = brigade("batch", "list", "--url", f"http://127.0.0.1:{port}", "--token", "t")
    assert ended.returncode == 4
    assert "cannot be reached" in ended.stderr


def test_a_reader_who_leaves_ends_the_command_without_a_word() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as left:
        command = [sys.executable, "-m", "local.cli", "doctor", "--json"]
        ended = subprocess.run(command, cwd=ROOT, stdout=left, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (130, b"")


def test_the_doctor_says_how_each_part_is() -> None:
    ended = brigade("doctor", "--json")
    findings = {each["check"]: each for each in map(json.loads, ended.stdout.splitlines())}
    assert ended.returncode == 0
    for check in ("python", "environments", "node", "disk", "ports", "emulator patches"):
        assert findings[check]["ok"], findings[check]


@pytest.mark.usefixtures("nobody_runs")
def test_without_a_running_system_the_way_to_one_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.run()
    assert ended.value.code == 4
    assert "brigade up" in capsys.readouterr().err


def test_the_launcher_works_from_anywhere(tmp_path: Path) -> None:
    ended = subprocess.run(
        [ROOT / "bin" / "brigade", "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0
    assert "Usage: brigade" in ended.stdout
