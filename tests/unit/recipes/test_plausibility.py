"""What a cook would stop at, and what not."""

from typing import Any

import pytest

from brigade.recipes.plausibility import Oddity, oddities
from tests.factories import a_draft

Amount = tuple[str, float, str]
BASE: list[Amount] = [("chicken breast", 300, "g"), ("bulgur", 120, "g"), ("olive oil", 25, "g")]


def odd(*more: Amount, base: list[Amount] = BASE, **changes: Any) -> list[Oddity]:
    """What is odd about the sound draft of the factories, for two, with more in it."""
    lines = [{"name": name, "amount": amount, "unit": unit, "grams": amount if unit == "g" else None}
             for name, amount, unit in [*base, *more]]  # fmt: skip
    return oddities(a_draft(**{"ingredients": lines, **changes}))


def test_the_draft_of_the_factories_has_nothing_odd() -> None:
    assert oddities(a_draft()) == []


@pytest.mark.parametrize(
    ("name", "amount", "unit"),
    [("salt", 1000, "g"), ("salt", 10, "tbsp"), ("garlic", 80, "clove"), ("beef steak", 4000, "g"),
     ("olive oil", 400, "g"),
     ("paprika", 60, "g"), ("eggs", 24, "piece"), ("soy sauce", 200, "ml"), ("sugar", 600, "g"),
     ("baking powder", 60, "g"),
     ("vodka", 400, "ml"), ("spaghetti", 1000, "g"), ("vanilla extract", 100, "ml"), ("peanut butter", 500, "g")],
)  # fmt: skip
def test_what_nobody_eats_is_gross(name: str, amount: float, unit: str) -> None:
    assert any(oddity.gross and name in oddity.reason for oddity in odd((name, amount, unit)))


@pytest.mark.parametrize(
    ("name", "amount", "unit"),
    [("salt", 1, "tsp"), ("garlic", 10, "clove"), ("beef steak", 600, "g"), ("soy sauce", 4, "tbsp"),
     ("paprika", 1, "tbsp"),
     ("eggs", 6, "piece"), ("brown sugar", 100, "g"), ("chicken stock", 800, "ml"), ("rice noodles", 200, "g"),
     ("coconut milk", 400, "ml"), ("cooked rice", 500, "g"), ("butternut squash", 600, "g"),
     ("garlic powder", 2, "tsp"),
     ("peanut butter", 60, "g"), ("buttermilk", 400, "ml"), ("red bell pepper", 300, "g"), ("oat milk", 500, "ml"),
     ("chilli con carne beans", 400, "g"), ("saltine crackers", 60, "g"), ("tomatoes", 800, "g")],
)  # fmt: skip
def test_what_people_do_eat_is_not_odd(name: str, amount: float, unit: str) -> None:
    assert [oddity for oddity in odd((name, amount, unit)) if "nobody" in oddity.reason] == []


def test_a_little_too_much_costs_little_and_is_not_gross() -> None:
    (found,) = odd(("soy sauce", 120, "g"), instructions=[*a_draft().instructions, "Add the soy sauce."])
    assert (found.points, found.gross) == (5, False)


def test_salt_for_a_crust_and_oil_to_fry_in_are_not_eaten() -> None:
    steps = [
        "Pack the chicken in the salt crust.",
        "Roast to 74 °C.",
        "Crack open and serve with the bulgur and olive oil.",
    ]
    assert odd(("salt", 1500, "g"), instructions=steps) == []
    frying = ["Deep-fry the chicken in the oil.", "Drain.", "Serve with bulgur."]
    assert not any("oil" in oddity.reason for oddity in odd(("vegetable oil", 800, "g"), instructions=frying))


def test_a_serving_has_a_sane_mass() -> None:
    assert any("only" in oddity.reason for oddity in odd(base=[("chicken breast", 10, "g"), ("bulgur", 8, "g")]))
    heavy = odd(("tomatoes", 4000, "g"))
    assert any("weighs" in oddity.reason and not oddity.gross for oddity in heavy)
    assert any("weighs" in oddity.reason and oddity.gross for oddity in odd(("tomatoes", 5000, "g")))


def test_a_line_that_is_there_twice_is_named_once() -> None:
    reasons = [oddity.reason for oddity in odd(("Olive oils", 10, "g"))]
    assert reasons == ["olive oil is listed more than once"]
    peppers: list[Amount] = [("red bell pepper", 90, "g"), ("green bell pepper", 90, "g")]
    assert not any("more than once" in oddity.reason for oddity in odd(*peppers))


def test_too_few_steps_and_steps_told_twice_cost_points() -> None:
    assert any("fewer than three" in oddity.reason for oddity in odd(instructions=["Roast it all, everything."]))
    for count, reasons in ((20, []), (21, ["21 steps are more than anybody follows"])):
        stirs = [f"Stir it {'very ' * number}well." for number in range(count - 3)]
        assert [oddity.reason for oddity in odd(instructions=[*a_draft().instructions, *stirs])] == reasons
    twice = [*a_draft().instructions, a_draft().instructions[0]]
    assert [oddity.reason for oddity in odd(instructions=twice)] == ["a step is there twice"]


@pytest.mark.parametrize(
    ("step", "cook", "fits"),
    [
        ("Bake for 45 minutes.", 5, False),
        ("Bake for 45 minutes.", 45, True),
        ("Bake for 45-50 minutes.", 40, True),
        ("Bake for 45 minutes.", 30, True),
        ("Bake for 46 minutes.", 30, False),
        ("Bake for 10 minutes.", 5, True),
        ("Bake for 11 minutes.", 5, False),
        ("Simmer for 2 hours.", 30, False),
        ("Simmer for half an hour.", 30, True),
        ("Marinate for 8 hours, then grill for 10 minutes.", 10, True),
        ("Chill overnight, or for 12 hours.", 10, True),
        ("Roast for 20 minutes and leave to rest for 30 minutes.", 20, True),
        ("Set the timer of the bread machine to 90 minutes.", 25, True),
    ],
)
def test_times_and_steps_must_agree(step: str, cook: int, fits: bool) -> None:
    found = odd(instructions=[step, "Coat the chicken with oil and fry.", "Soak the bulgur."], cook_time_minutes=cook)
    assert (not any("cooks for" in oddity.reason for oddity in found)) is fits


def test_a_time_far_beyond_the_given_ones_is_gross() -> None:
    steps = ["Bake the chicken for 4 hours.", "Coat with oil.", "Soak the bulgur."]
    assert [oddity.gross for oddity in odd(instructions=steps)] == [True]


def test_cooking_time_without_any_heat_is_odd() -> None:
    steps = ["Mix the chicken with oil.", "Add the bulgur.", "Chill and serve."]
    assert any("no step cooks" in oddity.reason for oddity in odd(instructions=steps))


def test_a_main_part_that_no_step_uses_is_named() -> None:
    assert [oddity.reason for oddity in odd(("sauerkraut juice", 200, "g"), ("pumpkin", 300, "g"))] == [
        "no step uses the sauerkraut juice",
        "no step uses the pumpkin",
    ]


@pytest.mark.parametrize("step", ["Mix all the ingredients.", "Fold in the vegetables.", "Scatter over the pumpkins."])
def test_steps_may_speak_of_lines_in_other_words(step: str) -> None:
    assert odd(("pumpkin", 300, "g"), instructions=[*a_draft().instructions, step]) == []


def test_pasta_shapes_are_called_pasta_and_prawns_shrimp() -> None:
    steps = ["Boil the pasta for 9 minutes.", "Fry the prawns in the olive oil.", "Toss and serve."]
    assert odd(base=[("penne", 160, "g"), ("shrimp", 200, "g"), ("olive oil", 20, "g")], instructions=steps,
               name="Prawn Pasta") == []  # fmt: skip


@pytest.mark.parametrize(
    ("step", "missing"),
    [
        ("Stir in the feta.", True),
        ("Serve with rice, if you like.", False),
        ("Use tofu instead.", False),
        ("Cut into pieces the size of a walnut.", False),
        ("Fry the eggplants.", True),
    ],
)
def test_foods_in_the_steps_must_be_in_the_list(step: str, missing: bool) -> None:
    found = odd(instructions=[*a_draft().instructions, step])
    assert any("not in the list" in oddity.reason for oddity in found) is missing


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Salmon with Bulgur", False),
        ("Chicken and Mushroom Pilaf", False),
        ("Harissa Chicken", True),
        ("Chicken with Cauliflower Rice", True),
        ("Butternut Bulgur", True),
        ("Duck-Style Chicken", True),
        ("Eggplant-Free Chicken", True),
        ("Chicken Breast, Meatless Beef Style", True),
    ],
)
def test_a_title_keeps_its_promise(name: str, kept: bool) -> None:
    extra: Amount = ("cauliflower", 200, "g")
    found = odd(extra, name=name, instructions=[*a_draft().instructions, "Add the cauliflower."])
    assert (not any("title" in oddity.reason for oddity in found)) is kept


def test_a_missing_main_is_gross_and_a_vegan_one_is_a_name() -> None:
    lines: list[Amount] = [("soy strips", 300, "g"), ("bulgur", 120, "g")]
    steps = ["Soak the bulgur.", "Fry the soy strips for 5 minutes.", "Serve."]
    assert [oddity.gross for oddity in odd(base=lines, name="Lemon Chicken", instructions=steps)] == [True]
    for name, tags in (("Vegan Lemon Chicken", []), ("Lemon Chicken", ["vegan"])):
        assert odd(base=lines, name=name, instructions=steps, dietary_tags=tags) == []
