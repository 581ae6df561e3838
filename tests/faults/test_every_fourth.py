"""Every fourth answer is odd, in every way in turn: no recipe is lost, and hardly anything is paid twice."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.faults.batch_world import Batch, World, opened_world
from tests.mock_provider import mock_provider
from tests.mock_provider.oddities import RUBBISH, SURROUNDINGS, TEXTS

RECIPES = 40
BYTES = ("enormous", "deep", "deep_object", "text_long")  # what costs the test itself seconds
ODD = [
    name for name in (*RUBBISH, *TEXTS, *SURROUNDINGS, "redirect", "cut", "silent", "error_502") if name not in BYTES
]


@pytest.fixture
def world(database_url: str, db: psycopg.Connection[Any]) -> Iterator[World]:
    with (
        pytest.MonkeyPatch.context() as patch,
        mock_provider() as mock,
        opened_world(database_url, db, mock, patch) as world,
    ):
        yield world


def written(world: World, odd: list[str]) -> Batch:
    batch = world.batch(RECIPES)
    world.mock.every("text", 4, odd)
    batch.write()
    return batch


@pytest.mark.parametrize("odd", [ODD[place : place + 10] for place in range(0, len(ODD), 10)], ids=lambda odd: odd[0])
def test_every_recipe_is_saved_and_an_odd_answer_costs_at_most_two_calls(world: World, odd: list[str]) -> None:
    batch = written(world, odd)
    assert batch.kept() == list(range(RECIPES))
    met = [call.odd for call in world.mock.calls if call.odd]
    assert set(met) == set(odd)
    assert len(world.mock.calls) <= RECIPES + 2 * len(met)


def test_there_are_more_than_twenty_kinds() -> None:
    assert len(ODD) >= 20
