"""What the front answers itself: where it refuses, or tells another's error in our words."""

from uuid import uuid4

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from brigade.answers import error_answer
from local.asking import is_foreign

LARGEST_BODY = 10 * 1024 * 1024  # API Gateway's
JSON = "application/json"


class BodyTooLarge(Exception):
    """The request's body is larger than API Gateway takes."""


class NotUnderstood(Exception):
    """The request is none that could be passed on; the message says why."""


class ForeignHosts:
    """Answers under this machine's own names only: any other was pointed here for a page to be of our origin."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and is_foreign(Headers(scope=scope).get("host", "")):
            foreign = answered(403, "FORBIDDEN", "Brigade does not answer under this name: use the address it gave.")
            await foreign(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def in_our_words(status: int) -> Response:
    if status == 504:
        return answered(504, "TIMEOUT", "This took too long.")
    if status >= 500:
        return answered(status, "INTERNAL_ERROR", "Something went wrong on our side.")
    return answered(status, "BAD_REQUEST", "The request was not understood.")


def answered(status: int, error: str, message: str) -> Response:
    body = error_answer(error, message, str(uuid4())).model_dump_json(exclude_none=True)
    return Response(body, status, {"Cache-Control": "no-store"}, JSON)


async def nothing_here(_: Request, __: Exception) -> Response:
    return answered(404, "NOT_FOUND", "There is nothing at this address.")


async def too_large(_: Request, __: Exception) -> Response:
    return answered(413, "PAYLOAD_TOO_LARGE", f"The body is larger than {LARGEST_BODY >> 20} MB.")


async def refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return answered(error.status_code, "BAD_REQUEST", f"{error.detail}.")


async def not_understood(_: Request, error: Exception) -> Response:
    return answered(400, "BAD_REQUEST", str(error))


async def unforeseen(_: Request, __: Exception) -> Response:
    return answered(500, "INTERNAL_ERROR", "Something went wrong on our side.")


async def unreachable(_: Request, error: Exception) -> Response:
    return answered(502, "BAD_GATEWAY", f"The system behind this address does not answer ({type(error).__name__}).")
