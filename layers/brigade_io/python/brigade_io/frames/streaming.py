"""The frame of every streaming door: a web server behind the Lambda Web Adapter, which answers server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from brigade.answers import ErrorAnswer, answer_of, unexpected
from brigade.errors import BrigadeError, NotFound, Transient
from brigade_io.settings import settings

CONTEXT = "x-amzn-request-context"  # API Gateway's request context, as the Lambda Web Adapter hands it on
HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
FIRST_READS = 5
RECONNECT = 1000  # milliseconds after which a client comes back

Known = TypeVar("Known")


def stream_app(path: str, stream: Callable[[Request], Awaitable[Response]]) -> Starlette:
    """One stream, at this address."""
    return Starlette(
        routes=[Route(path, stream), Route("/health", _health)],
        exception_handlers={BrigadeError: _refused, HTTPException: _unrouted, Exception: _unforeseen},
    )


def streamed(events: AsyncIterator[ServerSentEvent], ended: BackgroundTask | None = None) -> Response:
    return EventSourceResponse(
        events, headers=HEADERS, ping=settings().stream_heartbeat, background=ended,
        ping_message_factory=lambda: ServerSentEvent(comment="heartbeat", sep="\n"),
    )  # fmt: skip


async def first_read(read: Callable[[], Known]) -> Known:
    """A browser that is refused once never comes back by itself, so a store that is busy is asked a few times."""
    for _ in range(FIRST_READS - 1):
        try:
            return await asyncio.to_thread(read)
        except Transient:
            await asyncio.sleep(settings().stream_poll)
    return await asyncio.to_thread(read)


def last_id(request: Request) -> int:
    """Of the last event that this client received, 0 where it says nothing sound."""
    text = request.headers.get("last-event-id", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


def authorizer_of(request: Request) -> Any:
    """What the authorizer says of who asks."""
    return _context(request).get("authorizer")


def _context(request: Request) -> dict[str, Any]:
    try:
        context = json.loads(request.headers.get(CONTEXT, ""))
    except ValueError:
        return {}
    return context if isinstance(context, dict) else {}


async def _health(_: Request) -> Response:
    """Ready to take streams: what the Lambda Web Adapter waits for."""
    return JSONResponse({"status": "ok"})


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
