"""The progress monitor: `GET /api/admin/bmad-progress-stream/{batchId}` as server-sent events."""

import asyncio
import time

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from brigade.errors import NotFound
from brigade.progress.batch import BatchState
from brigade.progress.events import has_final, heard
from brigade_io import clock
from brigade_io.frames.http import batch_id_of, require_admin
from brigade_io.frames.streaming import authorizer_of, first_read, last_id, stream_app, streamed
from brigade_io.progress.wiring import agent_call_table, batch_table
from functions.progress.stream import Tally, told


async def stream(request: Request) -> Response:
    """The batch's events; 204 for a client that has been told the end, so that it stops asking."""
    owner = require_admin(authorizer_of(request))
    batch_id = batch_id_of(request.path_params["batch_id"])
    state = await first_read(lambda: batch_table().read(batch_id))
    if state.record.owner != owner:
        raise NotFound(f"no batch {batch_id}")
    last = heard(state, last_id(request))
    if has_final(state, clock.now(), last):
        return Response(status_code=204)
    return await _opened(state, last)


async def _opened(state: BatchState, last: int) -> Response:
    calls, tally = agent_call_table(), Tally(started=time.monotonic())
    name = await asyncio.to_thread(calls.opened, state.record.batch_id)
    return streamed(told(state, last, tally), BackgroundTask(lambda: calls.closed(name, tally.ms, tally.events)))


app = stream_app("/api/admin/bmad-progress-stream/{batch_id}", stream)
