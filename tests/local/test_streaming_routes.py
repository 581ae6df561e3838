"""Routes that stream and the authorizer before them, as API Gateway and the Lambda Web Adapter do it."""

import json
import os
import signal
import time
from typing import Any

import httpx
import pytest

from tests.local.cloud import ENTRY, Cloud, web_function

APP = """
    import asyncio, json, os
    opened, requests = set(), 0

    async def app(scope, receive, send):
        global requests
        if scope["type"] != "http":
            return
        requests += 1
        await ROUTES[scope["path"]](scope, receive, send)

    async def start(send, status=200, **headers):
        pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": pairs})

    async def chunk(send, body, more=True):
        await send({"type": "http.response.body", "body": body, "more_body": more})

    async def slow(scope, receive, send):
        await start(send, content_type="text/event-stream")
        await chunk(send, b"first")
        await asyncio.sleep(1)
        await chunk(send, b"last", more=False)

    async def endless(scope, receive, send):
        await start(send)
        opened.add(id(scope))
        await receive()
        gone = asyncio.ensure_future(receive())
        while not gone.done():
            await chunk(send, b"tick")
            await asyncio.wait({gone}, timeout=0.05)
        opened.discard(id(scope))

    async def echo(scope, receive, send):
        body = (await receive())["body"].decode()
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        seen = {"method": scope["method"], "query": scope["query_string"].decode(), "body": body}
        seen["headers"] = headers
        await start(send, 201, content_type="application/json", x_made_by="echo")
        await chunk(send, json.dumps(seen).encode(), more=False)

    async def counts(scope, receive, send):
        await start(send)
        await chunk(send, json.dumps({"opened": len(opened), "requests": requests}).encode(), more=False)

    async def pid(scope, receive, send):
        await start(send)
        await chunk(send, str(os.getpid()).encode(), more=False)

    ROUTES = {"/pid": pid, "/slow": slow, "/endless": endless, "/echo": echo, "/counts": counts}
"""
AUTHORIZER = """
    def handler(event, context):
        cookie = event["headers"].get("cookie", "")
        if cookie == "session=expired":
            raise Exception("Unauthorized")
        effect = "Allow" if cookie == "session=chef" else "Deny"
        statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
        return {
            "principalId": "chef",
            "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
            "context": {"tenant": "bistro", "admin": True, "plan": 3},
        }
"""
CHEF = {"cookie": "session=chef", **ENTRY}
KNOWN = {"principalId": "chef", "tenant": "bistro", "admin": "true", "plan": "3"}


@pytest.fixture(scope="module")
def api(cloud: Cloud) -> str:
    web = web_function(cloud, APP)
    plain = cloud.function("""
        import json
        def handler(event, context):
            return {"statusCode": 200, "body": json.dumps(event["requestContext"]["authorizer"])}
    """)
    streams = dict.fromkeys(["slow", "endless", "echo", "counts", "pid"], web)
    return cloud.rest_api(streams | {"plain": plain}, cloud.function(AUTHORIZER))


def counts(api: str) -> dict[str, int]:
    found: dict[str, int] = httpx.get(f"{api}/counts", headers=CHEF).json()
    return found


def test_the_first_byte_comes_before_the_last_is_made(api: str) -> None:
    counts(api)  # so that the server is up
    begun = time.monotonic()
    with httpx.stream("GET", f"{api}/slow", headers=CHEF) as response:
        arrivals = [(chunk, time.monotonic() - begun) for chunk in response.iter_raw()]
    assert response.headers["content-type"] == "text/event-stream"
    assert b"".join(chunk for chunk, _ in arrivals) == b"firstlast"
    assert arrivals[0][1] < 0.6
    assert arrivals[-1][1] >= 1


def test_a_stream_ends_when_its_reader_leaves(api: str) -> None:
    with httpx.stream("GET", f"{api}/endless", headers=CHEF) as response:
        chunks = response.iter_raw()
        assert next(chunks).startswith(b"tick")
        assert counts(api)["opened"] == 1
    deadline = time.monotonic() + 3
    while counts(api)["opened"]:
        assert time.monotonic() < deadline, "the function still writes to a reader that has left"
        time.sleep(0.05)


def test_a_request_arrives_as_it_was_sent(api: str) -> None:
    response = httpx.post(f"{api}/echo?a=1&a=2&b=x%20y", headers=CHEF | {"last-event-id": "7"}, content="soup ✓")
    seen = response.json()
    assert (response.status_code, response.headers["x-made-by"]) == (201, "echo")
    assert (seen["method"], seen["body"]) == ("POST", "soup ✓")
    assert httpx.QueryParams(seen["query"]) == httpx.QueryParams("a=1&a=2&b=x%20y")
    assert seen["headers"]["last-event-id"] == "7"


def test_the_function_is_told_who_was_let_in(api: str) -> None:
    seen = httpx.get(f"{api}/echo", headers=CHEF).json()
    context = json.loads(seen["headers"]["x-amzn-request-context"])
    assert context["authorizer"] == KNOWN
    assert (context["stage"], context["resourcePath"]) == ("local", "/echo")


def test_nobody_can_say_themselves_who_they_are(api: str) -> None:
    forged = json.dumps({"authorizer": {"principalId": "thief"}})
    seen = httpx.get(f"{api}/echo", headers=CHEF | {"x-amzn-request-context": forged}).json()
    assert json.loads(seen["headers"]["x-amzn-request-context"])["authorizer"] == KNOWN


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 403), ({"cookie": "session=thief"}, 403), ({"cookie": "session=expired"}, 401)],
)
@pytest.mark.parametrize("path", ["slow", "echo", "plain"])
def test_who_is_not_let_in_does_not_reach_the_function(
    api: str, path: str, headers: dict[str, Any], status: int
) -> None:
    before = counts(api)["requests"]
    assert httpx.get(f"{api}/{path}", headers={**ENTRY, **headers}).status_code == status
    assert counts(api)["requests"] == before + 1  # that of the counting itself


def test_a_plain_route_is_told_who_was_let_in_too(api: str) -> None:
    assert httpx.get(f"{api}/plain", headers=CHEF).json() == KNOWN


def test_a_path_that_is_not_there_is_refused(api: str) -> None:
    assert httpx.get(f"{api}/cellar", headers=CHEF).status_code == 403


def test_a_web_server_that_was_killed_is_started_anew(cloud: Cloud, api: str) -> None:
    before = httpx.get(f"{api}/pid", headers=CHEF).json()
    os.kill(before, signal.SIGKILL)
    assert httpx.get(f"{api}/pid", headers=CHEF, timeout=20).json() != before
