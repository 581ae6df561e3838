"""A generation as a person sees it: begun, followed to its end, and as a page."""

import time
from typing import Any
from urllib.parse import urljoin

import typer
from rich.console import RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from local.cli.client import Client
from local.cli.output import DONE, FAILED, PARTLY, counted, give, say, to_stderr, to_stdout
from local.cli.progress_view import WIDTH, LiveView, PlainView, View
from local.cli.stream import Event, Follower, of_generation
from local.problem import Problem


def tell(client: Client, started: dict[str, Any], watch: bool, as_json: bool) -> None:
    """What began; where it is watched, this ends the command with it."""
    (begun,) = started["generations"]
    if as_json:
        give(started)
    else:
        to_stdout().print(begun["id"], markup=False)
        say(_place(begun, started))
    if watch:
        raise typer.Exit(follow_generation(client, begun["id"], as_json))


def _place(begun: dict[str, Any], started: dict[str, Any]) -> str:
    wait = begun["estimatedWaitSeconds"]
    when = f"done in about {wait} s" if wait is not None else "nobody can say when: no provider is up"
    credits = f"{counted(started['price'], 'credit')} taken, {started['balance']} left"
    return f"Place {begun['queuePosition']} in the queue, {when}. {credits}."


def follow_generation(client: Client, generation_id: str, as_json: bool) -> int:
    """Show it until its end; the exit code that its end means."""
    final: Event | None = None
    try:
        with _view() as shown:
            for event in Follower(client, of_generation(generation_id), shown.note).events():
                if as_json:
                    give({"event": event.name, "eventId": event.id, **event.data})
                shown.show(event)
                final = event
    except KeyboardInterrupt:
        say(f"It goes on. Follow it again: brigade image status {generation_id} --watch")
        raise
    if final is None or not final.is_final:
        raise Problem("The stream ended before the generation did.")
    if not as_json:
        to_stdout().print(page_of(final.data, client.url), markup=False, soft_wrap=True)
    return exit_code_of(final.data)


def exit_code_of(generation: dict[str, Any]) -> int:
    """0 every picture made, 4 none, 3 between."""
    if generation["made"] == 0:
        return FAILED
    return DONE if generation["made"] == generation["count"] else PARTLY


def page_of(generation: dict[str, Any], url: str) -> str:
    """Where it stands, why if it failed, and the addresses of its pictures."""
    step, left = generation["step"], generation["secondsLeft"]
    head = f"{generation['made']} of {generation['count']} pictures. {step}" + (f", about {left} s" if left else "")
    lines = [f"{head}."]
    if generation["error"]:
        lines.append(f"  {generation['error']}")
    lines += [urljoin(url, picture["url"]) for picture in generation["pictures"]]
    if generation["mayRetry"]:
        lines.append(f"Try it again: brigade image retry {generation['id']}")
    return "\n".join(lines)


def _view() -> View:
    console = to_stderr()
    return LiveGeneration(console) if console.is_terminal else PlainGeneration(console)


class PlainGeneration(PlainView):
    def line_of(self, data: dict[str, Any]) -> str:
        return f"{data['progress']:3d} %  {data['step']}"


class LiveGeneration(LiveView):
    def picture(self) -> RenderableType:
        seconds = f"{time.monotonic() - self.began:.0f} s"
        if not self.data:
            return Text(f"waiting for the first event … {seconds}", style="dim")
        line = Table.grid(padding=(0, 1))
        bar = ProgressBar(total=100, completed=self.data["progress"], width=WIDTH)
        line.add_row(bar, f"{self.data['progress']} %", Text(self.data["step"]), seconds)
        return line
