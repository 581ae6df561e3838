"""Drafts that wait for a person, in PostgreSQL."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import Connection

from brigade.errors import NotFound
from brigade.generation.checking import check_chunk
from brigade.generation.reviews import review_page
from brigade.generation.sheet import Line, Sheet
from brigade.recipes.limits import Limits
from brigade_io.generation.review_store import ReviewStore
from brigade_io.generation.sheet_store import SheetStore
from tests.factories import BATCH_ID, a_concept, a_draft
from tests.functions import larder

LIMITS = Limits(max_calories=100)


@pytest.fixture
def reviews(db: Connection[Any]) -> ReviewStore:
    return ReviewStore(db)


def a_checked_line(position: int, limits: Limits = LIMITS, **changes: Any) -> Line:
    line = Line(concept=a_concept(position=position, limits=limits), draft=a_draft(**changes), model="m", cost_micros=7)
    sheet = Sheet(batch_id=BATCH_ID, chunk=0, lines=[line])
    return check_chunk(sheet, last_round=True, validate=True).lines[0]


def keep(db: Connection[Any], *lines: Line, batch_id: UUID = BATCH_ID) -> None:
    SheetStore(db).save(Sheet(batch_id=batch_id, chunk=0, lines=list(lines)), "key", larder.NO_PICTURE)


def places(rows: list[dict[str, Any]]) -> list[tuple[UUID, int]]:
    return [(row["batch_id"], row["batch_position"]) for row in rows]


def test_a_review_is_read_back_as_it_was_kept(db: Connection[Any], reviews: ReviewStore) -> None:
    keep(db, a_checked_line(3))
    review = reviews.get(BATCH_ID, 3)
    assert (review.draft, review.concept) == (a_draft(), a_concept(position=3, limits=LIMITS))
    assert (review.state, review.model, review.cost_micros, review.constraints_key) == ("open", "m", 7, "key")
    assert review.reasons == ["a serving holds 504.5 kcal, at most 100 are allowed"]
    with pytest.raises(NotFound):
        reviews.get(BATCH_ID, 4)
    with pytest.raises(NotFound):
        reviews.get(uuid4(), 3)


def test_open_reviews_of_the_named_batches_are_listed_page_by_page_and_the_oldest_first(
    db: Connection[Any], reviews: ReviewStore
) -> None:
    other = uuid4()
    for place in (2, 0, 1):  # the order in which they came to wait
        keep(db, a_checked_line(place))
    keep(db, a_checked_line(0), batch_id=other)
    expected = [(BATCH_ID, 2), (BATCH_ID, 0), (BATCH_ID, 1), (other, 0)]
    both = [BATCH_ID, other]
    assert places(reviews.open(both, None, 9)) == expected
    assert places(reviews.open(both, None, 2)) == expected[:2]
    assert places(reviews.open(both, expected[1], 9)) == expected[2:]
    assert places(reviews.open([other], None, 9)) == expected[3:]
    assert review_page(reviews.open(both, None, 3), 2).next_after == f"{BATCH_ID}/0"
    assert review_page(reviews.open(both, None, 5), 4).next_after is None


def test_a_review_is_decided_once_and_no_longer_listed(db: Connection[Any], reviews: ReviewStore) -> None:
    keep(db, a_checked_line(0), a_checked_line(1))
    assert [reviews.decide(BATCH_ID, 0, "rejected"), reviews.decide(BATCH_ID, 0, "accepted")] == [True, False]
    assert reviews.get(BATCH_ID, 0).state == "rejected"
    assert places(reviews.open([BATCH_ID], None, 9)) == [(BATCH_ID, 1)]
    assert not reviews.decide(uuid4(), 1, "rejected")


def test_a_draft_that_misses_again_takes_the_place_of_the_earlier_one(
    db: Connection[Any], reviews: ReviewStore
) -> None:
    keep(db, a_checked_line(0))
    keep(db, a_checked_line(0, name="Another Try").model_copy(update={"model": "n", "cost_micros": 9}))
    review = reviews.get(BATCH_ID, 0)
    assert (review.draft.name, review.model, review.cost_micros) == ("Another Try", "n", 9)
    assert len(reviews.open([BATCH_ID], None, 9)) == 1


def test_what_a_person_decided_stands_whatever_is_written_later(db: Connection[Any], reviews: ReviewStore) -> None:
    keep(db, a_checked_line(0))
    reviews.decide(BATCH_ID, 0, "rejected")
    keep(db, a_checked_line(0, name="Another Try"))
    review = reviews.get(BATCH_ID, 0)
    assert (review.state, review.draft.name) == ("rejected", a_draft().name)


def test_a_recipe_that_was_accepted_after_all_takes_its_draft_out_of_the_queue(
    db: Connection[Any], reviews: ReviewStore
) -> None:
    keep(db, a_checked_line(0), a_checked_line(1))
    keep(db, a_checked_line(0, Limits()))
    assert [reviews.get(BATCH_ID, place).state for place in (0, 1)] == ["replaced", "open"]
    reviews.decide(BATCH_ID, 1, "rejected")
    keep(db, a_checked_line(1, Limits(), name="Another Name"))
    assert reviews.get(BATCH_ID, 1).state == "rejected"


def test_a_late_draft_of_another_run_does_not_stand_beside_a_stored_recipe(
    db: Connection[Any], reviews: ReviewStore
) -> None:
    larder.store(db, 3, batch_id=BATCH_ID)
    keep(db, a_checked_line(3), a_checked_line(4))
    assert places(reviews.open([BATCH_ID], None, 9)) == [(BATCH_ID, 4)]
