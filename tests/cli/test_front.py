"""The one origin: what it passes on, and what it answers itself."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from local import dashboard
from local.asking import HEADER
from local.checks import bound_socket
from local.front import LARGEST_BODY, Front, FrontServer

WAIT = 10.0
OURS = {"message": "no", "error": "NOT_NOW", "nextStep": "wait", "correlationId": "c"}


class Behind:
    """What stands behind the front: it answers with what it was asked, or streams until it is left."""

    def __init__(self) -> None:
        self.left = threading.Event()
        self.go_on = threading.Event()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/stage/api/echo/{rest:path}", self.echo, methods=["GET", "POST"]),
                Route("/stage/api/stream", self.stream),
                Route("/stage/api/cookies", self.cookies),
                Route("/stage/api/broken/{status:int}", self.broken, methods=["GET", "HEAD"]),
                Route("/stage/api/refused", self.refused),
                Route("/bucket/soup.webp", self.picture),
            ]
        )

    async def echo(self, request: Request) -> Response:
        headers = {name: request.headers.get(name) for name in ("authorization", "connection", "x-own", HEADER)}
        raw = request.scope["raw_path"].decode()
        asked = {"path": raw, "query": request.url.query, "body": (await request.body()).decode(), **headers}
        return JSONResponse(asked, 203, headers={"X-Answer": "yes"})

    async def cookies(self, request: Request) -> Response:
        response = JSONResponse({"sent": request.headers.get("cookie")})
        response.set_cookie("access", "a", httponly=True)
        response.set_cookie("refresh", "r", httponly=True)
        return response

    async def broken(self, request: Request) -> Response:
        return Response("Lambda died: see /srv/secret.py", request.path_params["status"])

    async def refused(self, _: Request) -> Response:
        return JSONResponse(OURS, 409)

    async def stream(self, _: Request) -> Response:
        async def parts() -> AsyncIterator[bytes]:
            try:
                yield b"data: 1\n\n"
                await asyncio.to_thread(self.go_on.wait, WAIT)
                yield b"data: 2\n\n"
                await asyncio.sleep(WAIT)
            finally:
                self.left.set()

        return StreamingResponse(parts(), media_type="text/event-stream")

    async def picture(self, request: Request) -> Response:
        if request.headers.get("if-none-match") == '"1"':
            return Response(status_code=304, headers={"ETag": '"1"'})
        return Response(b"webp", media_type="image/webp", headers={"ETag": '"1"', "X-Amz-Id": "secret"})


@pytest.fixture
def behind() -> Behind:
    return Behind()


@pytest.fixture
def url(behind: Behind) -> Iterator[str]:
    """The front's address; a server of `behind` stands behind it."""
    back = bound_socket(None)
    server = uvicorn.Server(uvicorn.Config(behind.app(), log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=lambda: server.run(sockets=[back]), daemon=True)
    thread.start()
    upstream = f"http://127.0.0.1:{back.getsockname()[1]}"
    listener = bound_socket(None)
    front = FrontServer(Front(f"{upstream}/stage", f"{upstream}/bucket", "s3cret"), listener)
    front.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    front.stop()
    server.should_exit = True
    thread.join(WAIT)


def test_a_call_reaches_the_api_as_it_was_made(url: str) -> None:
    answer = httpx.post(
        f"{url}/api/echo/a%2Fb%20c?x=1&x=2&y=%26",
        content=b"soup",
        headers={"Authorization": "Bearer t", "X-Own": "1", HEADER: "guessed"},
    )
    assert answer.status_code == 203
    assert answer.headers["x-answer"] == "yes"
    assert answer.json() == {
        "path": "/stage/api/echo/a%2Fb%20c", "query": "x=1&x=2&y=%26", "body": "soup",
        "authorization": "Bearer t", "connection": "keep-alive", "x-own": "1", HEADER: "s3cret",
    }  # fmt: skip


def test_an_error_is_told_in_our_words_whoever_made_it(url: str) -> None:
    for status, code in [(502, "INTERNAL_ERROR"), (500, "INTERNAL_ERROR"), (504, "TIMEOUT"), (403, "BAD_REQUEST")]:
        answer = httpx.get(f"{url}/api/broken/{status}")
        assert (answer.status_code, answer.json()["error"]) == (status, code)
        assert answer.json()["nextStep"]
        assert answer.json()["correlationId"]
        assert "secret" not in answer.text
    assert httpx.head(f"{url}/api/broken/502").status_code == 502
    answer = httpx.get(f"{url}/api/refused")
    assert (answer.status_code, answer.json()) == (409, OURS)


@pytest.mark.parametrize("name", ["Idempotency-Key", "Authorization", "Cookie", "X-Anything"])
def test_a_header_that_is_not_ascii_is_refused(url: str, name: str) -> None:
    answer = httpx.get(f"{url}/api/echo/x", headers=[(name.encode(), "S\u00fcppchen".encode())])
    assert (answer.status_code, answer.json()["error"]) == (400, "BAD_REQUEST")
    assert name.lower() in answer.json()["message"]
    assert answer.json()["nextStep"]
    assert answer.json()["correlationId"]


@pytest.mark.parametrize("path", ["/api/echo/x", "/images/soup.webp", "/"])
def test_a_page_cannot_make_us_its_own_origin_by_another_name(url: str, path: str) -> None:
    answer = httpx.get(f"{url}{path}", headers={"Host": "evil.example:8080"})
    assert (answer.status_code, answer.json()["error"]) == (403, "FORBIDDEN")
    port = url.rpartition(":")[2]
    for host in (f"localhost:{port}", "127.0.0.1", f"[::1]:{port}"):
        assert httpx.get(f"{url}{path}", headers={"Host": host}).status_code in (200, 203, 405)


def test_a_method_that_a_page_does_not_have_is_told_in_our_words(url: str) -> None:
    answer = httpx.put(f"{url}/batches")
    assert (answer.status_code, answer.json()["error"]) == (405, "BAD_REQUEST")


def test_cookies_are_passed_on_one_by_one_and_stay_with_whom_they_were_given_to(url: str) -> None:
    with httpx.Client() as ada:
        first = ada.get(f"{url}/api/cookies")
        assert len(first.headers.get_list("set-cookie")) == 2
        assert ada.get(f"{url}/api/cookies").json() == {"sent": "access=a; refresh=r"}
    assert httpx.get(f"{url}/api/cookies").json() == {"sent": None}


def test_a_stream_is_passed_on_while_it_comes(url: str, behind: Behind) -> None:
    with httpx.stream("GET", f"{url}/api/stream", timeout=WAIT) as answer:
        parts = answer.iter_raw()
        assert next(parts) == b"data: 1\n\n"  # the second is not even made yet
        behind.go_on.set()
        assert next(parts) == b"data: 2\n\n"


def test_who_leaves_a_stream_is_missed_behind_the_front(url: str, behind: Behind) -> None:
    with httpx.stream("GET", f"{url}/api/stream", timeout=WAIT) as answer:
        next(answer.iter_raw())
    behind.go_on.set()
    assert behind.left.wait(WAIT)


def test_a_picture_comes_with_its_type_and_is_kept_for_ever(url: str) -> None:
    answer = httpx.get(f"{url}/images/soup.webp")
    assert (answer.status_code, answer.content) == (200, b"webp")
    assert answer.headers["content-type"] == "image/webp"
    assert "immutable" in answer.headers["cache-control"]
    assert "x-amz-id" not in answer.headers
    assert httpx.get(f"{url}/images/soup.webp", headers={"If-None-Match": '"1"'}).status_code == 304


@pytest.mark.parametrize("path", ["/images/pie.webp", "/images/%2e%2e/stage/api/echo/x", "/nothing.txt", "/images/"])
def test_what_is_not_there_is_not_found(url: str, path: str) -> None:
    answer = httpx.get(f"{url}{path}")
    assert answer.status_code == 404
    assert answer.json()["error"] == "NOT_FOUND"
    assert answer.json()["nextStep"]
    assert answer.json()["correlationId"]


def test_a_body_that_is_too_large_is_refused_said_or_unsaid(url: str) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(LARGEST_BODY // 65536 + 2):
            yield b"x" * 65536

    for content in (b"x" * (LARGEST_BODY + 1), parts()):
        try:
            answer = httpx.post(f"{url}/api/echo/x", content=content, timeout=30)
        except httpx.WriteError:
            continue  # it hung up while we were still sending
        assert answer.status_code == 413
        assert answer.json()["error"] == "PAYLOAD_TOO_LARGE"
        assert answer.json()["nextStep"]
        assert answer.json()["correlationId"]


def test_where_no_dashboard_is_built_the_site_says_what_this_is(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard, "BUILT", dashboard.PLAIN / "nothing")
    answer = httpx.get(url)
    assert answer.status_code == 200
    assert "/api/admin/generate-bmad" in answer.text


def test_a_system_that_is_gone_is_a_bad_gateway() -> None:
    listener, nobody = bound_socket(None), bound_socket(None)
    gone = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    nobody.close()
    front = FrontServer(Front(gone, gone, "s3cret"), listener)
    front.start()
    answer = httpx.get(f"http://127.0.0.1:{listener.getsockname()[1]}/api/x")
    front.stop()
    assert (answer.status_code, answer.json()["error"]) == (502, "BAD_GATEWAY")


def test_every_page_of_the_site_is_under_a_strict_policy(url: str) -> None:
    answer = httpx.get(f"{url}/batches/some-id")
    assert answer.status_code == 200
    assert "text/html" in answer.headers["content-type"]
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
