"""Lines with their foods and weights."""

from brigade.ingredients.reading import read_line
from brigade.ingredients.resolving import line_of, resolve


def test_a_line_is_resolved_to_food_and_grams() -> None:
    found = resolve(read_line("2 large eggs, beaten"))
    assert found.match is not None
    assert found.match.food.description == "Egg, whole, raw, fresh"
    assert found.weight.grams == 100


def test_the_first_known_name_counts() -> None:
    found = resolve(read_line("1 tbsp xyzzy or butter"))
    assert found.match is not None
    assert found.match.food.description.startswith("Butter")


def test_of_foods_that_a_name_joins_the_first_known_one_counts_but_is_less_sure() -> None:
    found = resolve(line_of("celeriac plus xyzzy", 100, "g", 100))
    assert found.match is not None
    assert found.match.food.description == "Celeriac, raw"
    assert found.match.confidence == 0.75
    branded = resolve(line_of("acme sour cream plus xyzzy", 100, "g", 100)).match
    assert branded is not None
    assert branded.confidence == 0.58


def test_an_unknown_food_keeps_its_stated_mass_and_nothing_else() -> None:
    known, unknown = resolve(read_line("200 g xyzzy")), resolve(read_line("2 xyzzy"))
    assert known.match is unknown.match is None
    assert (known.weight.grams, known.weight.evidence) == (200, "stated")
    assert (unknown.weight.grams, unknown.weight.evidence) == (None, "unresolved")


def test_what_comes_in_a_can_is_canned() -> None:
    found = resolve(read_line("1 (14 oz) can tomatoes"))
    assert found.match is not None
    assert "canned" in found.match.food.description


def test_a_structured_ingredient_keeps_the_grams_it_states() -> None:
    found = resolve(line_of("rolled oats", 1, "cup", 80))
    assert (found.weight.grams, found.weight.evidence, found.weight.contradicted) == (80, "stated", False)


def test_a_structured_ingredient_without_grams_is_weighed() -> None:
    assert resolve(line_of("olive oil", 2, "tbsp", None)).weight.grams == 27


def test_grams_that_contradict_the_amount_grossly_are_flagged() -> None:
    assert resolve(line_of("olive oil", 1, "tbsp", 135)).weight.contradicted
    assert resolve(line_of("olive oil", 3, "tbsp", 4)).weight.contradicted
    assert not resolve(line_of("chicken breast", 1, "piece", 150)).weight.contradicted


def test_grams_may_be_a_third_or_three_times_of_what_the_amount_weighs() -> None:
    grams = (4.4, 4.5, 13.5, 40.5, 40.6)
    found = [resolve(line_of("olive oil", 1, "tbsp", each)).weight.contradicted for each in grams]
    assert found == [True, False, False, False, True]


def test_what_has_an_amount_never_weighs_nothing() -> None:
    oil, unknown = resolve(line_of("olive oil", 2, "tbsp", 0)), resolve(line_of("xyzzy", 2, "piece", 0))
    assert (oil.weight.grams, oil.weight.contradicted) == (27, False)
    assert (unknown.weight.grams, unknown.weight.evidence) == (None, "unresolved")


def test_a_state_after_a_comma_is_read_from_a_structured_name() -> None:
    found = resolve(line_of("brown rice, cooked", 200, "g", 200))
    assert found.match is not None
    assert "cooked" in found.match.food.description
