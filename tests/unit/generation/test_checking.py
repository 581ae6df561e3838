"""Checking a written chunk."""

from typing import Any

import pytest

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


def test_a_target_that_was_asked_for_is_met_by_resizing_or_written_again() -> None:
    near, far = (checked(a_line({"limits": Limits(target_calories=kcal)})) for kcal in (400, 900))
    assert near.recipe is not None
    assert near.recipe.nutrition.calories_kcal == pytest.approx(460, abs=1)
    assert far.mistakes == ["a serving holds 477 kcal, at least 765 are asked for"]


def test_a_draft_that_is_still_wrong_is_kept_as_it_was_written() -> None:
    line = checked(a_line({"limits": Limits(max_calories=430), "max_prep_minutes": 5}), last_round=True)
    assert line.draft == a_draft()
    assert len(line.mistakes) == 2


@pytest.mark.parametrize("grams", [{"protein_grams": 400, "carbs_grams": 500, "fat_grams": 300}, {"fat_grams": 900}])
def test_a_serving_that_nobody_can_eat_is_written_again(grams: dict[str, float]) -> None:
    line = checked(a_line(nutrition=a_nutrition(**grams)))
    assert line.is_open
    assert "cannot hold" in line.mistakes[-1]


def test_what_is_checked_can_always_be_stored_and_read_again() -> None:
    monster = {"name": "water", "amount": 5000, "unit": "ml", "grams": 5000}
    line = a_line({"limits": Limits(min_protein=45)}, ingredients=[monster, monster])
    sheet = check_chunk(sheet_of(line), last_round=False, validate=True)
    assert sheet.lines[0].mistakes
    assert Sheet.model_validate(sheet.model_dump(mode="json")) == sheet


def test_a_near_miss_survives_a_writer_who_declines_afterwards() -> None:
    missed = checked(a_line({"max_prep_minutes": 5}))
    declined = missed.model_copy(update={"fault": Fault(error="AnswerRefused", text="declined", final=False)})
    last = checked(declined, last_round=True)
    assert last.awaits_person
    assert last.draft == a_draft()


def test_in_the_last_round_a_miss_waits_for_a_person() -> None:
    line = checked(a_line({"max_prep_minutes": 5}), last_round=True)
    assert line.awaits_person
    assert not line.is_open
    assert losses_of(sheet_of(line), {}) == {
        0: "It waits for a person to decide: preparation takes 15 minutes, at most 5 are allowed."
    }


def test_a_recipe_that_was_never_written_stays_open_until_the_last_round() -> None:
    line = Line(concept=a_concept(), fault=Fault(error="AnswerRefused", text="declined", final=False))
    assert checked(line).is_open
    last = checked(line, last_round=True)
    assert not last.is_open
    assert losses_of(sheet_of(last), {"AnswerRefused": "The writer declined."}) == {0: "The writer declined."}


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
