"""`brigade batch …` against a running system: what it prints where, and its exit codes."""

import json
import os
import subprocess
import sys
from uuid import UUID, uuid4

from local.paths import ROOT
from tests.e2e.kitchen import Kitchen


def brigade(kitchen: Kitchen, *arguments: str) -> subprocess.CompletedProcess[str]:
    system = {"BRIGADE_URL": kitchen.system.url, "BRIGADE_TOKEN": kitchen.system.token("shell")}
    ended = subprocess.run(
        [sys.executable, "-m", "local.cli", "batch", *arguments],
        cwd=ROOT,
        env={**os.environ, **system},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    assert "\x1b[" not in ended.stdout + ended.stderr
    return ended


def test_a_batch_is_started_watched_listed_and_shown(kitchen: Kitchen) -> None:
    started = brigade(kitchen, "start", "--count", "2", "--diet", "vegan", "--max-calories", "800", "--watch")
    assert started.returncode == 0, started.stderr
    batch_id, result = started.stdout.splitlines()
    assert UUID(batch_id)
    assert result.startswith("2 of 2 recipes saved, 2 pictures, 0 placeholders")
    assert "imaging" in started.stderr
    listed = [json.loads(line) for line in brigade(kitchen, "list", "--json").stdout.splitlines()]
    assert [batch["batchId"] for batch in listed] == [batch_id]
    assert listed[0]["request"]["dietaryRestrictions"] == ["vegan"]
    shown = brigade(kitchen, "show", batch_id)
    assert shown.stdout.splitlines()[0].startswith(f"{batch_id}  complete  $0.0")
    assert shown.stdout.count("done") == 2


def test_watching_gives_one_object_a_line_where_that_is_asked_for(kitchen: Kitchen) -> None:
    started = brigade(kitchen, "start", "--count", "1", "--no-images", "--seed", "3", "--json")
    batch_id = json.loads(started.stdout)["batchId"]
    watched = brigade(kitchen, "watch", batch_id, "--json")
    events = [json.loads(line) for line in watched.stdout.splitlines()]
    assert watched.returncode == 0
    assert events[0]["event"] == "connected"
    assert events[-1]["event"] == "complete"


def test_what_is_refused_is_said_with_the_fields(kitchen: Kitchen) -> None:
    for count in ("0", "101"):
        ended = brigade(kitchen, "start", "--count", count)
        assert ended.returncode == 2
        assert "INVALID_COUNT" in ended.stderr
        assert "from 1 to 100" in ended.stderr
        assert ended.stdout == ""


def test_an_unknown_batch_is_said(kitchen: Kitchen) -> None:
    for command in ("watch", "show"):
        ended = brigade(kitchen, command, str(uuid4()))
        assert ended.returncode == 2
        assert "NOT_FOUND" in ended.stderr


def test_the_exit_code_says_how_much_came_of_it(kitchen: Kitchen) -> None:
    kitchen.script({"kind": "image", "nth": 1, "fault": "moderation_blocked"})
    assert brigade(kitchen, "start", "--count", "2", "--watch").returncode == 3
    kitchen.set(text_faults={"refusal": 1.0})
    assert brigade(kitchen, "start", "--count", "1", "--watch").returncode == 4
