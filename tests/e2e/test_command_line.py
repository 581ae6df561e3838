"""The command `brigade` against a running system: what it prints where, and its exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import httpx

from local.paths import ROOT
from tests.e2e.kitchen import Kitchen

SHELL = "00000000-0000-4000-8000-00000000c11e"  # whoever sits there


def brigade(kitchen: Kitchen, *arguments: str) -> subprocess.CompletedProcess[str]:
    system = {"BRIGADE_URL": kitchen.system.url, "BRIGADE_TOKEN": kitchen.system.token(SHELL)}
    ended = subprocess.run(
        [sys.executable, "-m", "local.cli", *arguments],
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


def begun(kitchen: Kitchen, count: int, *arguments: str) -> str:
    """The id of a batch that the command itself has started."""
    return brigade(kitchen, "batch", "start", "--count", str(count), *arguments).stdout.split()[0]


def test_a_batch_is_started_watched_listed_and_shown(kitchen: Kitchen) -> None:
    started = brigade(kitchen, "batch", "start", "--count", "2", "--diet", "vegan", "--max-calories", "800", "--watch")
    assert started.returncode == 0, started.stderr
    batch_id, result = started.stdout.splitlines()
    assert UUID(batch_id)
    assert result.startswith("2 of 2 recipes saved, 2 pictures, 0 placeholders")
    assert "imaging" in started.stderr
    listed = [json.loads(line) for line in brigade(kitchen, "batch", "list", "--json").stdout.splitlines()]
    assert [batch["batchId"] for batch in listed] == [batch_id]
    assert listed[0]["request"]["dietaryRestrictions"] == ["vegan"]
    shown = brigade(kitchen, "batch", "show", batch_id)
    assert shown.stdout.splitlines()[0].startswith(f"{batch_id}  complete  $0.0")
    assert shown.stdout.count("done") == 2


def test_watching_gives_one_object_a_line_where_that_is_asked_for(kitchen: Kitchen) -> None:
    started = brigade(kitchen, "batch", "start", "--count", "1", "--no-images", "--seed", "3", "--json")
    batch_id = json.loads(started.stdout)["batchId"]
    watched = brigade(kitchen, "batch", "watch", batch_id, "--json")
    events = [json.loads(line) for line in watched.stdout.splitlines()]
    assert watched.returncode == 0
    assert events[0]["event"] == "connected"
    assert events[-1]["event"] == "complete"


def test_what_is_refused_is_said_with_the_fields(kitchen: Kitchen) -> None:
    for count in ("0", "101"):
        ended = brigade(kitchen, "batch", "start", "--count", count)
        assert ended.returncode == 2
        assert "INVALID_COUNT" in ended.stderr
        assert "from 1 to 100" in ended.stderr
        assert ended.stdout == ""


def test_an_unknown_batch_is_said(kitchen: Kitchen) -> None:
    for command in ("watch", "show", "cancel", "retry", "export"):
        ended = brigade(kitchen, "batch", command, str(uuid4()))
        assert ended.returncode == 2
        assert "NOT_FOUND" in ended.stderr


def test_the_exit_code_says_how_much_came_of_it(kitchen: Kitchen) -> None:
    kitchen.script({"kind": "image", "nth": 1, "fault": "moderation_blocked"})
    assert brigade(kitchen, "batch", "start", "--count", "2", "--watch").returncode == 3
    kitchen.set(text_faults={"refusal": 1.0})
    assert brigade(kitchen, "batch", "start", "--count", "1", "--watch").returncode == 4


def test_a_batch_is_cancelled_once_and_after_its_end_there_is_nothing_to_cancel(kitchen: Kitchen) -> None:
    kitchen.set(latency=2.0)
    batch_id = begun(kitchen, 5)
    cancelled = brigade(kitchen, "batch", "cancel", batch_id, "--json")
    assert (cancelled.returncode, json.loads(cancelled.stdout)["accepted"]) == (0, True)
    kitchen.set(latency=0)
    assert brigade(kitchen, "batch", "watch", batch_id).returncode in (3, 4)
    again = brigade(kitchen, "batch", "cancel", batch_id)
    assert again.returncode == 0
    assert "nothing to cancel" in again.stderr


def test_what_failed_is_previewed_then_retried_until_nothing_is_left_to_retry(kitchen: Kitchen) -> None:
    kitchen.script({"kind": "image", "nth": 1, "fault": "moderation_blocked"})
    batch_id = begun(kitchen, 2, "--watch")
    kitchen.reset()
    images = ["batch", "retry", batch_id, "--images-only"]
    preview = brigade(kitchen, *images, "--preview")
    assert preview.returncode == 0
    assert "0 texts and 1 picture to make" in preview.stdout
    assert brigade(kitchen, *images).returncode == 2  # nobody agreed
    assert kitchen.calls("image") == []
    retried = brigade(kitchen, *images, "--yes", "--watch")
    assert retried.returncode == 0, retried.stderr
    assert retried.stdout.startswith("2 of 2 recipes saved, 2 pictures")
    nothing = brigade(kitchen, *images, "--yes")
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "nothing of that kind" in nothing.stderr


def test_recipes_are_looked_at_decided_about_photographed_paid_for_and_taken_away(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    batch_id = begun(kitchen, 2, "--watch")
    listed = brigade(kitchen, "recipes", "--batch", batch_id, "--json")
    first, second = [json.loads(line) for line in listed.stdout.splitlines()]
    assert brigade(kitchen, "recipes", "show", first["id"]).stdout.startswith(f"{first['name']}\n")
    assert "2 of 2 changed" in brigade(kitchen, "recipes", "approve", first["id"], second["id"]).stderr
    assert "1 of 1 changed" in brigade(kitchen, "recipes", "reject", first["id"]).stderr
    approved = brigade(kitchen, "recipes", "list", "--batch", batch_id, "--approved").stdout
    assert second["id"] in approved
    assert first["id"] not in approved
    assert brigade(kitchen, "recipes", "photograph", first["id"], "--yes", "--watch").returncode == 0
    assert brigade(kitchen, "recipes", "show", str(uuid4())).returncode == 2
    costs = [json.loads(line) for line in brigade(kitchen, "cost", "--json").stdout.splitlines()]
    assert [cost["images"] for cost in costs if cost["batchId"] == batch_id] == [2]
    assert batch_id in brigade(kitchen, "cost").stdout
    for form in ("json", "csv"):
        assert brigade(kitchen, "batch", "export", batch_id, "--out", str(tmp_path / f"r.{form}")).returncode == 0
    assert len(json.loads((tmp_path / "r.json").read_text())["recipes"]) == 2
    assert second["id"] in (tmp_path / "r.csv").read_text()
    assert len(brigade(kitchen, "batch", "export", batch_id, "--json").stdout.splitlines()) == 2


def test_pictures_are_asked_for_followed_listed_cancelled_and_counted(kitchen: Kitchen) -> None:
    made = brigade(kitchen, "image", "generate", "A pear on linen", "--count", "2", "--quality", "low", "--watch")
    assert made.returncode == 0, made.stderr
    generation_id, result, *pictures = made.stdout.splitlines()
    assert UUID(generation_id)
    assert result == "2 of 2 pictures. Complete."
    assert all(httpx.get(url, timeout=30).headers["content-type"] == "image/webp" for url in pictures)
    assert "Place 1 in the queue" in made.stderr
    shown = json.loads(brigade(kitchen, "image", "status", generation_id, "--json").stdout)
    assert (shown["status"], shown["made"]) == ("completed", 2)
    again = brigade(kitchen, "image", "cancel", generation_id)
    assert again.returncode == 2
    assert "completed already" in again.stderr
    assert generation_id in brigade(kitchen, "image", "list", "--text", "pear").stdout
    assert brigade(kitchen, "image", "cancel", "--all").stderr == "There was nothing to cancel.\n"
    assert "pictures kept" in brigade(kitchen, "image", "stats").stdout
    unknown = brigade(kitchen, "image", "status", str(uuid4()))
    assert unknown.returncode == 2
    assert "brigade image list" in unknown.stderr


def test_credits_are_given_to_who_has_an_account(kitchen: Kitchen) -> None:
    given = brigade(kitchen, "image", "grant", kitchen.system.admin.email, "5", "--reason", "for the fair")
    assert given.returncode == 0, given.stderr
    assert "was given 5 credits" in given.stderr
    nobody = brigade(kitchen, "image", "grant", "nobody@brigade.test", "5", "--reason", "for the fair")
    assert nobody.returncode == 2
    assert "no such user" in nobody.stderr
