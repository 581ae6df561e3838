"""What batches cost: settled for certain, in flight at most on top; by batch, by day, per recipe and per picture."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from brigade.model import Wire
from brigade.progress.batch import BatchState
from brigade.providers.ledger import LedgerEntry, spending

MICROS = 1_000_000


class BatchCost(Wire):
    """US dollars; the averages are of what was settled, None where there is nothing to divide by.

    `unreadable` counts what is stored of the batch and cannot be read by this release: its costs may be missing.
    """

    batch_id: UUID
    created_at: datetime
    settled_usd: float
    in_flight_usd: float
    texts_usd: float
    images_usd: float
    budget_usd: float | None
    recipes: int
    images: int
    per_recipe_usd: float | None
    per_image_usd: float | None
    unreadable: int


class DayCost(Wire):
    """Of the batches that were started on this day (UTC)."""

    day: date
    batches: int
    settled_usd: float
    in_flight_usd: float


class Costs(Wire):
    """The newest batches; `truncated` where older ones of the period are left out."""

    since: datetime
    settled_usd: float
    in_flight_usd: float
    batches: list[BatchCost]
    days: list[DayCost]
    truncated: bool


def costs_of(states: Iterable[BatchState], since: datetime, truncated: bool) -> Costs:
    batches = [batch_cost(state) for state in states]
    return Costs(
        since=since, settled_usd=_sum(cost.settled_usd for cost in batches),
        in_flight_usd=_sum(cost.in_flight_usd for cost in batches), batches=batches, days=_days(batches),
        truncated=truncated,
    )  # fmt: skip


def batch_cost(state: BatchState) -> BatchCost:
    spent, texts, images = spending(state.ledger), _settled(state, "text"), _settled(state, "image")
    recipes, pictures = sum(unit.is_saved for unit in state.units), sum(unit.imaged for unit in state.units)
    return BatchCost(
        batch_id=state.record.batch_id, created_at=state.record.created_at, settled_usd=spent.settled_micros / MICROS,
        in_flight_usd=spent.in_flight_micros / MICROS, texts_usd=texts, images_usd=images,
        budget_usd=state.record.request.budget_usd, recipes=recipes, images=pictures,
        per_recipe_usd=texts / recipes if recipes else None, per_image_usd=images / pictures if pictures else None,
        unreadable=len(state.unreadable),
    )  # fmt: skip


def _settled(state: BatchState, purpose: str) -> float:
    entries: list[LedgerEntry] = [entry for entry in state.ledger if entry.purpose == purpose]
    return spending(entries).settled_micros / MICROS


def _days(batches: list[BatchCost]) -> list[DayCost]:
    """The newest first."""
    days = sorted({cost.created_at.date() for cost in batches}, reverse=True)
    return [_day(day, [cost for cost in batches if cost.created_at.date() == day]) for day in days]


def _day(day: date, batches: list[BatchCost]) -> DayCost:
    return DayCost(
        day=day, batches=len(batches), settled_usd=_sum(cost.settled_usd for cost in batches),
        in_flight_usd=_sum(cost.in_flight_usd for cost in batches),
    )  # fmt: skip


def _sum(dollars: Iterable[float]) -> float:
    """Exact to the millionth of a dollar that prices are kept in."""
    return round(sum(dollars), 6)
