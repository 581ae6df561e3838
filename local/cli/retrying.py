"""`brigade batch retry`: what would run again and what it costs, a question, and the retry itself."""

from typing import Annotated, Any

import typer
from rich.console import Console

from local.cli.asking import require_consent
from local.cli.entrance import client_of
from local.cli.following import tell
from local.cli.options import BatchId, Json, Token, Url, Watch, Yes
from local.cli.output import counted, give, show, table, to_stderr, to_stdout
from local.cli.progress_view import money
from local.problem import Problem


def retry(
    batch_id: BatchId,
    images_only: Annotated[bool, typer.Option("--images-only", help="Only pictures that are missing.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would run.")] = False,
    yes: Yes = False,
    watch: Watch = False,
    url: Url = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Try again what failed or was cancelled. It stays the same batch, and what is done stays as it is."""
    client, what, batch = client_of(url, token), "images" if images_only else "failed", str(batch_id)
    plan = client.retry_preview(batch, what)
    if preview:
        _tell(plan, as_json)
        return
    _require_possible(plan)
    show_plan(plan, to_stderr())
    require_consent("Start it?", yes)
    tell(client, client.retry(batch, what), watch, as_json)


def _tell(plan: dict[str, Any], as_json: bool) -> None:
    if as_json:
        give(plan)
    else:
        show_plan(plan, to_stdout())


def _require_possible(plan: dict[str, Any]) -> None:
    """Raises Problem."""
    if plan["whyNot"]:
        hint = f"How it stands: brigade batch show {plan['batchId']}"
        if not plan["recipes"] and plan["what"] == "failed":
            hint += "\nOnly pictures are missing? --images-only"
        raise Problem(plan["whyNot"], hint=hint, exit_code=2)


def show_plan(plan: dict[str, Any], console: Console) -> None:
    if plan["recipes"]:
        rows = [_row(each) for each in plan["recipes"]]
        show(table(["#", "stage", "name", "reason"], rows, right=("#",)), console)
    console.print(summary_of(plan), markup=False)


def summary_of(plan: dict[str, Any]) -> str:
    """What it comes to, in words."""
    if plan["whyNot"]:
        return f"It cannot be tried again now. {plan['whyNot']}"
    words = (
        f"{counted(plan['texts'], 'text')} and {counted(plan['images'], 'picture')} to make: "
        f"at most about {money(plan['estimatedCostUsd'])} and {plan['estimatedSeconds']} s."
    )
    left = plan["budgetLeftUsd"]
    return words if left is None else f"{words} {money(left)} of the budget are left."


def _row(recipe: dict[str, Any]) -> list[str]:
    return [str(recipe["position"] + 1), recipe["stage"], recipe["name"] or "", recipe["reason"] or ""]
