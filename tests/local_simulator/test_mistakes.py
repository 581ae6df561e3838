"""Every mistake the simulator can be told to make: one thing wrong, and the rest of a good recipe left as it is."""

import json
from typing import Any

import pytest

from brigade.recipes.recipe import Draft
from local.simulator.__main__ import _options, _parser
from local.simulator.options import MISTAKES, NATURAL_MISTAKES
from local.simulator.pantry import fdc_id_of, pantry
from local.simulator.writer import meanings, write_answer
from tests.local_simulator.concepts import a_concept, a_prompt, a_repair

CLAIMS = ("inconsistent", "inflated_energy", "understated", "whole_as_serving", "swapped_macros", "padded_protein")
BATCH = 40


def written(mistake: str | None, position: int = 2, **changes: Any) -> dict[str, Any]:
    prompt = a_prompt(a_concept(position, **changes))
    recipe: dict[str, Any] = json.loads(write_answer(prompt, prompt, None, 7, 1, mistake).text)
    return recipe


def changed(mistake: str, position: int = 2) -> set[str]:
    """The fields in which a recipe with this mistake differs from the good one."""
    good, wrong = written(None, position), written(mistake, position)
    return {name for name in good if good[name] != wrong[name]}


def line_of(recipe: dict[str, Any], name: str) -> dict[str, Any]:
    return next(line for line in recipe["ingredients"] if line["name"] == name)


def energy_of(claim: dict[str, float]) -> float:
    carbs = 4 * claim["carbs_grams"] - 2 * min(claim["fibre_grams"], claim["carbs_grams"])
    return 4 * claim["protein_grams"] + carbs + 9 * claim["fat_grams"] + 7 * claim["alcohol_grams"]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_recipe_with_a_mistake_is_wrong_and_still_a_valid_draft(mistake: str) -> None:
    for position in range(BATCH):
        wrong = written(mistake, position)
        assert wrong != written(None, position)
        Draft.model_validate(wrong)


@pytest.mark.parametrize("mistake", CLAIMS)
def test_a_false_claim_leaves_the_dish_alone(mistake: str) -> None:
    assert changed(mistake) == {"nutrition"}


def test_an_inflated_claim_adds_up_and_an_inconsistent_one_does_not() -> None:
    for position in range(BATCH):
        true = written(None, position)["nutrition"]
        inflated, loose = (written(name, position)["nutrition"] for name in ("inflated_energy", "inconsistent"))
        assert (
            inflated["calories_kcal"] == loose["calories_kcal"] == pytest.approx(1.3 * true["calories_kcal"], abs=0.1)
        )
        assert energy_of(inflated) == pytest.approx(inflated["calories_kcal"], rel=0.05)
        assert energy_of(loose) < 0.85 * loose["calories_kcal"]


def test_claims_are_understated_taken_for_the_whole_swapped_and_padded() -> None:
    recipe = written(None)
    claim, servings = recipe["nutrition"], recipe["servings"]
    for name, value in claim.items():
        assert written("understated")["nutrition"][name] == pytest.approx(0.6 * value, abs=0.06)
        assert written("whole_as_serving")["nutrition"][name] == pytest.approx(servings * value, abs=0.06)
    swapped, padded = (written(name)["nutrition"] for name in ("swapped_macros", "padded_protein"))
    assert swapped["protein_grams"] == pytest.approx(claim["carbs_grams"])
    assert swapped["carbs_grams"] == pytest.approx(claim["protein_grams"])
    assert padded["protein_grams"] == pytest.approx(claim["protein_grams"] + 20)
    assert padded["calories_kcal"] == pytest.approx(claim["calories_kcal"] + 80)


def test_a_forgotten_tablespoon_of_oil_is_on_the_list_and_not_in_the_claim() -> None:
    oils = {food.name for food in pantry().values() if food.role == "fat"}
    for position in range(BATCH):
        good, wrong = written(None, position), written("forgotten_oil", position)
        before, after = (
            sum(line["grams"] for line in each["ingredients"] if line["name"] in oils) for each in (good, wrong)
        )
        assert after - before == pytest.approx(13.5, abs=0.1)
        assert wrong["nutrition"] == good["nutrition"]


@pytest.mark.parametrize(
    ("diet", "plain", "hidden"),
    [
        ("vegan", "cheddar", "honey"),
        ("vegetarian", "ham", "worcestershire sauce"),
        ("gluten-free", "whole wheat bread", "soy sauce"),
        ("nut-free", "almonds", "almond milk"),
    ],
)
def test_a_diet_is_broken_in_the_open_and_in_hiding(diet: str, plain: str, hidden: str) -> None:
    for mistake, food in (("forbidden_ingredient", plain), ("hidden_forbidden", hidden)):
        wrong = written(mistake, diets=[diet], main_ingredient="carrots")
        assert diet in wrong["dietary_tags"]
        assert line_of(wrong, food)["grams"] > 0
        assert food in " ".join(wrong["instructions"])


def test_an_unknown_food_is_one_that_no_table_names() -> None:
    for position in range(BATCH):
        name = written("unknown_food", position)["ingredients"][-1]["name"]
        assert name not in pantry()
        assert fdc_id_of(name) is None


def test_absurd_amounts_and_wrong_grams_are_those_of_one_line() -> None:
    for mistake in ("absurd_amount", "wrong_grams"):
        assert changed(mistake) == {"ingredients"}
        good, wrong = written(None)["ingredients"], written(mistake)["ingredients"]
        (pair,) = [(one, other) for one, other in zip(good, wrong, strict=True) if one != other]
        assert pair[1]["grams"] >= 4 * pair[0]["grams"]
        assert (pair[1]["amount"] == pair[0]["amount"]) == (mistake == "wrong_grams")


def test_undercooked_food_is_taken_off_the_heat_too_soon() -> None:
    steps = " ".join(written("undercooked", main_ingredient="chicken breast", diets=[])["instructions"])
    assert "55 °C" in steps
    assert "74 °C" not in steps
    assert "simmer for 5 minutes" in " ".join(written("undercooked", diets=["vegan"])["instructions"])


def test_portions_over_the_limit_are_claimed_honestly() -> None:
    good, wrong = written(None), written("over_limit")
    assert wrong["nutrition"]["calories_kcal"] == pytest.approx(2.2 * good["nutrition"]["calories_kcal"], abs=0.1)
    assert line_of(wrong, good["ingredients"][0]["name"])["grams"] == pytest.approx(
        2.2 * good["ingredients"][0]["grams"]
    )


def test_a_repeated_dish_has_the_same_foods_and_another_name() -> None:
    dinners = [written("repeated_dish", position, meal_type="dinner", diets=[]) for position in range(10)]
    assert len({tuple(line["name"] for line in dinner["ingredients"]) for dinner in dinners}) == 1
    assert len({tuple(dinner["instructions"]) for dinner in dinners}) == 1
    assert len({dinner["name"] for dinner in dinners}) > 5
    for position, dinner in enumerate(dinners):
        kcal = a_concept(position, meal_type="dinner", diets=[]).targets.calories_kcal
        assert dinner["nutrition"]["calories_kcal"] == pytest.approx(kcal, rel=0.01)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_repair_mends_every_mistake(mistake: str) -> None:
    prompt = a_prompt(a_concept(2))
    repair = a_repair(prompt, written(mistake), "something is wrong")
    assert json.loads(write_answer(repair, repair, None, 7, 1, None).text) == written(None)


def test_the_help_tells_what_every_mistake_is() -> None:
    words = _parser().format_help()
    assert set(meanings()) == set(MISTAKES)
    for name, meaning in meanings().items():
        assert name in words
        assert meaning in words


def test_natural_mistakes_are_made_where_they_are_asked_for() -> None:
    def rates(*flags: str) -> dict[str, float]:
        return dict(_options(_parser().parse_args(flags)).text_faults)

    assert rates() == {}
    assert rates("--natural-mistakes") == NATURAL_MISTAKES
    assert rates("--natural-mistakes", "--fault", "text.over_limit=0") == {**NATURAL_MISTAKES, "over_limit": 0}
