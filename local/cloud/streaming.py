"""Routes that stream: a function's own web server, started and spoken to as the Lambda Web Adapter does.

The function's handler is a start script (`run.sh`). It is run once, with a port of its own; every request is
passed to it as plain HTTP, and bytes go back to the caller as they come.
"""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import quote, urlencode

import h11

from local.cloud.lambda_host import Function, LambdaHost

START_SECONDS = 30
CONTEXT_HEADER = "x-amzn-request-context"
NOT_FORWARDED = {
    "connection",
    "content-length",
    "host",
    "transfer-encoding",
    "x-amzn-lambda-context",
    CONTEXT_HEADER,
}
NOT_RETURNED = {"connection", "keep-alive", "transfer-encoding"}

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Writer = Callable[[Send, Receive], Awaitable[None]]


class WebFunctions:
    """`function_of(reference)` gives the function of a name or an ARN, or raises `LookupError`."""

    def __init__(self, host: LambdaHost, function_of: Callable[[str], Function]) -> None:
        self.host = host
        self.function_of = function_of
        self.ports: dict[tuple[str, ...], asyncio.Task[int]] = {}

    async def stream(self, reference: str, event: dict[str, Any], body: bytes) -> tuple[int, dict[str, Any], Writer]:
        """The status, the headers, and a writer of the body, as soon as the function has begun to answer."""
        exchange = await self.exchange_with(self.function_of(reference))
        await exchange.send(_request_head(event, body), body)
        response = await exchange.response()
        headers: dict[str, Any] = {}
        for name, value in response.headers:
            if (key := name.decode()) not in NOT_RETURNED:
                headers.setdefault(key, []).append(value.decode("latin-1"))
        return response.status_code, headers, exchange.write_to

    async def exchange_with(self, function: Function) -> "Exchange":
        """Its web server is started anew where it has ended."""
        try:
            return await Exchange.open(await self.port_of(function))
        except ConnectionRefusedError:
            self.ports.pop(function.key, None)
            return await Exchange.open(await self.port_of(function))

    async def port_of(self, function: Function) -> int:
        if function.key not in self.ports:
            self.ports[function.key] = asyncio.create_task(self.start(function))
        try:
            return await asyncio.shield(self.ports[function.key])
        except OSError:
            self.ports.pop(function.key, None)  # so that the next request starts it again
            raise

    async def start(self, function: Function) -> int:
        port = free_port()
        environment = {"PORT": str(port), "AWS_LWA_PORT": str(port)}
        await asyncio.to_thread(self.host.start_script, function, environment)
        async with asyncio.timeout(START_SECONDS):
            while not await _answers(port):
                await asyncio.sleep(0.05)
        return port


class Exchange:
    """One request to the function's web server, and its response as it comes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.connection = h11.Connection(h11.CLIENT)

    @classmethod
    async def open(cls, port: int) -> "Exchange":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def send(self, head: h11.Request, body: bytes) -> None:
        for part in (head, h11.Data(data=body), h11.EndOfMessage()):
            self.writer.write(self.connection.send(part) or b"")
        await self.writer.drain()

    async def response(self) -> h11.Response:
        while True:
            event = await self._next_event()
            if isinstance(event, h11.Response):
                return event

    async def write_to(self, send: Send, receive: Receive) -> None:
        """Pass the body on until it ends or the caller has gone."""
        passing = asyncio.create_task(self._pass_on(send))
        leaving = asyncio.create_task(_disconnected(receive))
        try:
            await asyncio.wait({passing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (passing, leaving):
                task.cancel()
            self.writer.close()
        if passing.done() and not passing.cancelled():
            passing.result()

    async def _pass_on(self, send: Send) -> None:
        async for chunk in self._chunks():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _chunks(self) -> AsyncIterator[bytes]:
        while isinstance(event := await self._next_event(), h11.Data):
            yield bytes(event.data)

    async def _next_event(self) -> Any:
        while (event := self.connection.next_event()) is h11.NEED_DATA:
            self.connection.receive_data(await self.reader.read(65536))
        return event


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        return True
    return False


def _request_head(event: dict[str, Any], body: bytes) -> h11.Request:
    query = urlencode(event["multiValueQueryStringParameters"] or {}, doseq=True)
    sent = [
        (name, value)
        for name, values in event["multiValueHeaders"].items()
        for value in values
        if name.lower() not in NOT_FORWARDED
    ]
    context = json.dumps(event["requestContext"])
    ours = [("host", "localhost"), ("content-length", str(len(body))), (CONTEXT_HEADER, context)]
    target = quote(event["path"]) + (f"?{query}" if query else "")
    return h11.Request(method=event["httpMethod"], target=target, headers=sent + ours)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
