"""What a demonstration counts, and when it does not believe its own counters."""

from pathlib import Path
from typing import Any

from PIL import Image

from brigade_io.images.pictures import fingerprint
from local.cli.output import DONE, FAILED, PARTLY
from local.demo.collected import Collected, Picture, closest, distinct
from local.demo.summary import checked, counted, disagreements, exit_code

TOLD = {"recipesCompleted": 2, "imagesGenerated": 2, "placeholderCount": 0, "failed": 0}


def a_picture(recipe: int, colour: int) -> Picture:
    image = Image.effect_noise((64, 64), colour).convert("RGB")
    return Picture(recipe, Path("x"), image, fingerprint(image))


def collected(*pictures: Picture, placeholders: int = 0) -> Collected:
    flags = [False] * len(pictures) + [True] * placeholders
    return Collected([{"imageIsPlaceholder": flag} for flag in flags], list(pictures), [])


def a_summary(**changes: Any) -> dict[str, Any]:
    return {"saved": 2, "failed": 0, "placeholders": 0, "disagreements": [], **changes}


def test_counts_come_from_what_is_stored() -> None:
    counts = counted(collected(a_picture(1, 40), a_picture(2, 90), placeholders=1), asked=4)
    assert (counts["saved"], counts["images"], counts["placeholders"], counts["failed"]) == (3, 2, 1, 1)
    assert counts["distinctImages"] == 2


def test_it_is_told_once_why_there_are_placeholders() -> None:
    flags = [(True, "None made."), (True, "None made."), (False, None), (True, None), (True, "Refused.")]
    recipes = [{"imageIsPlaceholder": flag, "imageReason": reason} for flag, reason in flags]
    assert counted(Collected(recipes, [], []), asked=5)["placeholderReasons"] == ["None made.", "Refused."]


def test_what_checking_led_to_is_told() -> None:
    told = {"recipesFixed": 3, "recipesRewritten": 2, "recipesInReview": 1}
    assert checked(told) == {"fixed": 3, "rewritten": 2, "review": 1}


def test_agreement_is_silent() -> None:
    found = collected(a_picture(1, 40), a_picture(2, 90))
    assert disagreements(counted(found, 2), TOLD, found) == []


def test_a_counter_that_says_something_else_is_named() -> None:
    found = collected(a_picture(1, 40), a_picture(2, 90))
    told = {**TOLD, "imagesGenerated": 3}
    assert disagreements(counted(found, 2), told, found) == ["images: progress says 3, stored are 2"]


def test_the_same_picture_twice_is_a_disagreement() -> None:
    one = a_picture(1, 40)
    found = collected(one, Picture(2, one.file, one.image, one.prints))
    assert distinct(found.pictures) == 1
    assert disagreements(counted(found, 2), TOLD, found) == ["only 1 of 2 pictures differ"]


def test_the_closest_pair_is_found() -> None:
    one, other = a_picture(1, 40), a_picture(2, 90)
    pair = closest([one, other, Picture(3, one.file, one.image, one.prints)])
    assert pair is not None
    assert (pair.recipes, pair.phash, pair.dhash) == ((1, 3), 0, 0)
    assert closest([one]) is None


def test_the_exit_code_tells_how_much_came_of_it() -> None:
    assert exit_code(a_summary()) == DONE
    assert exit_code(a_summary(placeholders=1)) == PARTLY
    assert exit_code(a_summary(failed=1)) == PARTLY
    assert exit_code(a_summary(disagreements=["x"])) == PARTLY
    assert exit_code(a_summary(saved=0)) == FAILED
