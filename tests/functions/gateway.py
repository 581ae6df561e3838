"""API Gateway in this process: requests go through the real authorizer to the real doors.

The routes are those of openapi.json, which tests/infra holds against the template.
"""

import asyncio
import json
import re
from collections.abc import Callable
from http.client import HTTPMessage
from importlib import import_module
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from brigade_io.frames.streaming import CONTEXT
from functions.authorizer.handler import handler as authorizer
from tests.functions.description import OPERATIONS, Operation
from tests.functions.doorway import a_context

URL = "http://gateway"
ARN = "arn:aws:execute-api:eu-central-1:123456789012:api/live/GET/"
REQUEST_ID = "request-7"
STREAMS = ("progress", "generation_progress")

Answer = tuple[int, list[tuple[str, str]], bytes]
Door = Callable[[requests.PreparedRequest, dict[str, Any]], Answer]


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
    operation = next((one for one in OPERATIONS if one.method == request.method and _leads(one.path, path)), None)
    if operation is None:
        return _refusal(404, "NOT_FOUND")
    if operation.is_open:
        return _door(operation)(request, _event(request, path))
    return _let_in(operation, request, _event(request, path))


def _let_in(operation: Operation, request: requests.PreparedRequest, event: dict[str, Any]) -> Answer:
    try:
        policy = authorizer({"type": "REQUEST", "methodArn": ARN, **event}, a_context())
    except Exception as error:
        return _refusal(401, "UNAUTHORIZED") if str(error) == "Unauthorized" else _refusal(500, "INTERNAL_ERROR")
    if policy["policyDocument"]["Statement"][0]["Effect"] != "Allow":
        return _refusal(403, "FORBIDDEN")
    event["requestContext"]["authorizer"] = {"principalId": policy["principalId"], **policy["context"]}
    return _door(operation)(request, event)


def _leads(pattern: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"{\w+}", "[^/]+", pattern), path, re.DOTALL) is not None


def _door(operation: Operation) -> Door:
    return _stream(operation.door) if operation.door in STREAMS else _function(operation.door)


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


def _stream(name: str) -> Door:
    app = import_module(f"functions.{name}.app").app
    return lambda request, event: _streamed(app, request, event)


def _streamed(app: Any, request: requests.PreparedRequest, event: dict[str, Any]) -> Answer:
    """A streaming function, whose web server is told the request's context in a header."""
    known = {name: value for name, value in event["headers"].items() if name.lower() != CONTEXT}
    context = json.dumps(event["requestContext"])

    async def heard() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport) as inner:
            headers = {**{name: value.encode() for name, value in known.items()}, CONTEXT: context.encode()}
            return await inner.request(str(request.method), str(request.url), headers=headers)

    answer = asyncio.run(heard())
    return answer.status_code, list(answer.headers.items()), answer.content


def _refusal(status: int, error: str) -> Answer:
    """The gateway's own answer."""
    body = {"message": "No.", "error": error, "nextStep": "Ask otherwise.", "correlationId": REQUEST_ID}
    return status, [("Content-Type", "application/json")], json.dumps(body).encode()
