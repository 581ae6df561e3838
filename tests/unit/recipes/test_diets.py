"""Whether recipes keep their diets, from words and from numbers; and the traps."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.diet import answers_to, measure, traps_in
from benchmarks.of_file import measured
from brigade.recipes.diets import Judgement, Verdict, judge
from brigade.recipes.vocabulary import Diet
from tests.factories import a_nutrition

TRAPS = Path(__file__).parents[2] / "data" / "diet_traps.csv"


def judged(diet: Diet, ingredients: list[str], **changes: Any) -> Judgement:
    asked = {"title": "Supper", "instructions": ["Cook and serve."], "nutrition": None, **changes}
    return judge(ingredients=ingredients, diets=[diet], **asked)[diet]


def verdict(diet: Diet, ingredients: list[str], **changes: Any) -> str:
    return judged(diet, ingredients, **changes).verdict


def test_no_trap_is_said_to_be_fine_and_nearly_all_are_decided_right() -> None:
    answers = {trap.ingredient: answers_to(trap) for trap in traps_in(TRAPS)}
    flat = [answer for found in answers.values() for answer in found]
    assert len(answers) > 900
    assert [name for name, found in answers.items() if any(answer.unsafe for answer in found)] == []
    assert sum(answer.right for answer in flat) >= 0.95 * len(flat)


def test_plain_food_keeps_a_diet_without_further_words() -> None:
    assert judged(Diet.VEGAN, ["chickpeas", "olive oil", "lemon juice", "flat-leaf parsley", "salt"]) == Judgement(
        verdict=Verdict.KEEPS, reasons=[]
    )


def test_reasons_are_plain_words() -> None:
    assert judged(Diet.VEGAN, ["honey"]).reasons == ["honey is not vegan"]
    assert judged(Diet.VEGETARIAN, ["parmesan"]).reasons == ["parmesan holds animal rennet, which is not vegetarian"]
    assert judged(Diet.HALAL, ["gelatine"]).reasons == ["gelatine: words do not say whether its gelatine is halal"]
    assert judged(Diet.KETO, ["rice"]).reasons == ["keto is judged on nutrition, and none is known"]
    assert judged(Diet.VEGAN, ["kimchi"]).reasons[0] == "kimchi may hold crustacean, which is not vegan"


@pytest.mark.parametrize(
    ("diet", "ingredient", "count"),
    [(Diet.VEGAN, "köttbullar", 4), (Diet.VEGAN, "pupusas", 7),
     (Diet.HALAL, "wine gums", 2)],
)  # fmt: skip
def test_reasons_stand_in_one_order(diet: Diet, ingredient: str, count: int) -> None:
    reasons = judged(diet, [ingredient]).reasons
    assert len(reasons) == count
    assert reasons == sorted(reasons)


def test_an_unknown_word_waits_for_a_person() -> None:
    found = judged(Diet.NUT_FREE, ["rice", "gorblax"])
    assert found == Judgement(verdict=Verdict.UNKNOWN, reasons=["nobody knows what gorblax is made of"])


@pytest.mark.parametrize(
    ("ingredient", "expected"),
    [
        ("butter or olive oil", "unknown"),
        ("butter (or olive oil)", "unknown"),
        ("butter, lard or cream", "breaks"),
        ("beef or chicken stock", "breaks"),
        ("porridge with skimmed or whole milk", "breaks"),
        ("butter with honey or maple syrup", "breaks"),
        ("olive or rapeseed oil", "keeps"),
    ],
)
def test_a_choice_keeps_a_diet_only_with_every_alternative_and_breaks_it_only_with_every(
    ingredient: str, expected: str
) -> None:
    assert verdict(Diet.VEGAN, [ingredient]) == expected


@pytest.mark.parametrize(
    "step",
    ["Serve with yoghurt.", "Grease the tin with butter.", "Fold in the whipped cream.", "Top with grated Parmesan."],
)
def test_a_forbidden_food_in_a_step_breaks_the_diet(step: str) -> None:
    assert verdict(Diet.VEGAN, ["oats", "apples"], instructions=[step]) == "breaks"


def test_a_forbidden_food_in_the_title_breaks_the_diet() -> None:
    assert verdict(Diet.VEGETARIAN, ["rice", "peas"], title="Bacon and Pea Rice") == "breaks"
    assert verdict(Diet.VEGAN, ["cashews", "macaroni"], title="Vegan Mac and Cheese") == "keeps"


@pytest.mark.parametrize(
    "step",
    ["No butter needed.", "Sweeten with dates instead of honey.", "Cream the sugar.", "Fluff the rice with a fork.",
     "Brush with vegan butter.", "Skim the foam and mince the garlic.", "Roll the dough and wrap it.",
     "Toast the bread crumb topping."],
)  # fmt: skip
def test_words_that_only_look_forbidden_break_nothing(step: str) -> None:
    assert verdict(Diet.VEGAN, ["rice", "dates"], instructions=[step]) == "keeps"


def test_the_step_may_point_at_a_food_of_the_list_by_its_last_word() -> None:
    assert verdict(Diet.VEGAN, ["almond milk", "oats"], instructions=["Pour in the oats and milk."]) == "keeps"
    assert verdict(Diet.GLUTEN_FREE, ["gluten-free penne"], instructions=["Drain the pasta."]) == "keeps"


def test_butter_on_the_tin_is_not_taken_for_the_peanut_butter_of_the_list() -> None:
    found = judged(Diet.VEGAN, ["peanut butter", "dates"], instructions=["Grease the tin with butter."])
    assert found.verdict == "unknown"
    assert found.reasons == ["step 1 says butter: is it the peanut butter of the list?"]


@pytest.mark.parametrize(
    ("step", "expected"),
    [("Drain the chicken.", "keeps"), ("Melt in chicken.", "unknown"), ("Chicken goes in last.", "unknown")],
)
def test_a_step_may_call_a_substitute_by_what_it_stands_for_if_it_points_at_it(step: str, expected: str) -> None:
    assert verdict(Diet.VEGAN, ["vegan chicken pieces"], instructions=[step]) == expected


def test_a_title_needs_not_point() -> None:
    assert verdict(Diet.VEGAN, ["vegan chicken pieces", "rice"], title="Chicken Pilaf") == "keeps"
    assert verdict(Diet.VEGAN, ["chickpeas", "rice"], title="Chicken Pilaf") == "breaks"


def test_a_food_of_the_list_is_no_question_in_a_step_unless_it_was_changed_there() -> None:
    reasons = ["butter or olive oil holds milk, which is not vegan"]
    assert judged(Diet.VEGAN, ["butter or olive oil"], instructions=["Fry with butter."]).reasons == reasons
    assert verdict(Diet.VEGAN, ["vegan butter"], instructions=["Fry with butter."]) == "unknown"
    assert verdict(Diet.VEGETARIAN, ["vegan parmesan"], instructions=["Top with cheese."]) == "keeps"


def test_what_a_title_only_may_hold_is_decided_by_the_list_and_in_a_step_by_a_person() -> None:
    porridge = ["oats", "water", "cocoa powder"]
    assert verdict(Diet.VEGAN, porridge, title="Chocolate Porridge") == "keeps"
    assert judged(Diet.VEGAN, porridge, instructions=["Stir.", "Add chocolate."]).reasons == [
        "step 2: chocolate may hold milk, which is not vegan"
    ]


def test_butter_beans_do_not_explain_butter() -> None:
    assert verdict(Diet.VEGAN, ["butter beans"], instructions=["Melt the butter."]) == "breaks"


@pytest.mark.parametrize(
    ("diet", "ingredient", "expected"),
    [
        (Diet.GLUTEN_FREE, "rolled oats", "breaks"),
        (Diet.GLUTEN_FREE, "gluten-free oats", "keeps"),
        (Diet.GLUTEN_FREE, "glutinous rice", "keeps"),
        (Diet.GLUTEN_FREE, "soy sauce", "breaks"),
        (Diet.DAIRY_FREE, "lactose-free milk", "breaks"),
        (Diet.NUT_FREE, "peanut butter", "breaks"),
        (Diet.NUT_FREE, "pine nuts", "breaks"),
        (Diet.NUT_FREE, "coconut milk", "keeps"),
        (Diet.PESCATARIAN, "anchovies", "keeps"),
        (Diet.PESCATARIAN, "chicken stock", "breaks"),
        (Diet.PALEO, "lentils", "breaks"),
        (Diet.PALEO, "honey", "keeps"),
        (Diet.HALAL, "chicken breast", "keeps"),
        (Diet.HALAL, "white wine", "breaks"),
        (Diet.HALAL, "gelatine", "unknown"),
        (Diet.HALAL, "beef chuck", "keeps"),
        (Diet.KOSHER, "squid", "breaks"),
        (Diet.KOSHER, "eel", "breaks"),
        (Diet.KOSHER, "salmon", "keeps"),
        (Diet.VEGETARIAN, "cheddar", "unknown"),
        (Diet.VEGAN, "sugar", "keeps"),
        (Diet.VEGAN, "refined white sugar", "unknown"),
    ],
)
def test_decisions_of_doubt(diet: Diet, ingredient: str, expected: str) -> None:
    assert verdict(diet, [ingredient]) == expected


def test_kosher_keeps_meat_and_milk_apart_but_not_fish_and_milk() -> None:
    assert judged(Diet.KOSHER, ["beef", "butter"]).reasons == ["meat and milk together are not kosher"]
    assert verdict(Diet.KOSHER, ["salmon", "butter"]) == "keeps"
    assert verdict(Diet.HALAL, ["beef", "butter"]) == "keeps"


@pytest.mark.parametrize("ingredients", [["beef", "dark chocolate"], ["butter", "stock"], ["meat pie"]])
def test_meat_and_milk_that_may_meet_wait_for_a_person(ingredients: list[str]) -> None:
    assert judged(Diet.KOSHER, ingredients).reasons == ["meat and milk may meet in it, which is not kosher"]


@pytest.mark.parametrize(
    ("diet", "changes", "expected"),
    [
        (Diet.KETO, {"carbs_grams": 24, "fibre_grams": 6}, "keeps"),
        (Diet.KETO, {"carbs_grams": 24, "fibre_grams": None}, "breaks"),
        (Diet.LOW_CARB, {"carbs_grams": 30}, "keeps"),
        (Diet.LOW_CARB, {"carbs_grams": 31}, "breaks"),
        (Diet.LOW_FAT, {"fat_grams": 10}, "keeps"),
        (Diet.LOW_FAT, {}, "breaks"),
        (Diet.HIGH_PROTEIN, {}, "keeps"),
        (Diet.HIGH_PROTEIN, {"protein_grams": 10}, "breaks"),
    ],
)
def test_diets_of_numbers_are_judged_on_a_serving(diet: Diet, changes: dict[str, Any], expected: str) -> None:
    assert verdict(diet, ["rice"], nutrition=a_nutrition(**changes)) == expected


def test_a_diet_of_numbers_without_numbers_is_unknown() -> None:
    assert verdict(Diet.KETO, ["rice"]) == "unknown"
    nothing = a_nutrition(calories_kcal=5, protein_grams=0, carbs_grams=0, fat_grams=0, fibre_grams=0)
    assert verdict(Diet.LOW_FAT, ["water"], nutrition=nothing) == "unknown"


@pytest.mark.parametrize("text", ["ingredient,vegan\nrice,y\n", "ingredient,vegan,vegetarian,contains\nrice,yes,y,\n"])
def test_a_file_that_is_not_of_traps_is_refused_in_words(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "traps.csv"
    path.write_text(text)
    assert measured(measure, [str(path)], "") == 2
    assert str(path) in capsys.readouterr().err


def test_a_missing_file_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measured(measure, [str(tmp_path / "none.csv")], "") == 2
    assert "cannot be read" in capsys.readouterr().err
