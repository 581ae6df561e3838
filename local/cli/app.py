"""The commands, and how their faults are told."""

import signal
import sys
from math import inf
from typing import Annotated, Any

import typer

from local.cli import accounts, batches, costs, images, login, recipes
from local.cli.options import Json
from local.cli.output import INTERRUPTED, complain
from local.demo.scenarios import SCENARIOS
from local.problem import Problem

READER_LEFT = 1  # what Typer and Rich say of it
LATENCY = "Of the model simulator: off, real, or a factor of real."
SCENARIO = "Image providers that fail: " + ", ".join(SCENARIOS) + "."

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A kitchen brigade of agents that plans, writes, checks, saves and photographs recipes.",
)
app.add_typer(batches.app, name="batch")
app.add_typer(recipes.app, name="recipes")
app.add_typer(images.app, name="image")
app.add_typer(accounts.app, name="admin")


@app.command()
def up(
    port: Annotated[int | None, typer.Option(help="The port to serve on; a free one by default.")] = None,
    seed: Annotated[int, typer.Option(help="Of the model simulator.")] = 7,
    latency: Annotated[str, typer.Option(help=LATENCY)] = "off",
    as_json: Json = False,
) -> None:
    """Run everything on this machine until Ctrl-C."""
    from local.cli.up import run_until_stopped

    run_until_stopped(port=port, seed=seed, latency=checked_latency(latency), as_json=as_json)


@app.command()
def demo(
    recipes: Annotated[int, typer.Option(envvar="RECIPES", help="How many, 1 to 100.")] = 30,
    seed: Annotated[int, typer.Option(envvar="SEED", help="Of the plan and of the model simulator.")] = 7,
    latency: Annotated[str, typer.Option(envvar="LATENCY", help=LATENCY)] = "off",
    out: Annotated[str, typer.Option(envvar="OUT", help="Where the batch's own folder is made.")] = "out",
    port: Annotated[int | None, typer.Option(help="The port to serve on; a free one by default.")] = None,
    overnight: Annotated[
        bool, typer.Option("--overnight", help="At half the price, in the provider's jobs; may take a day.")
    ] = False,
    scenario: Annotated[str, typer.Option(envvar="SCENARIO", help=SCENARIO)] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Spend at a real provider without asking.")] = False,
    as_json: Json = False,
) -> None:
    """Make a batch with pictures. It starts everything, says how it went, and stops everything."""
    from local.demo.run import Demo

    latency = checked_latency(latency)
    plan = Demo(
        recipes=recipes, seed=seed, latency=latency, out=out, port=port, yes=yes, as_json=as_json, overnight=overnight,
        scenario=scenario,
    )  # fmt: skip
    raise typer.Exit(plan.run())


@app.command()
def mail(as_json: Json = False) -> None:
    """Show the letters that the system here has sent. On this machine they go no further."""
    accounts.show_mail(as_json)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check this machine, and the system that runs on it."""
    from local.cli.doctor import report

    raise typer.Exit(report(as_json))


app.command()(costs.cost)
app.command()(login.login)
app.command()(login.logout)


def checked_latency(text: str) -> str:
    if text in ("off", "real"):
        return text
    try:
        possible = 0 <= float(text) < inf
    except ValueError:
        possible = False
    if not possible:
        raise Problem(f"--latency is off, real or a number from 0, not {text}.", exit_code=2)
    return text


def run() -> None:
    """The whole command: its exit code tells how it ended."""
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, _interrupt)
    try:
        app(prog_name="brigade")
    except Problem as problem:
        complain(problem)
        sys.exit(problem.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except SystemExit as end:
        sys.exit(INTERRUPTED if end.code == READER_LEFT else end.code)


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt
