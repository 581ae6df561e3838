"""Every fault of the preferred of two providers of pictures, let happen to the real doors."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from brigade import errors
from brigade.errors import BrigadeError
from tests.faults.outcomes import NOTHING
from tests.faults.table import Row, rows_of
from tests.functions.asking import Asking
from tests.functions.photo_studio import Studio, opened_studio
from tests.unit.images.factories import BATCH

ROWS = rows_of("fallback_faults.csv")
MANY = 60
RUBBISH = b"<html>no picture</html>"


@pytest.fixture
def studio(database_url: str, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setenv("IMAGE_FALLBACKS", json.dumps([{"model": "grok-imagine-image"}]))
    with opened_studio(database_url, db, monkeypatch) as studio:
        studio.open(recipes=1)
        yield studio


def named(row: Row) -> str:
    return row.odd


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_fault_of_the_preferred_one_comes_to_what_the_table_says(studio: Studio, row: Row) -> None:
    first, second = studio.painters.values()
    name = row.odd.removeprefix("both: ")
    first.script = [fault(name) for _ in range(MANY)]
    second.script = [fault(name) for _ in range(MANY)] if name != row.odd else []
    illustrate(studio)
    _, placeholder, reason = studio.shown()
    by_the_next = "the recipe and its picture by the next"
    assert (reason or NOTHING, "the recipe, with a placeholder" if placeholder else by_the_next) == (row.read, row.kept)
    assert paid(studio, placeholder) == row.paid


def fault(name: str) -> BrigadeError | bytes:
    if name == "PictureUnreadable":
        return RUBBISH
    error: BrigadeError = getattr(errors, name)("so it is")
    return error


def illustrate(studio: Studio) -> None:
    """As the state machine does."""
    asking = Asking(studio)
    try:
        made = asking.to_the_end().told
    except BrigadeError as error:
        told = {"error": type(error).__name__, "cause": json.dumps({"errorMessage": str(error)})}
        studio.call("keep_placeholder", error=told, seeking=asking.told.get("seeking", {}))
    else:
        studio.call("upload", **{name: made[name] for name in ("attempt", "key", "seeking")})


def paid(studio: Studio, placeholder: bool) -> str:
    states = [entry.state for entry in studio.batch.read(BATCH).ledger]
    if "reserved" in states:
        return "perhaps the odd call too"
    return "the odd call too" if states.count("settled") > (not placeholder) else "only what is kept"
