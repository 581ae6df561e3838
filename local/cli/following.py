"""Telling what began, and following a batch to its end, on the screen or as JSON."""

from typing import Any

import typer

from local.cli.client import Client
from local.cli.outcome import exit_code_of, final_line
from local.cli.output import give, say, to_stdout
from local.cli.progress_view import view
from local.cli.stream import Event, Follower, of_batch
from local.problem import Problem


def tell(client: Client, answer: dict[str, Any], watch: bool, as_json: bool) -> None:
    """What the system says that it began; where it is watched, this ends the command with the batch."""
    if as_json:
        give(answer)
    else:
        say(f"{answer['message']}.")
    if watch:
        raise typer.Exit(follow(client, answer["batchId"], as_json))


def follow(client: Client, batch_id: str, as_json: bool) -> int:
    """Show a batch until its end; the exit code that its end means."""
    final, images = None, client.batch(batch_id)["request"]["enableImageGeneration"]
    try:
        with view() as shown:
            for event in Follower(client, of_batch(batch_id), shown.note).events():
                if as_json:
                    give({"event": event.name, "id": event.id, **event.data})
                shown.show(event)
                final = event
    except KeyboardInterrupt:
        say(f"The batch goes on. Follow it again: brigade batch watch {batch_id}")
        raise
    return _finished(final, images, as_json)


def _finished(final: Event | None, images: bool, as_json: bool) -> int:
    if final is None or not final.is_final:
        raise Problem("The stream ended before the batch did.")
    if not as_json:
        to_stdout().print(final_line(final), markup=False)
    return exit_code_of(final, images)
