"""The progress monitor: `GET /api/admin/bmad-progress-stream/{batchId}` as server-sent events."""

import asyncio
import json
import time
from typing import Any
from uuid import UUID

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from brigade.answers import ErrorAnswer, answer_of, unexpected
from brigade.errors import BrigadeError, NotFound, TableBusy
from brigade.progress.batch import BatchState
from brigade.progress.events import has_final, heard
from brigade_io import clock
from brigade_io.frames.http import batch_id_of, require_admin
from brigade_io.progress.wiring import agent_call_table, batch_table
from brigade_io.settings import settings
from functions.progress.stream import Tally, told

CONTEXT = "x-amzn-request-context"  # API Gateway's request context, as the Lambda Web Adapter hands it on
HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
FIRST_READS = 5


async def stream(request: Request) -> Response:
    """The batch's events; 204 for a client that has been told the end, so that it stops asking."""
    owner = require_admin(_context(request).get("authorizer"))
    batch_id = batch_id_of(request.path_params["batch_id"])
    state = await _first_read(batch_id)
    if state.record.owner != owner:
        raise NotFound(f"no batch {batch_id}")
    last_id = heard(state, _last_id(request))
    if has_final(state, clock.now(), last_id):
        return Response(status_code=204)
    return await _opened(state, last_id)


async def health(_: Request) -> Response:
    """Ready to take streams: what the Lambda Web Adapter waits for."""
    return JSONResponse({"status": "ok"})


async def _opened(state: BatchState, last_id: int) -> Response:
    calls, tally = agent_call_table(), Tally(started=time.monotonic())
    name = await asyncio.to_thread(calls.opened, state.record.batch_id)
    return EventSourceResponse(
        told(state, last_id, tally),
        headers=HEADERS,
        ping=settings().stream_heartbeat,
        ping_message_factory=lambda: ServerSentEvent(comment="heartbeat", sep="\n"),
        background=BackgroundTask(lambda: calls.closed(name, tally.ms, tally.events)),
    )


async def _first_read(batch_id: UUID) -> BatchState:
    """A browser that is refused once never comes back by itself, so a busy table is asked a few times."""
    for _ in range(FIRST_READS - 1):
        try:
            return await asyncio.to_thread(batch_table().read, batch_id)
        except TableBusy:
            await asyncio.sleep(settings().stream_poll)
    return await asyncio.to_thread(batch_table().read, batch_id)


def _last_id(request: Request) -> int:
    text = request.headers.get("last-event-id", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


def _context(request: Request) -> dict[str, Any]:
    try:
        context = json.loads(request.headers.get(CONTEXT, ""))
    except ValueError:
        return {}
    return context if isinstance(context, dict) else {}


# --- Errors --------------------------------------------------------------------------------------


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, BrigadeError)
    return _answer(*answer_of(error, _correlation_id(request)))


async def _unrouted(request: Request, error: Exception) -> Response:
    return _answer(*answer_of(NotFound("no such address"), _correlation_id(request)))


async def _unforeseen(request: Request, error: Exception) -> Response:
    return _answer(*unexpected(_correlation_id(request)))


def _answer(status: int, body: ErrorAnswer) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(body.model_dump_json(exclude_none=True), status, headers, "application/json")


def _correlation_id(request: Request) -> str:
    return str(_context(request).get("requestId", ""))


app = Starlette(
    routes=[
        Route("/api/admin/bmad-progress-stream/{batch_id}", stream),
        Route("/health", health),
    ],
    exception_handlers={BrigadeError: _refused, HTTPException: _unrouted, Exception: _unforeseen},
)
