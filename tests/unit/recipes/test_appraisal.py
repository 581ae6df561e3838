"""What a draft is held to, what it loses, and what its writer is told."""

from typing import Any

import pytest

from brigade.recipes.appraisal import Appraisal, Standard, appraise, taken
from brigade.recipes.limits import Limits
from brigade.recipes.recipe import Draft
from brigade.recipes.vocabulary import Diet
from brigade.recipes.worth import worth_of
from tests.factories import a_draft, a_nutrition

LINES: list[dict[str, Any]] = a_draft().model_dump()["ingredients"]


def a_standard(**changes: Any) -> Standard:
    return Standard(**{"limits": Limits(), "diets": [], "max_prep_minutes": None, "target_kcal": 500, **changes})


def with_more(*more: tuple[str, float, str, float | None], **changes: Any) -> Draft:
    """The sound draft with these lines added."""
    lines = [{"name": name, "amount": amount, "unit": unit, "grams": grams} for name, amount, unit, grams in more]
    steps = [*a_draft().instructions, "Mix all the ingredients."]
    return a_draft(ingredients=[*LINES, *lines], instructions=steps, **changes)


def appraised(draft: Draft, **standard: Any) -> Appraisal:
    return appraise(draft, a_standard(**standard))


def test_a_sound_draft_loses_nothing() -> None:
    found = appraised(a_draft())
    assert (found.draft, found.changes, found.refusals, found.mistakes) == (a_draft(), [], [], [])
    assert (found.quality.score, found.quality.reasons) == (100, [])


def test_a_draft_taken_at_its_word_must_claim_some_energy() -> None:
    least, none = (taken(a_draft(nutrition=a_nutrition(calories_kcal=kcal)), a_standard()) for kcal in (1, 0.9))
    assert least.refusals == least.mistakes == []
    assert none.refusals == none.mistakes == ["nutrition.calories_kcal must be above 0"]
    assert (none.sources, none.allergens, none.changes) == ([], None, [])


def test_a_draft_taken_at_its_word_still_loses_for_what_is_odd() -> None:
    found = taken(a_draft(instructions=["Roast it all, everything."]), a_standard(target_kcal=504.5))
    assert "fewer than three steps" in found.quality.reasons


def test_what_is_odd_costs_quality_and_what_is_gross_is_a_mistake_as_well() -> None:
    odd = appraised(a_draft(instructions=[*a_draft().instructions, a_draft().instructions[1]]))
    assert (odd.mistakes, odd.quality.score) == ([], 95)
    gross = appraised(a_draft(name="Duck with Bulgur"))
    assert gross.mistakes == gross.quality.reasons == ["the title promises duck, which is not in the list"]


def test_a_diet_that_was_asked_for_is_judged_whether_or_not_it_is_claimed() -> None:
    for tags in ([], ["vegan"]):
        found = appraised(a_draft(dietary_tags=tags), diets=[Diet.VEGAN])
        assert found.mistakes[0] == "it has to be vegan: chicken breast holds poultry, which is not vegan"
        assert all(mistake.startswith("it has to be vegan: ") for mistake in found.mistakes)
        assert found.draft.dietary_tags == []


def test_lines_whose_food_or_weight_nobody_can_tell_are_named_where_too_much_hangs_on_them() -> None:
    draft = with_more(("silverleaf kernels", 200, "g", 200), ("soy sauce", 20, "piece", None))
    assert appraised(draft).mistakes == [
        "nobody can tell what these hold: silverleaf kernels, soy sauce; name plain foods and give their grams"
    ]


@pytest.mark.parametrize(("grams", "known"), [(30, True), (60, False)])
def test_what_is_unknown_may_hold_a_tenth_of_the_energy_and_no_more(grams: float, known: bool) -> None:
    claim = a_nutrition(calories_kcal=460)
    worth = worth_of(with_more(("silverleaf kernels", grams, "g", grams), nutrition=claim))
    assert worth.is_known is known
    assert (worth.nutrition == claim) is not known


def test_a_claim_that_must_be_stood_for_is_mended_and_that_is_told_and_costs_but_is_not_compared() -> None:
    draft = with_more(("silverleaf kernels", 200, "g", 200), nutrition=a_nutrition(calories_kcal=900))
    found = appraised(draft, target_kcal=477)
    change = "energy set from 900 to 477 kcal: what its protein, carbohydrate, fibre, fat and alcohol come to"
    assert found.nutrition == a_nutrition()
    assert found.changes == [change]
    assert change in found.quality.reasons
    assert not any("claimed as" in reason for reason in found.quality.reasons)


def test_each_wrong_figure_of_a_claim_costs_three_points() -> None:
    sound = a_draft().nutrition
    for wrong, score in (({"calories_kcal": 700}, 97), ({"calories_kcal": 700, "fat_grams": 40}, 94)):
        assert appraised(a_draft(nutrition=sound.model_copy(update=wrong))).quality.score == score


@pytest.mark.parametrize(
    ("names", "lost"), [(["acme"], 0), (["acme zen"], 2), ([f"acme {word}" for word in ("one", "two", "zen")], 6)]
)
def test_each_food_that_is_hardly_known_by_its_name_costs_two_points(names: list[str], lost: int) -> None:
    draft = with_more(*((f"{name} sour cream", 1, "g", 1) for name in names))
    quality = appraised(draft).quality
    unsure = [reason for reason in quality.reasons if "not sure" in reason]
    others = sum("listed more than once" in reason for reason in quality.reasons)
    assert (len(unsure), 100 - quality.score - 2 * others) == (lost > 0, lost)


def test_however_many_foods_are_hardly_known_they_cost_ten_points_and_five_are_named() -> None:
    words = ["one", "two", "zen", "sun", "oak", "elm", "fir"]
    quality = appraised(with_more(*((f"acme {word} sour cream", 1, "g", 1) for word in words))).quality
    named = ", ".join(f"acme {word} sour cream" for word in words[:5])
    assert (quality.score, quality.reasons) == (90, [f"not sure which food is meant by {named}"])


def test_grams_that_do_not_fit_their_amount_are_named() -> None:
    lines = [*LINES[:2], {**LINES[2], "grams": 270}]
    assert "2 tbsp olive oil: 270 g do not agree with that amount" in appraised(a_draft(ingredients=lines)).mistakes
