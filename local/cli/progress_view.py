"""A batch's progress as a person sees it: a live display on a terminal, plain lines elsewhere."""

import time
from types import TracebackType
from typing import Any, Protocol, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from local.cli.output import counted, to_stderr
from local.cli.stream import Event

AGENTS = ("concept", "chef", "validator", "artist", "storage", "coordinator", "monitor")
SIGNS = {"idle": ("·", "dim"), "working": ("●", "yellow"), "complete": ("✓", "green"), "error": ("✗", "red")}
WIDTH = 40
HOUR = 3600  # seconds
LONG = 2 * HOUR  # from where nobody counts seconds


class View(Protocol):
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def show(self, event: Event) -> None: ...
    def note(self, message: str) -> None: ...


def view() -> View:
    console = to_stderr()
    return LiveView(console) if console.is_terminal else PlainView(console)


class PlainView:
    """A line whenever something that counts has changed."""

    def line_of(self, data: dict[str, Any]) -> str:
        return status_line(data)

    def __init__(self, console: Console) -> None:
        self.console = console
        self.began = time.monotonic()
        self.last = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def show(self, event: Event) -> None:
        if event.name == "progress" and (line := self.line_of(event.data)) != self.last:
            self.last = line
            self.note(line)

    def note(self, message: str) -> None:
        self.console.print(f"{time.monotonic() - self.began:6.1f} s  {message}", markup=False)


class LiveView:
    """A bar, the counts, and what each agent is doing; time passes between events too."""

    def __init__(self, console: Console) -> None:
        self.began = time.monotonic()
        self.data: dict[str, Any] = {}
        self.live = Live(console=console, get_renderable=self.picture, refresh_per_second=8, transient=True)

    def __enter__(self) -> Self:
        self.live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.live.stop()

    def show(self, event: Event) -> None:
        if event.name == "progress":
            self.data = event.data

    def note(self, message: str) -> None:
        self.live.console.print(message, markup=False)

    def picture(self) -> RenderableType:
        if not self.data:
            return Text(f"waiting for the first event … {time.monotonic() - self.began:.0f} s", style="dim")
        done, total = steps(self.data)
        head = Table.grid(padding=(0, 1))
        share = f"{100 * done // max(1, total)} %"
        bar = ProgressBar(total=max(1, total), completed=done, width=WIDTH)
        head.add_row(Text(self.data["phase"], style="bold"), bar, share, f"{time.monotonic() - self.began:.0f} s")
        return Group(head, Text(counts(self.data)), agents(self.data["agentStatus"]))


def steps(data: dict[str, Any]) -> tuple[int, int]:
    """How many steps are done, of how many: a recipe saved is one, its picture (or its end) another."""
    ended = data["imagesGenerated"] + data["placeholderCount"]
    lost = data["failed"] + data["cancelled"]
    total = data["totalRecipes"]
    if data["phase"] in ("complete", "cancelled", "error"):
        return 2 * total, 2 * total
    return min(2 * total, data["recipesCompleted"] + ended + 2 * lost), 2 * total


def counts(data: dict[str, Any]) -> str:
    parts = [
        f"{data['recipesCompleted']} of {data['totalRecipes']} recipes",
        f"chunk {data['currentChunk']} of {data['totalChunks']}",
        counted(data["imagesGenerated"], "picture"),
    ]
    parts += [counted(data["placeholderCount"], "placeholder")] if data["placeholderCount"] else []
    parts += [f"{data[name]} {name}" for name in ("failed", "cancelled") if data[name]]
    flying = data["costInFlightUsd"]
    parts.append(money(data["costUsd"]) + (f" + {money(flying)} in flight" if flying else ""))
    if high := data["estimatedTimeHigh"]:
        parts.append(_left(data["estimatedTimeLow"] // 1000, -(-high // 1000)))
    return " · ".join(parts)


def _left(low: int, high: int) -> str:
    """Of what is made overnight only the end is known."""
    return f"{low}–{high} s left" if high < LONG else f"at most {-(-high // HOUR)} h left"


def status_line(data: dict[str, Any]) -> str:
    return f"{data['phase']:<10}  {counts(data)}"


def agents(status: dict[str, str]) -> Text:
    line = Text()
    for agent in AGENTS:
        sign, style = SIGNS.get(status.get(agent, "idle"), SIGNS["idle"])
        line.append(f"{sign} {agent}  ", style=style)
    return line


def money(amount: float) -> str:
    return f"${amount:.2f}" if amount >= 1 else f"${amount:.4f}"
