"""Statistics of pictures, from PostgreSQL: each figure is one statement."""

from datetime import datetime
from typing import Any, LiteralString, TypeVar

from psycopg import Connection
from psycopg.rows import class_row

from brigade.images.statistics import (
    MOST_USERS,
    CreditFigures,
    FormatFigures,
    ImageStats,
    MakerFigures,
    ModelShare,
    RatingFigures,
    Spend,
    UserFigures,
)
from brigade.images.watch import WINDOW, Pulse
from brigade.model import Message

Figures = TypeVar("Figures", bound=Message)

MAKERS = """
with tried as (
  select provider, model, outcome, ms, cost_micros, outcome = 'made' as made
    from picture_attempts where at >= %(since)s
), failed as (
  select provider, model, jsonb_object_agg(outcome, count) as failures
    from (select provider, model, outcome, count(*) from tried where not made group by 1, 2, 3) of_each group by 1, 2
)
select provider, model, count(*) as asked, count(*) filter (where made) as made,
       (count(*) filter (where made))::float8 / count(*) as success_rate,
       (avg(ms) filter (where made))::float8 as mean_ms,
       percentile_cont(0.95) within group (order by ms) filter (where made) as p95_ms,
       (avg(cost_micros) filter (where made))::float8 / 1e6 as mean_cost_usd,
       percentile_cont(0.95) within group (order by cost_micros) filter (where made) / 1e6 as p95_cost_usd,
       sum(cost_micros)::float8 / 1e6 as cost_usd, coalesce(failures, '{}') as failures
  from tried left join failed using (provider, model)
 group by provider, model, failures order by asked desc, provider, model
"""
MODELS = """
select provider, model, count(*) as pictures, count(rating) as rated, avg(rating)::float8 as rating
  from generated_images where status = 'stored' and created_at >= %(since)s
 group by provider, model order by pictures desc, provider, model
"""
CREDITS = """
select coalesce(sum(amount) filter (where kind = 'grant'), 0)::bigint as granted,
       -coalesce(sum(amount) filter (where kind = 'reserve'), 0)::bigint as reserved,
       coalesce(sum(spent), 0)::bigint as spent,
       coalesce(sum(amount) filter (where kind in ('settle', 'refund')), 0)::bigint as returned,
       (select coalesce(sum(balance), 0)::bigint from credit_accounts) as balance
  from credit_entries where at >= %(since)s
"""
STORAGE = """
select format, count(*) as pictures, coalesce(sum(bytes), 0)::bigint as bytes
  from generated_images where status = 'stored' group by format order by bytes desc, format
"""
# What a picture cost includes all attempts at it; what was paid at a place of which nothing is kept comes on top.
SPENT = """
select created_at as at, 1 as pictures, cost_micros, owner_id from generated_images where created_at >= %(since)s
union all
select at, 0, cost_micros, owner_id from picture_attempts tried join generations on generations.id = tried.account
 where at >= %(since)s and cost_micros > 0
   and not exists (select from generated_images kept
                    where kept.generation_id = tried.account and kept.position = tried.position)
"""
SPEND: LiteralString = (
    "select date_trunc(%(unit)s, at at time zone 'UTC')::date as day, sum(pictures) as pictures,"
    " sum(cost_micros)::float8 / 1e6 as cost_usd from (" + SPENT + ") spent group by 1 order by 1"
)
RATINGS = """
select rating, count(*) as pictures from generated_images
 where status = 'stored' and rating is not null and created_at >= %(since)s group by rating order by rating
"""
USERS: LiteralString = (
    "with paid as (select owner_id as user_id, sum(pictures) as pictures, sum(cost_micros)::float8 / 1e6 as cost_usd"
    " from (" + SPENT + ") spent group by 1),"
    " used as (select user_id, sum(spent)::bigint as spent from credit_entries where at >= %(since)s group by 1)"
    " select paid.user_id, users.email, pictures, cost_usd, coalesce(used.spent, 0) as spent_credits"
    " from paid left join users on users.id = paid.user_id left join used on used.user_id = paid.user_id"
    " order by cost_usd desc, user_id limit %(most)s"
)
PULSE: LiteralString = (
    "with tried as (select outcome, ms from picture_attempts where at >= %(window)s), spent as (" + SPENT + ")"
    " select (select count(*) from tried) as asked,"
    " (select count(*) from tried where outcome not in ('made', 'ImageRefused')) as failed,"
    " (select percentile_cont(0.95) within group (order by ms) from tried where outcome = 'made') as p95_ms,"
    " (select coalesce(sum(cost_micros), 0)::bigint from spent where at >= %(today)s) as today_micros,"
    " (select coalesce(sum(cost_micros), 0)::bigint from spent) as month_micros,"
    " (select coalesce(sum(bytes), 0)::bigint from generated_images where status = 'stored') as bytes"
)


class PictureStatistics:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db

    def since(self, since: datetime) -> ImageStats:
        values = {"since": since, "most": MOST_USERS}
        (credits,) = self._rows(CreditFigures, CREDITS, values)
        return ImageStats(
            since=since, credits=credits,
            makers=self._rows(MakerFigures, MAKERS, values), models=self._rows(ModelShare, MODELS, values),
            storage=self._rows(FormatFigures, STORAGE, values), ratings=self._rows(RatingFigures, RATINGS, values),
            days=self._rows(Spend, SPEND, {**values, "unit": "day"}),
            months=self._rows(Spend, SPEND, {**values, "unit": "month"}),
            users=self._rows(UserFigures, USERS, values),
        )  # fmt: skip

    def pulse(self, now: datetime) -> Pulse:
        """How things stand in the last minutes, today and this month (UTC)."""
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        values = {"window": now - WINDOW, "today": today, "since": today.replace(day=1)}
        (pulse,) = self._rows(Pulse, PULSE, values)
        return pulse

    def _rows(self, kind: type[Figures], query: LiteralString, values: dict[str, Any]) -> list[Figures]:
        with self.db.cursor(row_factory=class_row(kind)) as cursor:
            return cursor.execute(query, values).fetchall()
