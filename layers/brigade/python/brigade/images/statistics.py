"""How pictures come about: who makes them, how surely, how fast, for how much, and how they are liked."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from brigade.model import Wire

MOST_USERS = 50


class StatsQuery(Wire):
    days: int = Field(default=30, ge=1, le=400)


class MakerFigures(Wire):
    """One provider's model. `success_rate` is of all askings; times and costs are those of pictures that were made,
    None where there are none. `failures` counts the others by what went wrong.
    """

    provider: str
    model: str
    asked: int
    made: int
    success_rate: float
    mean_ms: float | None
    p95_ms: float | None
    mean_cost_usd: float | None
    p95_cost_usd: float | None
    cost_usd: float
    failures: dict[str, int]


class ModelShare(Wire):
    """Pictures that are kept of one model, the most popular first; `rating` is their mean."""

    provider: str
    model: str
    pictures: int
    rated: int
    rating: float | None


class CreditFigures(Wire):
    """Credits of the period; `balance` is what all users have now. `reserved` is no more than taken at first: what was
    not made was `returned`.
    """

    granted: int
    reserved: int
    spent: int
    returned: int
    balance: int


class FormatFigures(Wire):
    """Pictures that are kept now, and the bytes of the whole ones. `format` is None of old ones."""

    format: str | None
    pictures: int
    bytes: int


class Spend(Wire):
    """Of one day or, under the day it begins, one month (UTC); of pictures and of what came to none."""

    day: date
    pictures: int
    cost_usd: float


class RatingFigures(Wire):
    """How many pictures have each rating, 1 to 5."""

    rating: int
    pictures: int


class UserFigures(Wire):
    """Who asked for how much; None is the house, for its recipes."""

    user_id: UUID | None
    email: str | None
    pictures: int
    cost_usd: float
    spent_credits: int


class ImageStats(Wire):
    """Of the days since `since`, but for what is kept now. Dollars are what providers were paid; budgets are those of
    the settings, None where there is none.
    """

    since: datetime
    makers: list[MakerFigures]
    models: list[ModelShare]
    credits: CreditFigures
    storage: list[FormatFigures]
    days: list[Spend]
    months: list[Spend]
    ratings: list[RatingFigures]
    users: list[UserFigures]
    day_budget_usd: float | None = None
    month_budget_usd: float | None = None
