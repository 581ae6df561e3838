"""`brigade image grant` and `brigade image stats`: credits, and how pictures come about."""

from typing import Annotated, Any

import typer

from local.cli.entrance import client_of
from local.cli.image_api import ImageApi
from local.cli.options import Json, Token, Url
from local.cli.output import counted, give, say, show, table, to_stdout
from local.cli.progress_view import money

Row = dict[str, Any]


def grant(
    email: Annotated[str, typer.Argument(help="Whose credits.")],
    amount: Annotated[int, typer.Argument(help="How many.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept with them.")],
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Give credits to a user; for administrators."""
    answer = ImageApi(client_of(url, token)).grant(email, amount, reason)
    if as_json:
        give(answer)
    else:
        say(f"{email} was given {counted(amount, 'credit')} and has {answer['balance']} now.")


def stats(
    days: Annotated[int, typer.Option(help="Of so many days, 1 to 400.")] = 30,
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Who makes pictures, how surely, how fast and for how much; for administrators."""
    figures = ImageApi(client_of(url, token)).stats(days)
    if as_json:
        give(figures)
        return
    if not figures["makers"]:
        say(f"No pictures in {days} days.")
        return
    show(table(MAKERS, [_maker(each) for each in figures["makers"]], right=tuple(MAKERS[1:])))
    to_stdout().print(_summary(figures), markup=False)


MAKERS = ["provider", "asked", "made", "success", "p95", "a picture", "cost"]


def _maker(each: Row) -> list[str]:
    p95, mean = each["p95Ms"], each["meanCostUsd"]
    name, success = f"{each['provider']}/{each['model']}", f"{100 * each['successRate']:.1f} %"
    return [
        name, str(each["asked"]), str(each["made"]), success,
        "" if p95 is None else f"{p95 / 1000:.1f} s", "" if mean is None else money(mean), money(each["costUsd"]),
    ]  # fmt: skip


def _summary(figures: Row) -> str:
    kept = sum(each["pictures"] for each in figures["storage"])
    size = sum(each["bytes"] for each in figures["storage"]) / 1e6
    spent, credits = sum(each["costUsd"] for each in figures["days"]), figures["credits"]
    return (
        f"{counted(kept, 'picture')} kept, {size:.1f} MB; {money(spent)} paid; "
        f"{counted(credits['spent'], 'credit')} spent, {credits['balance']} left to users."
    )
