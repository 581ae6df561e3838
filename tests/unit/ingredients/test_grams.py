"""What lines weigh, and on what evidence."""

from typing import Any

import pytest

from brigade.ingredients.foods import Food, Portion
from brigade.ingredients.grams import Weight, weigh
from brigade.ingredients.line import Line
from brigade.ingredients.matching import match


def weighed(name: str, amount: float | None, unit: str = "piece", **more: Any) -> Weight:
    found = match(name, more.get("preparation", ()))
    assert found is not None
    return weigh(Line(text="", name=name, amount=amount, unit=unit, **more), found.food)


def a_food(*portions: tuple[float, str], density: float | None = None, aisle: str | None = None) -> Food:
    """A food of which nothing is known but how it is measured."""
    measures = tuple(Portion(grams, measure) for grams, measure in portions)
    return Food(1, "Gorblax, raw", "", *(None,) * 10, density=density, portions=measures, aisle=aisle)


def of(food: Food, unit: str = "piece", name: str = "gorblax", **more: Any) -> tuple[float | None, str]:
    """Grams of one unit of the food, and the evidence."""
    weight = weigh(Line(text="", name=name, amount=1, unit=unit, **more), food)
    return weight.grams and round(weight.grams, 1), weight.evidence


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


def test_a_volume_without_a_measure_is_weighed_by_the_density_of_the_food() -> None:
    assert of(a_food(density=0.5), "ml") == (0.5, "density")
    assert of(a_food((60, "gorblax"), density=0.5), "l") == (500, "density")


@pytest.mark.parametrize(
    ("aisle", "grams"),
    [("oil", 920), ("spice", 500), ("water", 1000), ("condiment", 1050), ("dairy", 1000), ("alcohol", 980),
     ("produce", 600), (None, 600)],
)  # fmt: skip
def test_without_a_density_a_volume_is_weighed_by_where_the_food_is_sold(aisle: str | None, grams: float) -> None:
    assert of(a_food(aisle=aisle), "l") == (grams, "default")


def test_a_spoon_of_what_has_a_usual_cup_is_a_sixteenth_of_it() -> None:
    assert of(a_food(), "tbsp", name="almond flour") == (6, "default")
    assert of(a_food(), "tbsp", name="mystery sauce") == (15.3, "default")


def test_what_is_counted_is_a_portion_and_a_container_of_anything_a_default() -> None:
    assert of(a_food((20, "spear")), "spear") == (20, "portion")
    assert of(a_food((20, "spear")), "bottle") == (500, "default")
    assert of(a_food(), "handful") == (30, "default")


@pytest.mark.parametrize(("size", "factor"), [(None, 1), ("medium", 1), ("small", 0.75), ("extra large", 1.3)])
def test_a_usual_piece_is_as_large_as_the_line_says(size: str | None, factor: float) -> None:
    assert of(a_food(), name="salmon fillet", size=size) == (170 * factor, "default")


def test_a_size_changes_no_cup() -> None:
    assert of(a_food(), "cup", name="almond flour", size="large") == (96, "default")


def test_a_usual_weight_gives_way_to_a_measure_of_the_very_size_alone() -> None:
    fillets = a_food((99, "medium fillet"), (120, "large fillet"))
    assert of(fillets, "fillet", name="salmon", size="large") == (120, "portion")
    assert of(fillets, name="salmon fillet") == (170, "default")
    assert of(a_food((99, "fillet")), name="salmon fillet", size="large") == (221, "default")


@pytest.mark.parametrize("name", ["frozen salmon fillet", "salmon fillets, frozen", "cooked salmon fillet"])
def test_what_changes_no_weight_does_not_hide_the_usual_piece(name: str) -> None:
    assert of(a_food(), name=name) == (170, "default")


def test_the_measure_in_the_unit_of_the_line_is_chosen() -> None:
    food = a_food((6, "tsp"), (16, "tbsp"), (200, "cup"))
    assert [of(food, unit)[0] for unit in ("tsp", "tbsp", "cup")] == [6, 16, 200]


def test_a_measure_far_larger_than_the_unit_says_little() -> None:
    assert of(a_food((480, "cup"), (16, "tbsp")), "tsp") == (round(16 / 3, 1), "portion")
    assert of(a_food((480, "cup"), (480, "pint")), "quart") == (1920, "portion")


def test_a_measure_that_says_more_than_the_line_is_a_second_choice() -> None:
    food = a_food((140, "cup, shredded"), (90, "cup"), (120, "cup, pods and seeds"))
    assert of(food, "cup") == (90, "portion")
    assert of(food, "cup", preparation=("grated",)) == (140, "portion")


def test_nobody_means_what_is_worked_who_does_not_say_so() -> None:
    food = a_food((230, "cup, mashed"), (150, "cup, in pods with seeds"))
    assert of(food, "cup") == (150, "portion")
    assert of(food, "cup", preparation=("mashed",)) == (230, "portion")
    assert of(a_food((60, "cup, whipped"), (240, "cup, fluid (yields 2 cups whipped)")), "cup") == (240, "portion")


def test_a_fluid_ounce_is_a_volume() -> None:
    assert of(a_food((30, "fl oz")), "cup") == (240, "portion")


def test_a_piece_of_no_size_is_a_medium_one() -> None:
    food = a_food((10, "small"), (20, "medium"), (30, "large"))
    assert [of(food, size=size)[0] for size in (None, "small", "extra large")] == [20, 10, 30]
    assert of(a_food((10, "small"), (25, "fruit"))) == (25, "portion")
    assert of(a_food((30, "large"), (25, "item")), size="small") == (25, "portion")


def test_a_piece_is_the_whole_food_and_no_part_of_it() -> None:
    assert of(a_food((5, "slice gorblax"), (50, "hot gorblax"))) == (50, "portion")
    assert of(a_food((70, "gorblax with stem"), (5, "stem"))) == (70, "portion")
    assert of(a_food((5, "slice"))) == (None, "unresolved")
    assert of(a_food((70, "gorblax")), name="mystery") == (70, "portion")
    assert of(a_food((70, "raw")), name="mystery") == (None, "unresolved")


def test_the_measure_that_names_the_food_in_fewest_words_is_the_piece() -> None:
    assert of(a_food((30, "item"), (60, "gorblax"))) == (60, "portion")
    assert of(a_food((30, "gorblax with long green stem"), (60, "gorblax"))) == (60, "portion")
