"""A system that answers as a test says, over HTTP, and keeps what it was asked."""

import json
import threading
from collections import defaultdict
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: dict[str, str]
    body: Any
    bearer: str


@dataclass(frozen=True)
class Answer:
    """`promised`: the length it says it has, where that is not its own."""

    body: Any = None
    status: int = 200
    kind: str = "application/json"
    promised: int | None = None

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class ScriptedApi:
    """Every path has its answers in order; the last is given again. `tokens`: where set, only these are let in."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.tokens: set[str] | None = None
        self._script: dict[tuple[str, str], list[Answer]] = defaultdict(list)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def on(self, method: str, path: str, *answers: Answer) -> None:
        self._script[method, path] += answers

    def asked_for(self, path: str) -> list[Asked]:
        return [each for each in self.asked if each.path == path]

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self.tokens is not None and asked.path.startswith("/api/admin/") and asked.bearer not in self.tokens:
            return refused(401, "UNAUTHORIZED", "Sign in first.")
        script = self._script[asked.method, asked.path]
        if not script:
            return refused(404, "NOT_FOUND", "no such address")
        return script.pop(0) if len(script) > 1 else script[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            def reply(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                bearer = self.headers.get("authorization", "").removeprefix("Bearer ")
                answer = api.answer(Asked(self.command, parts.path, query, json.loads(body or "null"), bearer))
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.kind)
                self.send_header("Content-Length", str(answer.promised or len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            do_GET = do_POST = reply

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def refused(status: int, error: str, message: str, **more: Any) -> Answer:
    body = {"message": message, "error": error, "nextStep": "Do the next step.", "correlationId": "c-1", **more}
    return Answer(body, status)
