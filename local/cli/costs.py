"""`brigade cost`: what your batches cost, by batch or by day."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.table import Table

from local.cli.entrance import client_of
from local.cli.options import Json, Token, Url
from local.cli.output import give, say, show, table
from local.cli.progress_view import money

Row = dict[str, Any]
SUMS = ("settledUsd", "inFlightUsd")
LIMIT_AND_AVERAGES = ("budgetUsd", "perRecipeUsd", "perImageUsd")


class By(StrEnum):
    BATCH = "batch"
    DAY = "day"


def cost(
    days: Annotated[int, typer.Option(help="Of batches started in so many days, 1 to 90.")] = 30,
    by: Annotated[By, typer.Option(help="A line for each batch, or for each day (UTC).")] = By.BATCH,
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """What your batches cost. Settled is for certain, in flight at most on top."""
    costs = client_of(url, token).costs(days)
    rows: list[Row] = costs["days" if by is By.DAY else "batches"]
    if as_json:
        for row in rows:
            give(row)
    elif rows:
        show(TABLES[by](rows, costs))
    else:
        say(f"No batches in {days} days.")
    if costs["truncated"]:
        say(f"Only your newest {len(costs['batches'])} batches are counted: ask for fewer --days.")


def by_batch(rows: list[Row], costs: Row) -> Table:
    """Narrow enough for 80 columns."""
    columns = ["batch", "started", "cost", "budget", "a text", "a picture"]
    lines = [
        [row["batchId"], row["createdAt"][5:10], _cost(row), *(_money(row[name]) for name in LIMIT_AND_AVERAGES)]
        for row in rows
    ]
    return table(columns, [*lines, ["total", "", _cost(costs), "", "", ""]], right=tuple(columns[2:]))


def by_day(rows: list[Row], costs: Row) -> Table:
    columns = ["day", "batches", "settled", "in flight"]
    lines = [[row["day"], str(row["batches"]), *(money(row[name]) for name in SUMS)] for row in rows]
    total = ["total", str(len(costs["batches"])), *(money(costs[name]) for name in SUMS)]
    return table(columns, [*lines, total], right=tuple(columns[1:]))


TABLES: dict[By, Callable[[list[Row], Row], Table]] = {By.BATCH: by_batch, By.DAY: by_day}


def _cost(row: Row) -> str:
    settled, flying = (row[name] for name in SUMS)
    return money(settled) + (f" + {money(flying)} in flight" if flying else "")


def _money(amount: float | None) -> str:
    return "" if amount is None else money(amount)
