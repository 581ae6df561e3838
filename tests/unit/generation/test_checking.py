"""Checking a written chunk."""

from typing import Any

import pytest

from brigade.generation.checking import check_chunk, hearts_of, losses_of, recipe_id, recipes_of
from brigade.generation.sheet import Fault, Line, Sheet
from brigade.recipes.likeness import dish_of
from brigade.recipes.limits import Limits
from tests.factories import BATCH_ID, a_concept, a_draft, a_draft_of, a_nutrition


def told(error: str, text: str) -> str:
    return f"{error}: {text}"


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
    assert line.recipe.nutrition == line.recipe.claimed == a_draft().nutrition
    assert (line.recipe.quality.score, line.recipe.changes) == (100, [])
    assert line.recipe.allergens is not None
    assert line.recipe.allergens.eu.contains == ["gluten"]


def test_what_the_ingredients_come_to_is_stored_and_the_claim_kept_beside_it() -> None:
    line = checked(a_line(nutrition=a_nutrition(calories_kcal=300)))
    assert line.recipe is not None
    assert line.recipe.claimed.calories_kcal == 300
    assert line.recipe.nutrition == a_draft().nutrition
    assert any("300" in reason for reason in line.recipe.quality.reasons)
    assert line.recipe.quality.score < 100


def test_the_source_of_every_ingredient_is_kept() -> None:
    line = checked(a_line())
    assert line.recipe is not None
    assert [source.grams for source in line.recipe.sources] == [300, 120, 27]
    assert all(source.fdc_id for source in line.recipe.sources)


def test_a_portion_slightly_too_big_is_resized_by_what_carries_it_and_computed_again() -> None:
    line = checked(a_line({"limits": Limits(max_calories=430)}))
    assert line.recipe is not None
    assert 400 < line.recipe.nutrition.calories_kcal <= 430.5
    (change,) = line.recipe.changes
    assert change.startswith("bulgur resized to ")
    assert line.recipe.draft.ingredients[0].grams == 300
    assert line.recipe.draft.ingredients[1].grams == pytest.approx(120 * (1 - 74.5 / 205), abs=2)


def test_what_no_resizing_can_mend_is_written_again_with_the_reason() -> None:
    line = checked(a_line({"limits": Limits(max_calories=200)}))
    assert line.is_open
    assert line.mistakes == ["a serving holds 504.5 kcal, at most 200 are allowed"]


def test_limits_that_pull_both_ways_are_not_resized_to_a_lie() -> None:
    line = checked(a_line({"limits": Limits(max_calories=300, min_protein=80)}))
    assert line.recipe is None
    assert len(line.mistakes) == 2


def test_a_target_that_was_asked_for_is_met_by_resizing_or_written_again() -> None:
    near, far = (checked(a_line({"limits": Limits(target_calories=kcal)})) for kcal in (400, 1100))
    assert near.recipe is not None
    assert near.recipe.nutrition.calories_kcal == pytest.approx(460, abs=2)
    assert far.mistakes == ["a serving holds 504.5 kcal, at least 935 are asked for"]


def test_a_diet_that_an_ingredient_breaks_is_written_again() -> None:
    line = checked(a_line({"diets": ["vegetarian"]}, dietary_tags=["vegetarian"]))
    assert line.is_open
    assert any("vegetarian" in mistake and "chicken" in mistake for mistake in line.mistakes)


def test_a_diet_that_nobody_asked_for_and_the_dish_breaks_is_only_no_longer_claimed() -> None:
    line = checked(a_line(dietary_tags=["gluten-free", "dairy-free"]))
    assert line.recipe is not None
    assert line.recipe.draft.dietary_tags == ["dairy-free"]
    assert "no longer called gluten-free" in line.recipe.changes[0]


def test_food_that_nobody_knows_is_never_safe() -> None:
    secret = {"name": "silverleaf kernels", "amount": 200, "unit": "g", "grams": 200}
    drafted = a_draft().model_dump()["ingredients"]
    line = checked(a_line({"diets": ["nut-free"]}, dietary_tags=["nut-free"], ingredients=[*drafted, secret]))
    assert line.is_open
    assert sum("silverleaf" in mistake for mistake in line.mistakes) >= 2  # neither its energy nor its nuts are known


def test_raw_poultry_is_written_again() -> None:
    line = checked(a_line(instructions=["Slice the chicken, bulgur and olive oil.", "Mix well.", "Serve cold."]))
    assert line.is_open


def test_grams_that_contradict_the_amount_are_written_again() -> None:
    lines = a_draft().model_dump()["ingredients"]
    line = checked(a_line(ingredients=[*lines[:2], {**lines[2], "grams": 270}]))
    assert any("olive oil" in mistake for mistake in line.mistakes)


def test_the_same_dish_under_another_name_is_written_again() -> None:
    twin = a_line({"position": 1}, name="Moroccan-style Chicken on Lemon Bulgur")
    lines = check_chunk(sheet_of(a_line(), twin), last_round=False, validate=True).lines
    assert lines[0].recipe is not None
    assert lines[1].is_open
    assert "the same dish as" in lines[1].mistakes[0]


def test_a_recipe_that_is_written_again_is_no_twin_of_one_accepted_before_wherever_it_stands() -> None:
    accepted = checked(a_line({"position": 1}, name="Moroccan-style Chicken on Lemon Bulgur"))
    for lines in ([a_line(), accepted], [accepted, a_line()]):
        found = check_chunk(sheet_of(*lines), last_round=False, validate=True).lines
        assert [line.recipe is not None for line in found] == [line is accepted for line in lines]


def test_what_was_to_be_written_again_is_lost_for_the_reason_that_it_was_not() -> None:
    refused = Line(concept=a_concept(), fault=Fault(error="ModelBusy", text="left alone", final=False))
    assert losses_of(sheet_of(refused), told, "The provider is down.") == {0: "The provider is down."}


def test_without_validation_twins_are_no_mistake() -> None:
    sheet = check_chunk(sheet_of(a_line(), a_line({"position": 1})), last_round=False, validate=False)
    assert recipes_of(sheet).keys() == {0, 1}


def test_a_dish_that_is_stored_already_is_written_again() -> None:
    stored = [("Harissa Chicken", dish_of(a_draft()))]
    assert check_chunk(sheet_of(a_line()), False, True, stored).lines[0].mistakes == [
        'it is the same dish as "Harissa Chicken": write a different one'
    ]


def test_the_hearts_of_a_sheet_are_those_of_its_open_drafts_each_once() -> None:
    drafts = [a_draft_of(1), a_draft_of(0), a_draft_of(1)]
    lines = [Line(concept=a_concept(position=place), draft=draft) for place, draft in enumerate(drafts)]
    unwritten, closed = Line(concept=a_concept(position=3)), Line(concept=a_concept(), draft=a_draft_of(2), closed=True)
    assert hearts_of(sheet_of(*lines, unwritten, closed)) == ["chicken", "salmon"]


def test_a_draft_that_is_still_wrong_is_kept_as_it_was_written() -> None:
    line = checked(a_line({"limits": Limits(max_calories=430), "max_prep_minutes": 5}), last_round=True)
    assert line.draft == a_draft()
    assert len(line.mistakes) == 2


def test_a_serving_that_nobody_can_eat_is_written_again() -> None:
    lines = a_draft().model_dump()["ingredients"]
    line = checked(a_line(ingredients=[{**lines[0], "amount": 5000, "grams": 5000}, *lines[1:]]))
    assert line.is_open
    assert line.mistakes


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
    assert losses_of(sheet_of(line), told) == {
        0: "It waits for a person to decide: preparation takes 15 minutes, at most 5 are allowed. "
        "Accept, mend or reject it in the review."
    }


def test_a_recipe_that_was_never_written_stays_open_until_the_last_round() -> None:
    line = Line(concept=a_concept(), fault=Fault(error="AnswerRefused", text="declined", final=False))
    assert checked(line).is_open
    last = checked(line, last_round=True)
    assert not last.is_open
    assert losses_of(sheet_of(last), told, "down") == {0: "AnswerRefused: declined"}


def test_a_line_that_nobody_asked_for_is_lost_without_a_reason_of_its_own() -> None:
    line = checked(Line(concept=a_concept(position=4)), last_round=True)
    assert losses_of(sheet_of(checked(a_line()), line), told) == {4: "It was not written."}


def test_a_lost_recipe_is_told_of_by_its_fault() -> None:
    line = Line(concept=a_concept(), fault=Fault(error="KeyRefused", text="no key", final=True))
    assert losses_of(sheet_of(line), told) == {0: "KeyRefused: no key"}


def test_of_a_sheet_the_accepted_are_recipes_and_the_rest_losses() -> None:
    sheet = sheet_of(checked(a_line()), a_line({"position": 1, "max_prep_minutes": 5}))
    sheet = check_chunk(sheet, last_round=True, validate=True)
    assert (list(recipes_of(sheet)), list(losses_of(sheet, told))) == ([0], [1])


def test_a_chunk_that_is_not_in_its_last_round_closes_nothing() -> None:
    assert not checked(a_line({"max_prep_minutes": 5})).closed
    assert not checked(a_line(), last_round=True).closed


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
