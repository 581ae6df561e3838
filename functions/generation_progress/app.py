"""A generation's progress: `GET /api/generation/{generationId}/stream` as server-sent events."""

from starlette.requests import Request
from starlette.responses import Response

from brigade.image_generation.events import event_id, heard
from brigade_io.frames.callers import caller_in
from brigade_io.frames.http import id_of
from brigade_io.frames.streaming import authorizer_of, first_read, last_id, stream_app, streamed
from functions.generation_progress.stream import read_of, told


async def stream(request: Request) -> Response:
    """The own generation's events; 204 for a client that has been told the end, so that it stops asking."""
    caller = caller_in(authorizer_of(request))
    generation_id = id_of(request.path_params["generation_id"], "generation")
    view = await first_read(lambda: read_of(caller.id)(generation_id))
    last = heard(last_id(request))
    if view.status.is_end and last >= event_id(view):
        return Response(status_code=204)
    return streamed(told(view, caller.id, last))


app = stream_app("/api/generation/{generation_id}/stream", stream)
