"""How a batch is photographed."""

from collections import Counter
from itertools import pairwise

import pytest

from brigade.images.photograph import Photograph, Surface, Vessel
from brigade.images.shoot import another_take, photographs
from tests.unit.images.factories import PHOTOGRAPH

ATTRIBUTES = tuple(Photograph.model_fields)


def alike(one: Photograph, other: Photograph) -> list[str]:
    return [name for name in ATTRIBUTES if getattr(one, name) == getattr(other, name)]


@pytest.mark.parametrize("seed", range(25))
def test_neighbours_share_no_attribute(seed: int) -> None:
    assert all(alike(one, other) == [] for one, other in pairwise(photographs(100, seed)))


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_every_word_is_used_as_often_as_any_other(name: str) -> None:
    uses = Counter(getattr(photo, name) for photo in photographs(103, 4))
    assert max(uses.values()) - min(uses.values()) <= 1


def test_a_batch_larger_than_a_deck_sees_every_vessel_and_surface() -> None:
    shot = photographs(8, 1)
    assert {photo.vessel for photo in shot} == set(Vessel)
    assert {photo.surface for photo in shot} == set(Surface)


def test_the_same_seed_plans_the_same_shoot_and_another_seed_another() -> None:
    assert photographs(30, 7) == photographs(30, 7)
    assert photographs(30, 7) != photographs(30, 8)


def test_a_longer_shoot_begins_like_a_shorter_one() -> None:
    assert photographs(50, 7)[:20] == photographs(20, 7)


def test_no_pictures_need_no_plan() -> None:
    assert photographs(0, 7) == []


def test_the_first_attempt_is_photographed_as_planned() -> None:
    assert another_take(PHOTOGRAPH, 0) == PHOTOGRAPH


def test_four_attempts_share_no_attribute() -> None:
    takes = [another_take(PHOTOGRAPH, attempt) for attempt in range(4)]
    assert [alike(one, other) for one in takes for other in takes if one is not other] == [[]] * 12


def test_props_that_are_none_of_ours_stay_in_the_first_attempt_and_leave_in_the_next() -> None:
    planned = PHOTOGRAPH.model_copy(update={"props": "a blue spoon"})
    assert another_take(planned, 0).props == "a blue spoon"
    assert another_take(planned, 1).props != "a blue spoon"
