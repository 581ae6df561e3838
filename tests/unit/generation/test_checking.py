"""Checking a written chunk."""

from typing import Any

from brigade.generation.checking import check_chunk, losses_of, recipe_id, recipes_of
from brigade.generation.sheet import Fault, Line, Sheet
from brigade.recipes.limits import Limits
from tests.factories import BATCH_ID, a_concept, a_draft, a_nutrition


def sheet_of(*lines: Line) -> Sheet:
    return Sheet(batch_id=BATCH_ID, chunk=0, lines=list(lines))


def a_line(concept: dict[str, Any] | None = None, **draft: Any) -> Line:
    return Line(concept=a_concept(**(concept or {})), draft=a_draft(**draft), model="m", cost_micros=100)


def checked(line: Line, last_round: bool = False, validate: bool = True) -> Line:
    return check_chunk(sheet_of(line), last_round, validate).lines[0]


def test_a_sound_draft_becomes_a_recipe() -> None:
    line = checked(a_line())
    assert line.recipe is not None
    assert line.recipe.id == recipe_id(BATCH_ID, 0)
    assert line.recipe.nutrition == line.recipe.claimed == a_nutrition()
    assert (line.recipe.quality.score, line.recipe.changes) == (100, [])
    assert line.recipe.allergens is None


def test_a_claim_that_does_not_add_up_is_mended_and_kept_beside_the_truth() -> None:
    line = checked(a_line(nutrition=a_nutrition(calories_kcal=300)))
    assert line.recipe is not None
    assert line.recipe.claimed.calories_kcal == 300
    assert round(line.recipe.nutrition.calories_kcal) == 477
    assert "energy set from 300 to 477 kcal" in line.recipe.changes[0]
    assert line.recipe.quality.score < 100


def test_a_portion_slightly_too_big_is_resized_with_its_ingredients() -> None:
    line = checked(a_line({"limits": Limits(max_calories=430)}))
    assert line.recipe is not None
    assert line.recipe.nutrition.calories_kcal <= 430
    assert line.recipe.draft.ingredients[0].grams == round(300 * 430 / 477, 1)
    assert line.recipe.changes == ["portions resized to 90% to keep the limits"]


def test_what_no_resizing_can_mend_is_written_again_with_the_reason() -> None:
    line = checked(a_line({"limits": Limits(max_calories=200)}))
    assert line.is_open
    assert line.mistakes == ["a serving holds 477 kcal, at most 200 are allowed"]


def test_limits_that_pull_both_ways_are_not_resized_to_a_lie() -> None:
    line = checked(a_line({"limits": Limits(max_calories=450, min_protein=60)}))
    assert line.recipe is None
    assert len(line.mistakes) == 2


def test_in_the_last_round_a_miss_waits_for_a_person() -> None:
    line = checked(a_line({"max_prep_minutes": 5}), last_round=True)
    assert line.review
    assert not line.is_open
    assert losses_of(sheet_of(line)) == {
        0: "waits for a person to decide: preparation takes 15 minutes, at most 5 are allowed"
    }


def test_a_recipe_that_was_never_written_stays_open_until_the_last_round() -> None:
    line = Line(concept=a_concept(), fault=Fault(error="AnswerRefused", text="declined", final=False))
    assert checked(line).is_open
    last = checked(line, last_round=True)
    assert not last.is_open
    assert losses_of(sheet_of(last)) == {0: "declined"}


def test_without_validation_a_claim_passes_as_it_is() -> None:
    line = checked(
        a_line({"limits": Limits(max_calories=200)}, nutrition=a_nutrition(calories_kcal=900)), validate=False
    )
    assert line.recipe is not None
    assert line.recipe.nutrition.calories_kcal == 900


def test_what_was_accepted_before_is_not_checked_again() -> None:
    done = checked(a_line())
    assert checked(done, last_round=True) is done
    assert recipes_of(sheet_of(done)) == {0: done.recipe}


def test_recipe_ids_are_functions_of_batch_and_position() -> None:
    assert recipe_id(BATCH_ID, 3) == recipe_id(BATCH_ID, 3)
    assert len({recipe_id(BATCH_ID, position) for position in range(100)}) == 100
