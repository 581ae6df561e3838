"""Statistics of pictures, by figures that are reckoned by hand."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg

from brigade.images.record import ImageRecord
from brigade.images.seeking import Try
from brigade.images.statistics import (
    CreditFigures,
    FormatFigures,
    ImageStats,
    MakerFigures,
    ModelShare,
    RatingFigures,
    Spend,
    UserFigures,
)
from brigade.images.watch import Pulse
from brigade_io.images.image_store import ImageStore
from brigade_io.images.picture_attempts import PictureAttempts
from brigade_io.images.picture_statistics import PictureStatistics
from brigade_io.images.picture_store import PictureStore
from tests.io.images.recipe_rows import save_recipes
from tests.unit.images.factories import NOON, OWNER, a_brief, a_generated_picture, a_record

Db = psycopg.Connection[Any]
SINCE = NOON - timedelta(days=30)
ADD_GENERATION = """
insert into generations (id, owner_id, count, wish, request_digest, price, created_at, queued_at, deadline)
values (%s, %s, 9, '{}', decode(repeat('00', 32), 'hex'), 9, %s, %s, %s)
"""


def stats(db: Db) -> ImageStats:
    return PictureStatistics(db).since(SINCE)


def asked(db: Db, account: UUID, position: int, *tries: Try, days: int = 0) -> None:
    PictureAttempts(db).note(account, position, 0, tries, NOON - timedelta(days=days))


def a_generation(db: Db) -> UUID:
    id = uuid4()
    db.execute(ADD_GENERATION, [id, OWNER, *[NOON] * 3])
    return id


def a_try(provider: str = "openai/a", error: str = "", ms: int = 0, micros: int = 0) -> Try:
    return Try(provider=provider, error=error, ms=ms, cost_micros=micros)


def keep(db: Db, generation: UUID, position: int, days: int = 0, **changes: Any) -> None:
    at = NOON - timedelta(days=days)
    PictureStore(db).keep(a_generated_picture(generation, position, created_at=at, **changes))


def show(db: Db, number: int, **changes: Any) -> ImageRecord:
    record = a_record(a_brief(number), **changes)
    ImageStore(db).record(record)
    return record


def test_without_pictures_every_figure_is_empty(db: Db) -> None:
    nothing = CreditFigures(granted=0, reserved=0, spent=0, returned=0, balance=0)
    assert stats(db) == ImageStats(
        since=SINCE, makers=[], models=[], credits=nothing, storage=[], days=[], months=[], ratings=[], users=[]
    )


def test_makers_are_told_by_how_surely_how_fast_and_for_how_much_they_made_pictures(db: Db) -> None:
    generation = a_generation(db)
    for position in range(20):
        asked(db, generation, position, a_try(ms=1000 * (position + 1), micros=10_000 * (position + 1)))
    asked(db, generation, 20, a_try(error="ModelDown", ms=99_000), a_try("google/b", "ImageRefused", micros=5))
    asked(db, generation, 21, a_try(error="ModelDown"), a_try(error="ModelSlow"))
    asked(db, generation, 22, a_try(ms=10**6), days=31)
    first, second = stats(db).makers
    assert first == MakerFigures(
        provider="openai", model="a", asked=23, made=20, success_rate=20 / 23, mean_ms=10_500.0, p95_ms=19_050.0,
        mean_cost_usd=0.105, p95_cost_usd=0.1905, cost_usd=2.1,
        failures={"ModelDown": 2, "ModelSlow": 1},
    )  # fmt: skip
    assert (second.success_rate, second.mean_ms, second.p95_cost_usd, second.cost_usd) == (0, None, None, 5e-6)


def test_the_most_popular_model_comes_first_with_what_its_pictures_are_worth_to_users(db: Db) -> None:
    generation = a_generation(db)
    keep(db, generation, 0, provider="google", model="b")
    for position in (1, 2):
        keep(db, generation, position)
    for rating, position in ((5, 1), (2, 2)):
        query = "update generated_images set rating = %s where position = %s"
        db.execute(query, [rating, position])
    figures = stats(db)
    assert figures.models == [
        ModelShare(provider="openai", model="a-model", pictures=2, rated=2, rating=3.5),
        ModelShare(provider="google", model="b", pictures=1, rated=0, rating=None),
    ]
    assert figures.ratings == [RatingFigures(rating=2, pictures=1), RatingFigures(rating=5, pictures=1)]


def test_what_is_kept_is_told_by_format_and_what_was_taken_away_is_not(db: Db) -> None:
    save_recipes(db, 1)
    show(db, 0)  # of which no size is known
    generation = a_generation(db)
    for position in (0, 1):
        keep(db, generation, position)
    store = PictureStore(db)
    store.remove(store.find(1, generation_id=generation)[0], NOON, instead="", reason="")
    assert stats(db).storage == [
        FormatFigures(format="jpeg", pictures=1, bytes=200_000), FormatFigures(format=None, pictures=1, bytes=0),
    ]  # fmt: skip


def test_spending_is_told_by_day_and_month_with_what_came_to_nothing(db: Db) -> None:
    save_recipes(db, 1)
    generation = a_generation(db)
    keep(db, generation, 0)
    asked(db, generation, 0, a_try(micros=42_000))  # which is in the picture's own cost
    keep(db, generation, 1, days=21)
    asked(db, generation, 2, a_try(error="PictureUnreadable", micros=8_000))
    show(db, 0, cost_micros=13_000)
    figures = stats(db)
    assert figures.days == [
        Spend(day=date(2026, 10, 31), pictures=1, cost_usd=0.042),
        Spend(day=date(2026, 11, 21), pictures=2, cost_usd=0.063),
    ]
    assert [(each.day, each.pictures) for each in figures.months] == [(date(2026, 10, 1), 1), (date(2026, 11, 1), 2)]
    assert figures.users == [
        UserFigures(user_id=OWNER, email=None, pictures=2, cost_usd=0.092, spent_credits=0),
        UserFigures(user_id=None, email=None, pictures=1, cost_usd=0.013, spent_credits=0),
    ]


def test_credits_add_up(db: Db) -> None:
    db.execute("insert into credit_accounts values (%s, 73)", [OWNER])
    one, other = a_generation(db), a_generation(db)
    add = """
    insert into credit_entries (user_id, kind, amount, spent, generation_id, run, key, at)
    values (%s, %s, %s, %s, %s, %s, %s, %s)
    """
    for kind, amount, spent, generation, run, key in (
        ("grant", 100, 0, None, None, "k"), ("reserve", -30, 0, one, 0, None), ("settle", 3, 27, one, 0, None),
        ("reserve", -10, 0, other, 0, None), ("refund", 10, 0, other, 0, None),
    ):  # fmt: skip
        db.execute(add, [OWNER, kind, amount, spent, generation, run, key, NOON])
    assert stats(db).credits == CreditFigures(granted=100, reserved=40, spent=27, returned=13, balance=73)


# --- The watch -----------------------------------------------------------------------------------


def test_the_pulse_is_of_the_last_minutes_of_today_and_of_the_month(db: Db) -> None:
    generation = a_generation(db)
    asked(db, generation, 0, a_try(ms=4000, micros=42_000))
    asked(db, generation, 1, a_try(error="ModelDown"), a_try("google/b", error="ImageRefused"))
    asked(db, generation, 2, a_try(error="ModelDown"), days=1)
    for position, days in ((0, 0), (3, 1), (4, 21)):
        keep(db, generation, position, days)
    assert PictureStatistics(db).pulse(NOON + timedelta(minutes=15)) == Pulse(
        asked=3, failed=1, p95_ms=4000.0, today_micros=42_000, month_micros=84_000, bytes=600_000
    )
    later = PictureStatistics(db).pulse(NOON + timedelta(minutes=16))
    assert (later.asked, later.p95_ms, later.failure_share) == (0, None, 0.0)
