"""Two providers of pictures: whatever the first does, the second makes them, and what each did is told."""

from collections.abc import Iterator

import pytest

from local.demo.makers import makers
from local.system import Options, System
from tests.e2e.conftest import WAIT_SCALE, hurry
from tests.e2e.kitchen import Ended, Kitchen

FIRST, SECOND = "openai/gpt-image-2.5-flare", "google/gemini-nano-banana-2.1"


@pytest.fixture(scope="module")
def several() -> Iterator[System]:
    parameters = {"ImageCallsAtOnce": "0", "ImageTimeout": "15"}
    with System(Options(wait_scale=WAIT_SCALE, announced=False, parameters=parameters)) as started:
        hurry(started)
        yield started


@pytest.fixture
def kitchen(several: System) -> Iterator[Kitchen]:
    kitchen = Kitchen(several)
    kitchen.reset()
    yield kitchen
    kitchen.reset()


def made(kitchen: Kitchen, batch: Ended) -> dict[str, int]:
    by: dict[str, int] = makers(kitchen.system, batch.batch_id)["imagesByProvider"]
    return by


def test_on_a_good_day_the_preferred_one_makes_them_all(kitchen: Kitchen) -> None:
    batch = kitchen.run(3, seed=71)
    assert made(kitchen, batch) == {FIRST: 3}
    assert kitchen.calls("google") == []


@pytest.mark.parametrize(
    "fault", ["server_error", "moderation_blocked", "rate_limited", "broken_picture", "garbage", "timeout"]
)
def test_whatever_fails_at_the_first_the_second_makes_every_picture(kitchen: Kitchen, fault: str) -> None:
    kitchen.set(image_faults={fault: 1.0}, burst_seconds=30.0)
    batch = kitchen.run(3, seed=72)
    assert batch.final["success"]
    assert (batch.final["imagesGenerated"], batch.final["placeholderCount"]) == (3, 0)
    assert made(kitchen, batch) == {SECOND: 3}
    assert makers(kitchen.system, batch.batch_id)["costByProvider"][SECOND] > 0.1


def test_where_all_are_down_every_recipe_has_a_placeholder_that_names_each(kitchen: Kitchen) -> None:
    kitchen.set(image_faults={"server_error": 1.0}, google_faults={"server_error": 1.0})
    batch = kitchen.run(3, seed=73)
    assert (batch.final["imagesGenerated"], batch.final["placeholderCount"]) == (0, 3)
    for recipe in kitchen.recipes(batch.batch_id):
        assert recipe["image_is_placeholder"]
        assert FIRST in recipe["image_reason"]
        assert SECOND in recipe["image_reason"]
    assert makers(kitchen.system, batch.batch_id) == {"imagesByProvider": {}, "costByProvider": {}}
