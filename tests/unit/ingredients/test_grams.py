"""What lines weigh, and on what evidence."""

from typing import Any

import pytest

from brigade.ingredients.grams import Weight, weigh
from brigade.ingredients.line import Line
from brigade.ingredients.matching import match


def weighed(name: str, amount: float | None, unit: str = "piece", **more: Any) -> Weight:
    found = match(name, more.get("preparation", ()))
    assert found is not None
    return weigh(Line(text="", name=name, amount=amount, unit=unit, **more), found.food)


def test_a_mass_in_the_line_is_stated() -> None:
    assert weighed("flour", 2, "cup", grams=240) == Weight(240, "stated")
    assert weighed("flour", 2, "kg") == Weight(2000, "stated")


@pytest.mark.parametrize(
    ("name", "amount", "unit", "grams"),
    [
        ("butter", 1, "stick", 113), ("garlic", 2, "clove", 6), ("sugar", 1, "cup", 200), ("honey", 1, "tbsp", 21),
        ("broccoli", 1, "spear", 31), ("olive oil", 1, "tbsp", 13.5), ("milk", 0.5, "cup", 122),
    ],
)  # fmt: skip
def test_a_household_measure_of_the_food_is_a_portion(name: str, amount: float, unit: str, grams: float) -> None:
    found = weighed(name, amount, unit)
    assert found.grams == pytest.approx(grams, rel=0.05)


def test_the_measure_that_says_what_was_done_is_chosen() -> None:
    chopped = weighed("red bell pepper", 1, "cup", preparation=("chopped",))
    sliced = weighed("red bell pepper", 1, "cup", preparation=("sliced",))
    assert (chopped, sliced) == (Weight(149, "portion"), Weight(92, "portion"))


def test_cream_is_measured_before_it_is_whipped() -> None:
    assert weighed("heavy cream", 1, "cup") == Weight(238, "portion")
    assert weighed("heavy cream", 1, "cup", preparation=("whipped",)).grams == pytest.approx(120)


def test_the_size_in_the_line_chooses_the_portion() -> None:
    small, large = (weighed("onion", 1, size=size).grams for size in ("small", "large"))
    assert (small, large) == (70, 150)
    assert weighed("eggs", 3, size="large") == Weight(150, "portion")


def test_a_volume_is_converted_from_a_measure_of_another() -> None:
    assert weighed("milk", 100, "ml").grams == pytest.approx(103, abs=1)
    assert weighed("olive oil", 1, "tsp").grams == pytest.approx(4.5, abs=0.1)


def test_a_usual_weight_is_a_default() -> None:
    assert weighed("almond flour", 1, "cup") == Weight(96, "default")  # not a cup of whole almonds
    assert weighed("salmon fillet", 2) == Weight(340, "default")
    assert weighed("cilantro", 1, "bunch") == Weight(60, "default")


def test_a_gesture_is_a_default_too() -> None:
    found = weighed("salt", 1, "pinch")
    assert found.evidence == "default"
    assert 0.2 < (found.grams or 0) < 0.6


def test_to_taste_is_a_pinch_and_a_garnish_is_not_counted() -> None:
    assert weighed("salt", None, preparation=("to taste",)) == Weight(1.0, "default")
    assert weighed("parmesan", None, preparation=("to serve",)) == Weight(0.0, "default")


def test_what_nobody_can_weigh_is_unresolved() -> None:
    assert weighed("soy sauce", 2, "piece") == Weight(None, "unresolved")


@pytest.mark.parametrize(
    ("name", "amount", "unit", "grams"),
    [
        ("marinara sauce", 2, "cup", 500), ("vanilla ice cream", 1, "quart", 532), ("gouda", 1, "cup", 113),
        ("butterscotch chips", 1, "cup", 170), ("cod fillets", 2, "fillet", 300), ("saltines", 1, "sleeve", 120),
    ],
)  # fmt: skip
def test_what_has_no_measure_is_weighed_by_its_kind(name: str, amount: float, unit: str, grams: float) -> None:
    weight = weighed(name, amount, unit)
    assert (round(weight.grams or 0), weight.evidence) == (grams, "default")


def test_a_cup_of_what_is_cooked_is_no_cup_of_what_is_dry() -> None:
    cooked, dry = weighed("cooked egg noodles", 1, "cup").grams, weighed("egg noodles", 1, "cup").grams
    assert cooked is not None
    assert dry is not None
    assert cooked > 2 * dry
