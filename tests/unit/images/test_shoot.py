"""How a batch is photographed."""

from collections import Counter
from itertools import pairwise

import pytest

from brigade.images.photograph import Angle, Light, Photograph, Props, Surface, Vessel
from brigade.images.shoot import INSTEAD, UNTIMELY, Subject, another_take, photographs, suited
from brigade.images.vessels import BOWLS, HOT_BOWLS, PLATES
from brigade.recipes.vocabulary import MealType
from tests.unit.images.factories import PHOTOGRAPH

ATTRIBUTES = tuple(Photograph.model_fields)
WET, DRY = HOT_BOWLS, frozenset(Vessel) - BOWLS
MEALS = list(MealType)


def dishes(count: int) -> list[Subject]:
    return [Subject((DRY, WET, frozenset(Vessel))[number % 3], MEALS[number % 4]) for number in range(count)]


def any_dishes(count: int) -> list[Subject]:
    return [Subject(frozenset(Vessel), MealType.SNACK)] * count


def later(photo: Photograph, attempt: int) -> Photograph:
    return another_take(photo, attempt, Subject(INSTEAD[photo.vessel], MealType.SNACK))


def alike(one: Photograph, other: Photograph) -> list[str]:
    return [name for name in ATTRIBUTES if getattr(one, name) == getattr(other, name)]


@pytest.mark.parametrize("seed", range(25))
def test_neighbours_share_no_attribute(seed: int) -> None:
    assert all(alike(one, other) == [] for one, other in pairwise(photographs(dishes(100), seed)))


@pytest.mark.parametrize("seed", range(25))
def test_every_dish_stands_in_a_vessel_that_suits_it(seed: int) -> None:
    asked = dishes(100)
    assert all(photo.vessel in dish.vessels for photo, dish in zip(photographs(asked, seed), asked, strict=True))


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_every_word_is_used_about_as_often_as_any_other(name: str) -> None:
    uses = Counter(getattr(photo, name) for photo in photographs(any_dishes(200), 4))
    assert max(uses.values()) - min(uses.values()) <= 2


def test_a_batch_of_eight_sees_every_vessel_and_surface() -> None:
    shot = photographs(any_dishes(8), 1)
    assert {photo.vessel for photo in shot} == set(Vessel)
    assert {photo.surface for photo in shot} == set(Surface)


def test_what_contradicts_itself_is_in_no_picture_and_in_no_later_take() -> None:
    planned = [photo for seed in range(100) for photo in photographs(dishes(20), seed)]
    for photo in [later(photo, attempt) for photo in planned for attempt in range(4)]:
        assert not (photo.angle == Angle.LOW and photo.vessel in {Vessel.DEEP_BOWL, Vessel.SKILLET}), photo
        assert not (photo.angle == Angle.OVERHEAD and "out of focus" in photo.props), photo
        assert not (photo.surface == Surface.LINEN and photo.props in {Props.NAPKIN, Props.CLOTH}), photo
        assert not (photo.vessel == Vessel.DEEP_BOWL and photo.props == Props.FORK), photo


def test_the_same_seed_plans_the_same_shoot_and_another_seed_another() -> None:
    assert photographs(dishes(30), 7) == photographs(dishes(30), 7)
    assert photographs(dishes(30), 7) != photographs(dishes(30), 8)


def test_a_longer_shoot_begins_like_a_shorter_one() -> None:
    assert photographs(dishes(50), 7)[:20] == photographs(dishes(20), 7)


def test_no_pictures_need_no_plan() -> None:
    assert photographs([], 7) == []


def test_the_first_attempt_is_photographed_as_planned() -> None:
    assert later(PHOTOGRAPH, 0) == PHOTOGRAPH


def test_four_attempts_share_only_the_vessel_and_the_angle_that_a_dish_leaves() -> None:
    for photo in photographs(dishes(60), 3):
        takes = [later(photo, attempt) for attempt in range(4)]
        assert all(take.vessel in INSTEAD[photo.vessel] for take in takes)
        assert all({*alike(one, other)} <= {"vessel"} for one, other in pairwise(takes))
        shared = {name for one in takes for other in takes if one is not other for name in alike(one, other)}
        assert shared <= {"vessel", "angle"}


def test_a_wet_dish_is_never_photographed_on_something_flat() -> None:
    for vessel in BOWLS | {Vessel.SKILLET}:
        photo = PHOTOGRAPH.model_copy(update={"vessel": vessel})
        assert {later(photo, attempt).vessel for attempt in range(9)} <= {*BOWLS, Vessel.SKILLET}


def test_props_that_are_none_of_ours_stay_in_the_first_attempt_and_leave_in_the_next() -> None:
    planned = PHOTOGRAPH.model_copy(update={"props": "a blue spoon"})
    assert later(planned, 0).props == "a blue spoon"
    assert later(planned, 1).props != "a blue spoon"


def test_nobody_dines_in_the_morning_light() -> None:
    asked = dishes(100)
    for seed in range(25):
        shot = photographs(asked, seed)
        assert [photo for photo, dish in zip(shot, asked, strict=True) if photo.light in UNTIMELY[dish.meal]] == []
        assert Light.MORNING not in {photo.light for photo in shot[2::4]}


def test_what_suits_a_finished_dish_is_kept_and_the_rest_is_chosen_again() -> None:
    snack = Subject({PHOTOGRAPH.vessel}, MealType.SNACK)
    assert suited(PHOTOGRAPH.model_copy(update={"props": Props.FORK}), snack, 1).props == Props.FORK
    for planned in photographs(dishes(40), 2):
        served = suited(planned, Subject(BOWLS, MealType.DINNER), 1)
        assert served.vessel in BOWLS
        assert (served.surface, served.props == Props.FORK) == (planned.surface, False)
        assert suited(served, Subject(BOWLS, MealType.DINNER), 9) == served


def test_a_take_of_a_plate_is_never_in_a_bowl() -> None:
    for vessel in PLATES:
        photo = PHOTOGRAPH.model_copy(update={"vessel": vessel})
        assert {later(photo, attempt).vessel for attempt in range(9)} <= PLATES
