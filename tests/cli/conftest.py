"""The command `brigade` in this process, against a system that answers as the test says."""

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.cli import app as command
from tests.cli.scripted_api import ScriptedApi

VARIABLES = ("BRIGADE_URL", "BRIGADE_TOKEN", "BRIGADE_EMAIL", "BRIGADE_PASSWORD")


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


Brigade = Callable[..., Ended]


class Terminal(io.StringIO):
    """Somebody sits there and types this."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def api() -> Iterator[ScriptedApi]:
    with ScriptedApi() as api:
        yield api


@pytest.fixture
def nobody_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No system runs on this machine, nobody is signed in anywhere, and no variable says otherwise."""
    monkeypatch.setattr("local.cli.entrance.running", lambda: None)
    monkeypatch.setattr("local.cli.sign_ins.FILE", tmp_path / "state" / "sign-ins.json")
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def brigade(nobody_home: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Brigade:
    """Call it; `typed` is what somebody types, `piped` what comes through a pipe."""

    def call(*arguments: str, piped: str = "", typed: str | None = None) -> Ended:
        monkeypatch.setattr(sys, "argv", ["brigade", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(piped) if typed is None else Terminal(typed))
        with pytest.raises(SystemExit) as ended:
            command.run()
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    return call


@pytest.fixture
def at_api(brigade: Brigade, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch) -> Brigade:
    """The command with the scripted system's address and a token."""
    monkeypatch.setenv("BRIGADE_URL", api.url)
    monkeypatch.setenv("BRIGADE_TOKEN", "t")
    return brigade
