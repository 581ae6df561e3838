"""One dish under two names, and two dishes under one."""

import random
from typing import Any

import pytest

from brigade.recipes.likeness import LIKE, Dish, Shelf, dish_of, like, likeness
from brigade.recipes.recipe import Draft
from tests.factories import a_draft

CURRY = {"chicken thighs": 600, "onion": 200, "garlic": 12, "ginger": 12, "canned tomatoes": 320, "coconut milk": 160,
         "spinach": 160, "basmati rice": 240, "cumin": 4, "turmeric": 4, "garam masala": 4,
         "olive oil": 27}  # fmt: skip
CURRY_STEPS = [
    "Fry the onion with the spices.",
    "Add everything else and simmer for 25 minutes.",
    "Serve over the rice.",
]


def a_dish(foods: dict[str, float], name: str = "Weeknight Curry", steps: list[str] = CURRY_STEPS) -> Dish:
    return dish_of(a_written(foods, name, steps))


def a_written(foods: dict[str, float], name: str = "Weeknight Curry", steps: list[str] = CURRY_STEPS) -> Draft:
    lines: list[dict[str, Any]] = [
        {"name": food, "amount": grams, "unit": "g", "grams": grams} for food, grams in foods.items()
    ]
    return a_draft(name=name, ingredients=lines, instructions=steps, servings=4)


def renamed(foods: dict[str, float], **names: str) -> dict[str, float]:
    """The foods with some called or replaced otherwise; underscores stand for spaces."""
    others = {old.replace("_", " "): new for old, new in names.items()}
    return {others.get(food, food): grams for food, grams in foods.items()}


def test_a_dish_is_wholly_like_itself() -> None:
    assert likeness(a_dish(CURRY), a_dish(CURRY)) == pytest.approx(1, abs=0.001)


def test_a_dish_survives_json() -> None:
    dish = a_dish(CURRY)
    assert Dish.model_validate_json(dish.model_dump_json()) == dish


def test_likeness_is_the_same_both_ways() -> None:
    one, other = a_dish(CURRY), a_dish({"cod": 400, "onion": 200, "rice": 200}, "Cod Pilaf")
    assert likeness(one, other) == pytest.approx(likeness(other, one))


@pytest.mark.parametrize(
    "other",
    [
        a_dish(CURRY, name="Mother's Sunday Favourite"),
        a_dish(dict(reversed(CURRY.items()))),
        a_dish({food: grams * factor for (food, grams), factor in zip(CURRY.items(), [0.8, 1.2] * 6, strict=True)}),
        a_dish(renamed(CURRY, chicken_thighs="skinless chicken breast", canned_tomatoes="tinned chopped tomatoes",
                       spinach="fresh baby spinach", onion="red onions")),
        a_dish({food: grams for food, grams in CURRY.items() if food not in ("cumin", "ginger", "olive oil")}),
        a_dish({**CURRY, "fresh coriander": 10, "lime juice": 20, "salt": 4}),
        a_dish(CURRY, steps=["Roast the spices.", "Stew everything for 30 minutes."]),
    ],
)  # fmt: skip
def test_the_same_dish_told_otherwise_is_found(other: Dish) -> None:
    assert likeness(a_dish(CURRY), other) >= LIKE


@pytest.mark.parametrize(
    ("food", "same"),
    [("shrimp", "king prawns"), ("zucchini", "courgettes"), ("plain yogurt", "natural yoghurt"),
     ("eggplant", "aubergines"),
     ("chickpeas", "garbanzo beans"), ("ground beef", "beef mince"), ("spring onions", "scallions")],
)  # fmt: skip
def test_synonyms_and_plurals_are_one_food(food: str, same: str) -> None:
    plain = {food: 400.0, "rice": 200.0}
    assert a_dish(plain).foods == a_dish({same: 400.0, "rice": 200.0}).foods


@pytest.mark.parametrize("protein", ["shrimp", "firm tofu", "chickpeas", "lamb leg", "cauliflower"])
def test_curries_on_one_base_with_another_main_are_two_dishes(protein: str) -> None:
    assert likeness(a_dish(CURRY), a_dish(renamed(CURRY, chicken_thighs=protein))) < LIKE


def test_one_title_over_different_foods_is_two_dishes() -> None:
    other = {"salmon": 500.0, "potatoes": 600.0, "dill": 10.0, "sour cream": 100.0}
    assert likeness(a_dish(CURRY, "Golden Bowl"), a_dish(other, "Golden Bowl")) < LIKE


def test_staples_alone_make_no_likeness() -> None:
    staples = {"salt": 5.0, "olive oil": 40.0, "black pepper": 2.0, "garlic": 20.0, "onion": 200.0, "water": 500.0}
    one, other = a_dish({**staples, "pork loin": 500, "apple": 300}), a_dish({**staples, "haddock": 500, "leeks": 300})
    assert likeness(one, other) < 0.5


def a_plain_dish(foods: dict[str, float], title: str = "bake", method: str = "oven") -> Dish:
    return Dish(title=(title,), foods=foods, methods=(method,))


def test_likeness_is_four_fifths_foods_and_a_tenth_each_title_and_method() -> None:
    one, half = a_plain_dish({"leek": 0.5, "oat": 0.5}), {"leek": 0.5, "kale": 0.5}
    assert likeness(one, a_plain_dish(half)) == pytest.approx(0.6)
    assert likeness(one, a_plain_dish(half, title="gratin")) == pytest.approx(0.5)
    assert likeness(one, a_plain_dish(half, method="pan")) == pytest.approx(0.5)


def test_no_title_and_no_method_are_the_same_as_none() -> None:
    bare = Dish(title=(), foods={"leek": 1.0}, methods=())
    assert likeness(bare, bare) == pytest.approx(1)
    assert likeness(bare, a_plain_dish({"leek": 1.0})) == pytest.approx(0.8)


@pytest.mark.parametrize("mirrored", [False, True])
def test_dishes_are_less_alike_where_one_lacks_the_heart_of_the_other(mirrored: bool) -> None:
    pair = [a_plain_dish({"leek": 0.6, "oat": 0.4}), a_plain_dish({"oat": 0.5, "kale": 0.5})]
    one, other = reversed(pair) if mirrored else pair
    assert likeness(one, other) == pytest.approx(0.7 * (0.8 * 0.4 + 0.2))


def test_a_main_counts_more_and_a_staple_less_than_another_food_of_its_mass() -> None:
    foods = a_dish(
        dict.fromkeys(["chicken drumettes", "carrots", "chilli flakes", "walnut oil", "oil-cured olives"], 100.0)
    ).foods
    shares = {name: share / foods["carrot"] for name, share in foods.items()}
    assert shares == pytest.approx(
        {"carrot": 1, "chicken": 1.6, "chili flake": 0.15, "oil walnut": 0.15, "cured oil olive": 1}, rel=0.01
    )


def test_the_share_of_a_food_grows_with_the_root_of_its_mass() -> None:
    foods = a_dish({"carrots": 400.0, "leeks": 100.0}).foods
    assert foods["carrot"] == pytest.approx(2 * foods["leek"], rel=0.001)


def test_what_tells_no_weight_counts_as_30_grams_a_serving() -> None:
    draft = a_written({"carrots": 120.0, "leeks": 1.0})
    unweighed = draft.ingredients[1].model_copy(update={"grams": None, "unit": "cup"})
    foods = dish_of(draft.model_copy(update={"ingredients": [draft.ingredients[0], unweighed]})).foods
    assert foods["carrot"] == foods["leek"]


@pytest.mark.parametrize(
    ("name", "compared"),
    [("fresh baby spinach", "spinach"), ("Dried Puy lentils", "lentil"), ("Frozen, minced", "frozen minced"),
     ("7 + 1", "7 + 1"), ("smoked chicken stock", "chicken smoked stock"), ("pork sausages", "pork")],
)  # fmt: skip
def test_a_food_is_compared_without_cuts_and_states_and_a_main_by_its_kind(name: str, compared: str) -> None:
    assert set(a_dish({name: 100.0, "leeks": 100.0}).foods) == {compared, "leek"}


def test_what_is_compared_stands_in_order_so_that_one_draft_is_always_one_text() -> None:
    dish = a_dish(
        {"leeks": 300.0, "carrots": 210.0, "oats": 70.0}, "Tender Carrot Bake", ["Bake, then simmer", "and grill."]
    )
    assert (list(dish.foods), dish.title, dish.methods) == (
        ["carrot", "leek", "oat"], ("bake", "carrot", "tender"), ("grill", "oven", "pot"),
    )  # fmt: skip
    assert all(share == round(share, 4) for share in dish.foods.values())


def test_lines_without_grams_are_compared_all_the_same() -> None:
    draft = a_written(CURRY)
    lines = [line.model_copy(update={"grams": None, "amount": 2, "unit": "cup"}) for line in draft.ingredients]
    assert 0 < likeness(dish_of(draft), dish_of(draft.model_copy(update={"ingredients": lines}))) <= 1


def test_names_that_share_a_word_are_still_two_foods() -> None:
    assert not set(a_dish({"egg noodles": 200, "goat cheese": 100}).foods) & set(
        a_dish({"eggs": 200, "goat": 100}).foods
    )


def test_the_twin_is_found_among_others_and_nothing_else() -> None:
    others = [a_dish({"cod": 400, "fennel": 200}), a_dish(CURRY, "Another Name"), a_dish({"kale": 300, "eggs": 200})]
    assert like(a_dish(CURRY), others) == 1
    assert like(a_dish({"turkey": 500, "corn": 300}), others) is None
    assert like(a_dish(CURRY), []) is None


def test_a_shelf_grows() -> None:
    shelf = Shelf()
    assert shelf.like(a_dish(CURRY)) is None
    shelf.add(a_dish(CURRY))
    assert shelf.like(a_dish(CURRY, "Another Name")) == 0


def many_dishes(count: int) -> list[Dish]:
    """Dishes of ten out of 300 foods, some of them in most dishes."""
    draw = random.Random(1)
    names = [f"food {number}" for number in range(300)]
    picks = ([*draw.sample(names[:12], 4), *draw.sample(names, 6)] for _ in range(count))
    return [Dish(title=("dish",), foods=dict.fromkeys(pick, 1 / len(set(pick))), methods=("pan",)) for pick in picks]


def altered(dish: Dish) -> Dish:
    """The dish with two foods that no other has in place of two of its own."""
    kept = list(dish.foods.items())[:-2]
    return dish.model_copy(update={"foods": dict([*kept, ("new food", 0.1), ("another", 0.1)])})


def test_the_shelf_finds_what_comparing_with_every_dish_finds() -> None:
    dishes = many_dishes(400)
    shelf = Shelf(dishes[:300])
    for dish in [*dishes[300:], *dishes[:50], *map(altered, dishes[50:100])]:
        best = max(range(300), key=lambda place: (likeness(dish, dishes[place]), place))
        assert shelf.like(dish) == (best if likeness(dish, dishes[best]) >= LIKE else None)


def test_of_several_that_are_alike_the_shelf_finds_the_most_like() -> None:
    (dish,) = many_dishes(1)
    assert like(dish, [altered(dish), dish, altered(dish)]) == 1
