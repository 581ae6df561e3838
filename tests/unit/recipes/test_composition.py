"""What a serving holds, and what is eaten of it."""

import pytest

from brigade.ingredients.reading import read_line
from brigade.ingredients.resolving import line_of, resolve
from brigade.recipes.claims import claim_errors
from brigade.recipes.composition import Composition, composition_of
from brigade.recipes.eaten import LEFT_OVER, NOT_EDIBLE, eaten
from brigade.recipes.worth import nutrition_of
from tests.factories import a_nutrition


def composed(*lines: str, servings: float = 1) -> Composition:
    return composition_of([resolve(read_line(line)) for line in lines], servings)


def share_eaten(line: str) -> tuple[float, str | None]:
    resolved = resolve(read_line(line))
    grams, rule = eaten(resolved)
    assert grams is not None
    assert resolved.weight.grams
    return grams / resolved.weight.grams, rule


def test_a_serving_is_its_share_of_the_sum() -> None:
    whole, half = composed("100 g butter", "200 g sugar"), composed("100 g butter", "200 g sugar", servings=2)
    assert whole.kcal == pytest.approx(717 + 2 * 387)
    assert half.kcal == pytest.approx(whole.kcal / 2)
    assert half.carbs == pytest.approx(whole.carbs / 2)


def test_a_nutrient_that_too_few_foods_report_is_none() -> None:
    assert composed("100 g arborio rice").sugar is None
    assert composed("100 g arborio rice", "1 kg sugar").sugar == pytest.approx(999, abs=2)


def test_food_without_carbohydrate_holds_no_sugar_though_nobody_measured_it() -> None:
    salmon = composed("100 g salmon")
    assert (salmon.carbs, salmon.sugar) == (0, 0)


def test_every_line_has_its_source() -> None:
    source = composed("2 large eggs").sources[0]
    assert source.model_dump() == {
        "text": "2 large eggs", "fdc_id": 171287, "description": "Egg, whole, raw, fresh", "grams": 100,
        "evidence": "portion", "confidence": 1.0, "rule": None,
    }  # fmt: skip


def test_all_energy_is_resolved_where_every_line_is() -> None:
    assert composed("100 g butter", "salt to taste").energy_resolved == 1


def test_an_unknown_line_costs_the_energy_it_may_hold() -> None:
    small, large = composed("100 g butter", "20 g xyzzy"), composed("100 g butter", "500 g xyzzy")
    assert 0.9 < small.energy_resolved < 1
    assert large.energy_resolved < 0.5
    assert composed("xyzzy").energy_resolved == 0
    assert composed("100 g butter", "2 xyzzy").energy_resolved == pytest.approx(717 / (717 + 50 * 2))
    assert [source.confidence for source in composed("20 g xyzzy").sources] == [0]


def test_of_water_and_salt_it_is_known_that_they_hold_no_energy() -> None:
    soup = composed("1 cup water", "5 g salt")
    assert (soup.kcal, soup.energy_resolved) == (0, 1)


@pytest.mark.parametrize(
    ("line", "share", "rule"),
    [
        ("1 litre vegetable oil, for deep-frying", 0.15, "oil to deep-fry in"),
        ("2 tbsp vegetable oil, for frying", 1, None),
        ("1 (15 oz) can chickpeas, drained", 0.6, "can, drained"),
        ("2 lb bone-in chicken thighs", 0.79, "thighs on the bone"),
        ("2 lb boneless chicken thighs", 1, None),
        ("1 (4 lb) whole chicken", 0.68, "whole bird"),
        ("1 (4 lb) chicken", 0.68, "whole bird"),
        ("4 chicken joints each weighing 10 oz", 0.68, "poultry parts"),
        ("1 (14 oz) can green lentils, drained", 0.6, "can, drained"),
        ("3 tbsp soy sauce, for marinating", 0.5, "marinade"),
        ("100 g butter", 1, None),
        ("1 lb beef strips for a stir-fry", 1, None),
        ("1 litre vegetable oil, FOR DEEP-FRYING, plus extra to fry", 0.15, "oil to deep-fry in"),
        ("1 litre vegetable oil", 1, None),
        ("4 cups pasta water", 0, "water for boiling"),
        ("2 lb chicken drumsticks", 0.67, "drumsticks"),
        ("2 lb bone-in pork chops", 0.78, "meat on the bone"),
        ("1 lb mussels", 0.3, "shellfish in the shell"),
        ("1 (2 lb) whole pineapple", 0.7, "fruit with peel and core"),
        ("1 lb chicken wings", 0.54, "wings"),
        *((f"1 lb {done} pork ribs", 1, None) for done in ("boneless", "cubed", "diced", "cooked", "shredded")),
        ("200 g chickpeas", 1, None),
        ("200 g canned chickpeas", 0.6, "can, drained"),
    ],
)
def test_only_what_is_eaten_counts(line: str, share: float, rule: str | None) -> None:
    assert share_eaten(line) == (pytest.approx(share), rule)


def test_every_rule_names_its_source() -> None:
    assert [rule.name for rule in (*LEFT_OVER, *NOT_EDIBLE) if not rule.source.startswith(("USDA", "convention"))] == []
    assert all(0 <= rule.share < 1 for rule in (*LEFT_OVER, *NOT_EDIBLE))


def test_most_alcohol_cooks_off_but_not_in_a_drink() -> None:
    stew, drink = composed("1 cup red wine", "1 kg beef chuck"), composed("2 oz vodka", "1 cup orange juice")
    assert stew.alcohol == pytest.approx(0.4 * 25, rel=0.05)
    assert drink.alcohol == pytest.approx(0.334 * 56.7, rel=0.02)
    halved = composed("1 cup red wine", "1 kg beef chuck", servings=2)
    assert halved.alcohol == pytest.approx(stew.alcohol / 2)
    raw = composed("1 kg beef chuck").kcal + composed("1 cup red wine").kcal
    assert stew.kcal == pytest.approx(raw - 0.6 / 0.4 * stew.alcohol * 7)
    assert nutrition_of(stew).alcohol_grams == round(stew.alcohol, 1) != stew.alcohol


@pytest.mark.parametrize(
    ("figure", "kept", "blamed"),
    [("calories_kcal", 501.8, 501.9), ("protein_grams", 37.3, 37.4), ("carbs_grams", 42.5, 42.7),
     ("fat_grams", 22.6, 22.7)],
)  # fmt: skip
def test_a_claim_may_be_five_percent_off_and_rounded(figure: str, kept: float, blamed: float) -> None:
    true = a_nutrition()
    assert claim_errors(true.model_copy(update={figure: kept}), true, 1) == []
    assert len(claim_errors(true.model_copy(update={figure: blamed}), true, 1)) == 1


def test_a_right_claim_is_not_blamed() -> None:
    true = a_nutrition()
    near = true.model_copy(update={"calories_kcal": 477 * 1.05, "protein_grams": 35 * 0.95, "fat_grams": 22})
    assert claim_errors(near, true, 1) == []


def test_a_tablespoon_of_oil_is_missed_among_many_servings() -> None:
    true = a_nutrition(calories_kcal=480, fat_grams=26)
    without = true.model_copy(update={"calories_kcal": 480 - 120 / 10, "fat_grams": 26 - 13.6 / 10})
    (missing,) = claim_errors(without, true, 10)
    assert "tablespoon of oil" in missing
    assert claim_errors(without, true, 2) == []  # of which a tablespoon would be far more
    assert claim_errors(without.model_copy(update={"fat_grams": 26}), true, 10) == []
    assert claim_errors(a_nutrition(calories_kcal=0, fat_grams=0), a_nutrition(calories_kcal=0, fat_grams=0), 10) == []


def test_each_wrong_figure_of_a_claim_is_named() -> None:
    true = nutrition_of(composed("300 g chicken breast", "200 g rice", "2 tbsp olive oil", servings=2))
    wrong = true.model_copy(
        update={"calories_kcal": true.calories_kcal * 1.3, "protein_grams": true.protein_grams + 20}
    )
    energy, protein = claim_errors(wrong, true, 2)
    assert energy.startswith("energy was claimed")
    assert protein.startswith("protein was claimed")


def test_a_structured_line_gives_what_is_eaten_and_nothing_is_taken_off() -> None:
    mussels = resolve(line_of("mussels", 370, "g", 370))
    assert eaten(mussels) == (370, None)
    assert eaten(resolve(read_line("370 g mussels")))[1] == "shellfish in the shell"
