"""API Gateway in this process: HTTP requests go through the real authorizer to the real doors, by the deployed routes."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from http.client import HTTPMessage
from importlib import import_module
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from functions.authorizer.handler import handler as authorizer
from functions.progress.app import CONTEXT
from functions.progress.app import app as progress
from infra.api import NEXT_STEPS, OPEN, REFUSALS, ROUTES, STREAM
from tests.functions.doorway import a_context

URL = "http://gateway"
ARN = "arn:aws:execute-api:eu-central-1:123456789012:api/live/GET/"
REQUEST_ID = "request-7"

Answer = tuple[int, list[tuple[str, str]], bytes]
Door = Callable[[requests.PreparedRequest, dict[str, Any]], Answer]


class Route(NamedTuple):
    method: str
    path: re.Pattern[str]
    door: Door
    is_open: bool = False


def client(token: str | None = None) -> requests.Session:
    """A client of the API, signed in by this access token."""
    session = requests.Session()
    session.mount(URL, Gateway())
    session.trust_env = False
    if token:
        session.headers["Authorization"] = f"Bearer {token}"
    return session


class Gateway(BaseAdapter):
    """Takes the place of the network under `requests`, so that what arrives is what would go over the wire."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        status, headers, body = _served(request)
        message = HTTPMessage()
        for name, value in headers:
            message.add_header(name, value)
        raw = HTTPResponse(BytesIO(body), message.items(), status, preload_content=False, original_response=None)
        response = requests.Response()
        response.status_code, response.raw, response.request, response.url = status, raw, request, str(request.url)
        response.headers = requests.structures.CaseInsensitiveDict(headers)
        return response

    def close(self) -> None:
        pass


def _served(request: requests.PreparedRequest) -> Answer:
    path = unquote(urlsplit(str(request.url)).path, errors="replace")
    route = next((one for one in _routes() if one.method == request.method and one.path.fullmatch(path)), None)
    if route is None:
        return _refusal("NoSuchRoute")
    if route.is_open:
        return route.door(request, _event(request, path))
    return _let_in(route, request, _event(request, path))


def _let_in(route: Route, request: requests.PreparedRequest, event: dict[str, Any]) -> Answer:
    try:
        policy = authorizer({"type": "REQUEST", "methodArn": ARN, **event}, a_context())
    except Exception as error:
        return _refusal("Unauthorized" if str(error) == "Unauthorized" else "Broken")
    if policy["policyDocument"]["Statement"][0]["Effect"] != "Allow":
        return _refusal("Forbidden")
    event["requestContext"]["authorizer"] = {"principalId": policy["principalId"], **policy["context"]}
    return route.door(request, event)


@cache
def _routes() -> list[Route]:
    return list(_deployed())


def _deployed() -> Iterator[Route]:
    for method, path, door in ROUTES:
        yield Route(method, _pattern("/api/admin/" + path), _function(door))
    yield Route("GET", _pattern("/api/admin/" + STREAM), _streamed)
    for name in OPEN:
        yield Route("POST", _pattern("/api/auth/" + name), _function("accounts"), is_open=True)
    yield Route("GET", _pattern("/api/auth/me"), _function("accounts"))


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"{\w+}", "[^/]+", path), re.DOTALL)


def _event(request: requests.PreparedRequest, path: str) -> dict[str, Any]:
    """The REST proxy event of a request; of what comes twice the last counts."""
    query = parse_qs(urlsplit(str(request.url)).query, keep_blank_values=True)
    headers = {name: _text(value) for name, value in request.headers.items()}
    return {
        "resource": path, "path": path, "httpMethod": request.method, "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None, "pathParameters": None, "stageVariables": None,
        "body": _text(request.body) if request.body else None, "isBase64Encoded": False,
        "requestContext": {
            "requestId": REQUEST_ID, "stage": "live", "httpMethod": request.method, "path": f"/live{path}",
            "accountId": "123456789012", "apiId": "api", "identity": {"sourceIp": "127.0.0.1"},
        },
    }  # fmt: skip


def _text(sent: Any) -> str:
    return sent.decode("utf-8", errors="replace") if isinstance(sent, bytes) else str(sent)


def _function(name: str) -> Door:
    """A Lambda function behind a proxy integration; events and answers cross as JSON."""
    handler = import_module(f"functions.{name}.handler").handler

    def door(request: requests.PreparedRequest, event: dict[str, Any]) -> Answer:
        answer = json.loads(json.dumps(handler(json.loads(json.dumps(event)), a_context())))
        headers = [(name, value) for name, values in answer["multiValueHeaders"].items() for value in values]
        return answer["statusCode"], headers, answer["body"].encode()

    return door


def _streamed(request: requests.PreparedRequest, event: dict[str, Any]) -> Answer:
    """The streaming function, whose web server is told the request's context in a header."""
    known = {name: value for name, value in event["headers"].items() if name.lower() != CONTEXT}
    context = json.dumps(event["requestContext"])

    async def heard() -> httpx.Response:
        transport = httpx.ASGITransport(progress, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport) as inner:
            headers = {**{name: value.encode() for name, value in known.items()}, CONTEXT: context.encode()}
            return await inner.request(str(request.method), str(request.url), headers=headers)

    answer = asyncio.run(heard())
    return answer.status_code, list(answer.headers.items()), answer.content


def _refusal(id: str) -> Answer:
    """The gateway's own answer."""
    _, _, status, error, message = next(refusal for refusal in REFUSALS if refusal[0] == id)
    body = {"message": message, "error": error, "nextStep": NEXT_STEPS.get(error, ""), "correlationId": REQUEST_ID}
    return status or 500, [("Content-Type", "application/json")], json.dumps(body).encode()
