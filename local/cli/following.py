"""Following a batch to its end, on the screen or as JSON."""

from local.cli.client import Client
from local.cli.outcome import exit_code_of, final_line
from local.cli.output import give, to_stdout
from local.cli.progress_view import view
from local.cli.stream import Event, Follower
from local.problem import Problem


def follow(client: Client, batch_id: str, as_json: bool) -> int:
    """Show a batch until its end; the exit code that its end means."""
    final, images = None, client.batch(batch_id)["request"]["enableImageGeneration"]
    with view() as shown:
        for event in Follower(client, batch_id, shown.note).events():
            if as_json:
                give({"event": event.name, "id": event.id, **event.data})
            shown.show(event)
            final = event
    return _finished(final, images, as_json)


def _finished(final: Event | None, images: bool, as_json: bool) -> int:
    if final is None or not final.is_final:
        raise Problem("The stream ended before the batch did.")
    if not as_json:
        to_stdout().print(final_line(final), markup=False)
    return exit_code_of(final, images)
