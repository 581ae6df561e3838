"""One origin, as CloudFront gives it: the site, the API under `/api`, and the pictures under `/images`."""

import contextlib
import socket
import threading
import time
from collections.abc import AsyncIterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from urllib.parse import quote

import anyio
import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from local.asking import HEADER
from local.dashboard import FOREVER, file_at
from local.front_answers import (
    LARGEST_BODY,
    BodyTooLarge,
    ForeignHosts,
    NotUnderstood,
    in_our_words,
    not_understood,
    nothing_here,
    refused,
    too_large,
    unforeseen,
    unreachable,
)
from local.problem import Problem
from local.storage import Storage

START_SECONDS = 10
HOP_BY_HOP = {
    "connection", "host", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
    "transfer-encoding", "upgrade",
}  # fmt: skip
NOT_PASSED_ON = HOP_BY_HOP | {HEADER}  # whoever asks here does not speak for us
OF_A_PICTURE = ("cache-control", "content-length", "content-type", "etag", "last-modified")
FOR_A_PICTURE = ("if-modified-since", "if-none-match")
SIGNED = "AWS4-HMAC-SHA256 Credential=000000000000/-/us-east-1/s3/aws4_request"  # the bucket is private
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class Front:
    """Requests passed on. `api` and `images` are the addresses that the paths behind the prefixes are added to,
    `secret` is the emulated AWS's, `storage` is where pictures are where they are not there.
    """

    def __init__(self, api: str, images: str, secret: str, storage: Storage | None = None) -> None:
        self.api = api
        self.images = images
        self.secret = secret
        self.folder = storage.folder if storage else None
        self.images_url = storage.images_url if storage else ""
        timeout = httpx.Timeout(30, read=None)
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
        nobodys = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # cookies belong to browsers, none is kept here
        self.client = httpx.AsyncClient(
            timeout=timeout, limits=limits, follow_redirects=False, trust_env=False, cookies=nobodys
        )

    def app(self) -> Starlette:
        routes = [
            Route("/api/{path:path}", self.call, methods=METHODS),
            Route("/images/{path:path}", self.picture),
            Route("/{path:path}", self.page),
        ]
        return Starlette(
            routes=routes,
            lifespan=self._lifespan,
            middleware=[Middleware(ForeignHosts)],
            exception_handlers={
                404: nothing_here,
                HTTPException: refused,
                BodyTooLarge: too_large,
                NotUnderstood: not_understood,
                httpx.InvalidURL: not_understood,
                httpx.HTTPError: unreachable,
                Exception: unforeseen,
            },
        )

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        yield
        await self.client.aclose()

    async def page(self, request: Request) -> Response:
        return file_at(request.path_params["path"], self.images_url) or await nothing_here(request, Exception())

    async def call(self, request: Request) -> Response:
        """The API's answer, byte by byte as it comes; an error in our words, whoever made it."""
        headers = [*_passable(request), (HEADER, self.secret)]
        body = await _body(request)
        url = f"{self.api}{request.scope['raw_path'].decode('latin-1')}"
        outgoing = self.client.build_request(
            request.method, httpx.URL(url, query=request.scope["query_string"]), headers=headers, content=body
        )
        answer = await self.client.send(outgoing, stream=True)
        if answer.is_error and not await _is_ours(answer):
            return in_our_words(answer.status_code)
        response = StreamingResponse(_passed_on(answer), answer.status_code)
        response.raw_headers = _returned(answer)
        return response

    async def picture(self, request: Request) -> Response:
        """An object of the images bucket; what the bucket does not hold is 404 here, as it is in the cloud."""
        path = request.path_params["path"]
        if {"", ".", ".."} & set(path.split("/")) or "\0" in path:  # such a path would lead out of the bucket
            return await nothing_here(request, Exception())
        if self.folder:
            return await self._file(self.folder / path) or await nothing_here(request, Exception())
        headers = {name: request.headers[name] for name in FOR_A_PICTURE if name in request.headers}
        headers |= {"authorization": SIGNED, HEADER: self.secret}
        outgoing = self.client.build_request(request.method, f"{self.images}/{quote(path)}", headers=headers)
        answer = await self.client.send(outgoing, stream=True)
        if answer.status_code not in (200, 304):
            await answer.aclose()
            return await nothing_here(request, Exception())
        returned = {"cache-control": FOREVER}
        returned |= {name: answer.headers[name] for name in OF_A_PICTURE if name in answer.headers}
        return StreamingResponse(_passed_on(answer), answer.status_code, returned)

    async def _file(self, place: Path) -> Response | None:
        kept = {"cache-control": FOREVER}
        return FileResponse(place, headers=kept) if await anyio.Path(place).is_file() else None


def _passable(request: Request) -> list[tuple[str, str]]:
    """The headers that go on. Raises NotUnderstood where one is not of plain ASCII characters."""
    for name, value in request.headers.items():
        if not (value.isascii() and value.replace("\t", "").isprintable() and name.isascii()):
            raise NotUnderstood(f"The header {name!a} holds characters that no header may hold.")
    return [(name, value) for name, value in request.headers.items() if name not in NOT_PASSED_ON]


async def _is_ours(answer: httpx.Response) -> bool:
    """Whether an error has the shape of our own, and not of whatever stands between; its body is read."""
    await answer.aread()
    try:
        return "nextStep" in answer.json()
    except (ValueError, TypeError):
        return answer.request.method == "HEAD"


async def _body(request: Request) -> bytes:
    """Raises BodyTooLarge as soon as that is known."""
    if int(request.headers.get("content-length") or 0) > LARGEST_BODY:
        raise BodyTooLarge
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise BodyTooLarge
    return bytes(body)


def _returned(answer: httpx.Response) -> list[tuple[bytes, bytes]]:
    """The answer's headers, one by one: two cookies are two headers."""
    headers = [(name.lower(), value) for name, value in answer.headers.raw]
    return [(name, value) for name, value in headers if name.decode("latin-1") not in HOP_BY_HOP]


async def _passed_on(answer: httpx.Response) -> AsyncIterator[bytes]:
    """The body; when our client leaves, the other side is left too, so that it notices."""
    try:
        if answer.is_closed:  # it was read before
            yield answer.content
            return
        async for part in answer.aiter_raw():
            yield part
    except httpx.HTTPError as error:
        raise ClientDisconnect from error  # the other side broke off: so do we
    finally:
        with anyio.CancelScope(shield=True):
            await answer.aclose()


class FrontServer:
    """The front in a thread of this process, on a socket that is bound already."""

    def __init__(self, front: Front, listener: socket.socket) -> None:
        self.listener = listener
        settings = uvicorn.Config(
            front.app(), log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=1,
            timeout_keep_alive=75, server_header=False,
        )  # fmt: skip
        self.server = uvicorn.Server(settings)
        self.thread = threading.Thread(target=self._run, name="front", daemon=True)

    def _run(self) -> None:
        self.server.run(sockets=[self.listener])

    def start(self) -> None:
        self.thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not self.server.started:
            if not self.thread.is_alive() or time.monotonic() > deadline:
                raise Problem("The front could not be started.")
            time.sleep(0.01)

    def stop(self) -> None:
        self.server.should_exit = True
        if self.thread.ident:
            self.thread.join(5)
        self.listener.close()


def api_address(emulator: str, api_id: str, stage: str) -> str:
    """Where the emulated API Gateway serves a REST API."""
    return f"{emulator}/restapis/{api_id}/{stage}/_user_request_"
