"""Taking a batch's recipes away: as they were sent, and whole or not at all."""

import json
import os
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cli.conftest import Brigade
from tests.cli.scripted_api import Answer, ScriptedApi, refused

BATCH = str(uuid4())
PATH = f"/api/admin/batches/{BATCH}/export"
TABLE = b"id,name\r\n1,Cr\xc3\xaape\r\n"
DOCUMENT = {"batchId": BATCH, "recipes": [{"id": "1", "name": "Crêpe"}], "nextAfter": None}


@pytest.fixture
def export(at_api: Brigade, api: ScriptedApi) -> Brigade:
    """`brigade batch export BATCH …`, of a batch that is there."""
    return lambda *arguments: at_api("batch", "export", BATCH, *arguments)


def as_table(**changes: int) -> Answer:
    return Answer(TABLE, kind="text/csv; charset=utf-8", **changes)


def test_a_table_goes_to_stdout_as_it_was_sent(export: Brigade, api: ScriptedApi) -> None:
    api.on("GET", PATH, as_table())
    ended = export("--format", "csv")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.encode() == TABLE
    assert api.asked[0].query == {"format": "csv"}


def test_json_goes_to_stdout_unless_told_otherwise(export: Brigade, api: ScriptedApi) -> None:
    api.on("GET", PATH, Answer(DOCUMENT))
    assert json.loads(export().out) == DOCUMENT


def test_with_json_each_recipe_is_a_line(export: Brigade, api: ScriptedApi) -> None:
    recipes = f"/api/admin/batches/{BATCH}/recipes"
    api.on("GET", recipes, Answer({"recipes": [{"id": 1}], "nextAfter": 0}))
    api.on("GET", recipes, Answer({"recipes": [{"id": 2}], "nextAfter": None}))
    assert export("--json").out == '{"id": 1}\n{"id": 2}\n'
    for option in (["--out", "x.json"], ["--format", "csv"]):
        assert export("--json", *option).code == 2


@pytest.mark.parametrize(("name", "form"), [("r.csv", "csv"), ("R.CSV", "csv"), ("r.json", "json"), ("r", "json")])
def test_a_file_s_name_says_its_form(export: Brigade, api: ScriptedApi, tmp_path: Path, name: str, form: str) -> None:
    api.on("GET", PATH, as_table() if form == "csv" else Answer(DOCUMENT))
    ended = export("--out", str(tmp_path / name))
    assert (ended.code, ended.out) == (0, "")
    assert api.asked[0].query == {"format": form}
    assert (tmp_path / name).read_bytes() == (TABLE if form == "csv" else json.dumps(DOCUMENT).encode())
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    "answer",
    [as_table(promised=1000), refused(503, "TEMPORARILY_UNAVAILABLE", "Later."), Answer(b"<html>", kind="text/html")],
    ids=["broken off", "refused", "another site"],
)
def test_a_file_stays_as_it_was_where_the_answer_is_not_whole(
    export: Brigade, api: ScriptedApi, tmp_path: Path, answer: Answer
) -> None:
    kept = tmp_path / "r.csv"
    kept.write_text("as it was")
    api.on("GET", PATH, answer)
    ended = export("--out", str(kept))
    assert ended.code == 4
    assert ended.err.startswith("Error: ")
    assert [each.read_text() for each in tmp_path.iterdir()] == ["as it was"]
    assert export("--format", "csv").out == ""


def test_a_link_stays_a_link_and_its_file_is_replaced(export: Brigade, api: ScriptedApi, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "file.csv")
    api.on("GET", PATH, as_table())
    assert export("--out", str(tmp_path / "link.csv")).code == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "file.csv").read_bytes() == TABLE


def test_what_is_no_file_is_written_into_and_not_replaced(export: Brigade, api: ScriptedApi) -> None:
    api.on("GET", PATH, as_table())
    assert export("--format", "csv", "--out", os.devnull).code == 0
    assert Path(os.devnull).is_char_device()


def test_where_nothing_can_be_written_that_is_said(export: Brigade, api: ScriptedApi, tmp_path: Path) -> None:
    api.on("GET", PATH, as_table())
    for place in (tmp_path, tmp_path / "nowhere" / "r.csv"):
        ended = export("--format", "csv", "--out", str(place))
        assert ended.code == 4
        assert f"{place} cannot be written" in ended.err
    assert list(tmp_path.iterdir()) == []
