"""Who may speak to the emulated AWS: programs that know this run's secret, and no web page.

AWS's own clients sign with it, as in the cloud; for what is no API of AWS it is sent in a header. Whoever has a role
signs with a secret of the role's own, which follows from the run's and does not give it away.
"""

import functools
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from local.asking import HEADER, is_of_a_page
from local.cloud.patches import signature_holds

OF_ROLES = "ASIA"  # what the keys of roles begin with
NO_CORS = b"access-control-"
REFUSED = "SignatureDoesNotMatch"

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@functools.lru_cache(1024)
def secret_of(key: str, secret: str) -> str:
    """What the owner of an access key signs with: a role something of its own, all else is the account's root."""
    if not key.startswith(OF_ROLES):
        return secret
    return hmac.digest(secret.encode(), key.encode(), hashlib.sha256).hex()


class Guard:
    """The emulator's application behind a guard."""

    def __init__(self, app: Application, secret: str) -> None:
        self.app = app
        self.secret = secret

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self.answer(scope, receive, send)
        else:  # nothing of ours speaks by WebSockets
            await send({"type": "websocket.close", "code": 1008})

    async def answer(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        if hmac.compare_digest(headers.get(HEADER, "").encode(), self.secret.encode()):
            await self.app(scope, receive, without_cors(send))
        elif is_of_a_page(headers):
            await refuse(send, "no web page may ask here")
        else:
            await self.answer_signed(scope, headers, receive, send)

    async def answer_signed(self, scope: dict[str, Any], headers: dict[str, str], receive: Receive, send: Send) -> None:
        body = b"" if "x-amz-content-sha256" in headers else None  # S3's clients sign a hash that they send
        if body is None and "authorization" in headers:
            body = await whole(receive)
            receive = again(body, receive)
        if self.is_signed(scope, headers, body or b""):
            await self.app(scope, receive, without_cors(send))
        else:
            await refuse(send, "the request is not signed with the secret of this run")

    def is_signed(self, scope: dict[str, Any], headers: dict[str, str], body: bytes) -> bool:
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        path = scope["raw_path"].decode("latin-1")
        return signature_holds(lambda key: secret_of(key, self.secret), scope["method"], path, query, headers, body)


def headers_of(scope: dict[str, Any]) -> dict[str, str]:
    """Their names in lower case; one that came twice is joined, as it is signed."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("utf-8", "replace")
        headers[key] = f"{headers[key]},{text}" if key in headers else text
    return headers


async def whole(receive: Receive) -> bytes:
    body = bytearray()
    while (message := await receive())["type"] == "http.request":
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return bytes(body)


def again(body: bytes, receive: Receive) -> Receive:
    """A request's messages once more, after its body was read."""
    read: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> dict[str, Any]:
        return read.pop() if read else await receive()

    return next_message


def without_cors(send: Send) -> Send:
    """ministack lets every origin read its answers."""

    async def send_bare(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kept = [each for each in message["headers"] if not each[0].lower().startswith(NO_CORS)]
            message = {**message, "headers": kept}
        await send(message)

    return send_bare


async def refuse(send: Send, why: str) -> None:
    """As every client of AWS can read it: those of JSON look for the name of the error in a header."""
    headers = [(b"content-type", b"text/xml"), (b"x-amzn-errortype", REFUSED.encode()), (b"cache-control", b"no-store")]
    body = f"<ErrorResponse><Error><Code>{REFUSED}</Code><Message>{why}</Message></Error></ErrorResponse>"
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})
