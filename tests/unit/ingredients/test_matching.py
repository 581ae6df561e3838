"""Names to foods: everyday names in any form, the right state, and never a wrong guess."""

import csv
from pathlib import Path

import pytest

from brigade.ingredients.matching import match


def described(name: str, *preparation: str) -> str:
    found = match(name, preparation)
    return found.food.description if found else "unknown"


@pytest.mark.parametrize("name", ["tomato", "Tomatoes", "ripe tomatoes", "organic fresh tomatoes", "large tomato"])
def test_a_food_is_known_by_any_form_of_its_name(name: str) -> None:
    assert described(name) == "Tomatoes, red, ripe, raw, year round average"


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("courgette", "zucchini"), ("aubergine", "eggplant"), ("spring onions", "scallions"), ("rocket", "arugula"),
        ("coriander leaves", "cilantro"), ("double cream", "heavy cream"), ("prawns", "shrimp"), ("swede", "rutabaga"),
        ("caster sugar", "superfine sugar"), ("icing sugar", "powdered sugar"), ("beef mince", "ground beef"),
        ("chilli powder", "chili powder"), ("wholemeal flour", "whole wheat flour"), ("yoghurt", "yogurt"),
        ("bicarbonate of soda", "baking soda"), ("mangetout", "snow peas"), ("cornflour", "corn starch"),
    ],
)  # fmt: skip
def test_british_and_american_names_mean_one_food(british: str, american: str) -> None:
    assert described(british) == described(american) != "unknown"


@pytest.mark.parametrize(
    ("raw", "other", "says"),
    [
        ("rice", "cooked rice", "cooked"), ("brown rice", "cooked brown rice", "cooked"),
        ("pasta", "cooked pasta", "cooked"), ("quinoa", "cooked quinoa", "cooked"),
        ("lentils", "cooked lentils", "cooked"), ("spinach", "cooked spinach", "cooked"),
        ("spinach", "frozen spinach", "frozen"), ("apricots", "dried apricots", "dried"),
        ("basil", "dried basil", "dried"), ("shiitake mushrooms", "dried shiitake mushrooms", "dried"),
        ("salmon", "canned salmon", "canned"), ("corn", "canned corn", "canned"),
        ("mushrooms", "canned mushrooms", "canned"), ("salmon", "smoked salmon", "smoked"),
        ("broccoli", "steamed broccoli", "cooked"), ("potatoes", "boiled potatoes", "boiled"),
        ("potato", "baked potato", "baked"), ("beets", "pickled beets", "pickled"), ("basil", "dry basil", "dried"),
        ("duck", "rotisserie duck", "roasted"),
    ],
)  # fmt: skip
def test_a_state_in_the_name_chooses_the_food_in_that_state(raw: str, other: str, says: str) -> None:
    assert says in described(other)
    assert described(other) != described(raw)


def test_a_state_that_is_all_a_clause_says_counts_as_well() -> None:
    assert described("brown rice", "cooked") == described("cooked brown rice")
    assert described("basil", "dried") == described("dried basil")
    assert described("brown rice", "cooked until soft") == described("brown rice")


@pytest.mark.parametrize(
    ("name", "confidence"),
    [("frozen halloumi", 0.85), ("drained ricotta", 0.9), ("canned kale", 0.63), ("roasted kale", 0.63),
     ("jarred artichokes", 0.63), ("smoked tomatoes", 0.54), ("baked kale", 0.54), ("pickled kale", None),
     ("candied kale", None), ("fried kale", None)],
)  # fmt: skip
def test_where_there_is_no_food_in_that_state_the_plain_one_stands_for_it_but_is_less_sure(
    name: str, confidence: float | None
) -> None:
    found = match(name)
    assert (found.confidence if found else None) == confidence


@pytest.mark.parametrize("state", ["smoked", "drained", "canned", "cooked", "dried", "frozen"])
def test_each_state_that_is_all_a_clause_says_is_taken_for_one(state: str) -> None:
    assert match("kale", (state,)) != match("kale")


def test_beans_come_in_cans_unless_they_are_dry() -> None:
    assert "canned" in described("black beans")
    assert described("dried black beans") == described("dry black beans") == "Beans, black, mature seeds, raw"


def test_what_is_dry_anyway_may_be_called_dry() -> None:
    assert described("dry red lentils") == described("red lentils")


@pytest.mark.parametrize(
    ("name", "food"),
    [
        ("rhubarb", "Rhubarb, raw"), ("prickly pear", "Prickly pears, raw"), ("blood sausage", "Blood sausage"),
        ("lotus root", "Lotus root, raw"), ("jackfruit", "Jackfruit, raw"), ("turnip greens", "Turnip greens, raw"),
    ],
)  # fmt: skip
def test_a_food_without_an_everyday_name_is_found_by_its_description(name: str, food: str) -> None:
    found = match(name)
    assert found is not None
    assert (found.food.description, found.source) == (food, "description")
    assert found.confidence < 1


@pytest.mark.parametrize(
    "name",
    ["", "xyzzy", "unicorn meat", "almond croissant", "zucchini bread mix", "the usual", "dragonfruit", "coconut flour",
     "sugar-free maple cookies", "bowl add-ins"],
)  # fmt: skip
def test_an_unknown_food_is_said_to_be_unknown(name: str) -> None:
    assert match(name) is None


def test_another_food_before_the_last_word_is_not_dropped() -> None:
    assert "Turkey" not in described("bacon")
    assert "turkey" in described("turkey bacon")
    assert described("peanut butter") != described("butter")
    assert described("coconut milk") != described("milk")


def test_an_unknown_brand_costs_certainty_but_not_the_food() -> None:
    plain, branded = match("sour cream"), match("acme sour cream")
    assert plain is not None
    assert branded is not None
    assert plain.food == branded.food
    assert (plain.confidence, branded.confidence) == (1, 0.77)
    twice = match("acme zen sour cream")
    assert twice is not None
    assert twice.confidence == 0.65
    assert match("acme zen qux plus sour cream") is None


def test_every_food_of_the_simulated_pantry_has_an_everyday_name() -> None:
    with Path("local/simulator/pantry.csv").open(encoding="utf-8", newline="") as file:
        found = {row["name"]: match(row["name"]) for row in csv.DictReader(file)}
    assert [name for name, one in found.items() if one is None or one.source != "alias"] == []


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("no-salt-added tomato paste", "tomato paste"), ("lower-sodium beef broth", "beef broth"),
        ("Italian-style tomato sauce", "tomato sauce"), ("Heinz ketchup", "ketchup"), ("lean lean beef", "lean beef"),
    ],
)  # fmt: skip
def test_salt_origin_brand_and_words_said_twice_make_no_other_food(marked: str, plain: str) -> None:
    assert described(marked) == described(plain) != "unknown"


def test_a_claim_of_less_fat_is_dropped_only_where_it_changes_nothing() -> None:
    assert described("fat-free soy sauce") == described("soy sauce")
    assert described("low-fat tomato pasta sauce") == described("tomato pasta sauce")
    assert described("fat-free pecans") == "unknown"


@pytest.mark.parametrize("cheese", ["feta", "ricotta", "mozzarella", "halloumi", "paneer", "cottage cheese", "cheddar"])
def test_a_vegetarian_cheese_is_that_cheese_with_another_rennet(cheese: str) -> None:
    assert described(f"vegetarian {cheese}") == described(f"{cheese} (vegetarian)") == described(cheese) != "unknown"


def test_only_of_cheese_may_the_word_vegetarian_be_lost() -> None:
    assert described("vegetarian ham") == described("vegetarian lasagne") == "unknown"
    assert described("vegetarian sausage") != described("sausage")


def test_a_food_that_is_lost_from_a_name_has_to_be_in_the_description() -> None:
    assert described("beef top sirloin steak") == described("top sirloin steak") != "unknown"
    assert described("salmon bacon") == "unknown"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("beef stew meat", "chuck for stew"), ("extra firm tofu", "extra firm"), ("fat free sour cream", "fat free"),
        ("low-fat buttermilk", "lowfat"), ("cheese tortellini", "Tortellini"), ("ribeye steak", "rib eye"),
        ("99% lean ground turkey", "fat free"), ("sugar substitute", "Stevia"), ("light coconut milk", "sweetened"),
        ("vanilla frosting", "Frostings"), ("seasoned croutons", "seasoned"), ("ready rice", "cooked"),
    ],
)  # fmt: skip
def test_what_shops_sell_is_known_for_what_it_is(name: str, says: str) -> None:
    assert says in described(name)


def test_broth_of_a_can_is_ready_to_serve_and_pulses_of_one_are_boiled() -> None:
    assert "condensed" not in described("chicken broth", "canned")
    assert "cooked, boiled" in described("green lentils", "canned")
