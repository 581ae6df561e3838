"""Words of food: one form for either number, any accent and any spelling."""

import pytest

from brigade.ingredients.words import SPELLINGS, singular, words_of


@pytest.mark.parametrize(
    ("one", "many"),
    [("tomato", "tomatoes"), ("berry", "berries"), ("cookie", "cookies"), ("pie", "pies"), ("leaf", "leaves"),
     ("radish", "radishes"), ("quiche", "quiches"), ("peach", "peaches"), ("box", "boxes"), ("glass", "glasses"),
     ("goose", "geese"), ("kiwi", "kiwis"), ("zucchini", "zucchinis"), ("chili", "chillies"), ("yoghurt", "yogurts"),
     ("olive", "olives"), ("brie", "bries"), ("date", "dates"), ("egg", "eggs")],
)  # fmt: skip
def test_one_and_many_are_one_word(one: str, many: str) -> None:
    assert singular(one) == singular(many)


@pytest.mark.parametrize("word", ["asparagus", "couscous", "swiss", "gas", "hummus", "pea"])
def test_a_word_that_only_ends_like_a_plural_stays(word: str) -> None:
    assert singular(word) == word


@pytest.mark.parametrize(
    ("one", "other"), [("pie", "py"), ("pea", "pe"), ("pasta", "paste"), ("pure", "puree"), ("chive", "chief")]
)
def test_words_of_different_foods_stay_apart(one: str, other: str) -> None:
    assert singular(one) != singular(other)


def test_a_word_that_was_made_singular_stays_as_it_is() -> None:
    words = {*SPELLINGS.values(), "tomato", "berry", "radish", "couscous"}
    assert {word for word in words if singular(word) != word} == set()
    assert not set(SPELLINGS) & set(SPELLINGS.values())


def test_every_spelling_is_found() -> None:
    assert {other for other, spelling in SPELLINGS.items() if singular(other) != spelling} == set()


def test_accents_case_and_apostrophes_make_no_difference() -> None:
    assert words_of("CRÈME FRAÎCHE") == words_of("creme fraiche")
    assert words_of("Confectioner’s sugar") == words_of("confectioners' sugar")


def test_names_keep_their_figures_and_lose_their_joints() -> None:
    assert words_of("Ripe Roma Tomatoes, 2% and 1.5%") == ("ripe", "roma", "tomato", "2%", "1.5%")


def test_words_written_as_one_or_two_are_the_same() -> None:
    assert words_of("whole-wheat flour") == words_of("wholemeal flour") == words_of("wholegrain flour")
    assert words_of("EVOO") == ("olive", "oil")
