"""Every provider fault of the table, let happen to the real doors."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from brigade.retries import RETRIES
from tests.faults.batch_world import World, opened_world
from tests.faults.outcomes import image_outcome, text_outcome
from tests.faults.table import Row, rows_of
from tests.mock_provider import mock_provider

TEXTS, IMAGES = rows_of("text_faults.csv"), rows_of("image_faults.csv")
MOST_CALLS = {"once": 3, "for one recipe": 16, "always": 16}  # for the recipe that meets the fault
STEP_AGAIN = RETRIES["Image"].attempts  # more, where the state machine tries a picture's step again


@pytest.fixture(scope="module")
def world(module_database_url: str) -> Iterator[World]:
    with (
        psycopg.connect(module_database_url, autocommit=True) as db,
        pytest.MonkeyPatch.context() as patch,
        mock_provider() as mock,
        opened_world(module_database_url, db, mock, patch) as world,
    ):
        yield world


@pytest.fixture(autouse=True)
def sound(world: World) -> Iterator[None]:
    """After each row the provider is well again."""
    yield
    world.mock.fate = lambda kind, body: None


def named(row: Any) -> str:
    return f"{row.odd} {row.when}"


@pytest.mark.parametrize("row", TEXTS, ids=named)
def test_a_fault_of_a_text_provider_comes_to_what_the_table_says(world: World, row: Row) -> None:
    outcome = text_outcome(world, row.odd, row.when)
    assert outcome[:3] == (row.read, row.kept, row.paid)
    assert outcome.calls <= MOST_CALLS[row.when]


@pytest.mark.parametrize("row", IMAGES, ids=named)
def test_a_fault_of_an_image_provider_comes_to_what_the_table_says(world: World, row: Row) -> None:
    outcome = image_outcome(world, row.odd, row.when)
    assert outcome[:3] == (row.read, row.kept, row.paid)
    assert outcome.calls <= MOST_CALLS[row.when] + STEP_AGAIN
