"""The server: the endpoints over HTTP, scripted from outside."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count, cycle
from typing import Any

from tests.mock_provider.dishes import a_dish
from tests.mock_provider.http import Server, form_of, serving
from tests.mock_provider.oddities import IMAGE_ODDITIES, TEXT_ODDITIES
from tests.mock_provider.reply import Odd, Reply, failing, saying
from tests.mock_provider.shapes import a_chat_completion, a_job, a_response, an_image_answer, jobs, models

KINDS = {"/responses": "text", "/chat/completions": "text", "/images/generations": "image", "/images/edits": "image"}
PLAIN = ("/models", "/files", "/batches")
ODDITIES: dict[str, Mapping[str, Odd]] = {"text": TEXT_ODDITIES, "image": IMAGE_ODDITIES}


@dataclass(frozen=True)
class Call:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    odd: str | None


class MockProvider:
    """Safe to use from many threads. `headers` go with every answer, `text_seconds` and `image_seconds` before it.

    `jobs` is what `/batches` lists, `job_seconds` pass before it and `/files` answer: no job is ever done.
    `key`, where set, is the only one accepted. `refused` names parameters, or kinds of `response_format`, that are
    answered with 400. `fate` says of each call what becomes of it, before anything else does.
    """

    def __init__(self, port: int = 0) -> None:
        self.calls: list[Call] = []
        self.write: Callable[[dict[str, Any]], str] = a_dish
        self.key: str | None = None
        self.models = ["gpt-6-luna", "gpt-image-2.5-flare"]
        self.missing: set[str] = set()
        self.refused: set[str] = set()
        self.headers: Callable[[], Mapping[str, str]] = dict
        self.text_seconds = 0.0
        self.image_seconds = 0.0
        self.jobs: list[dict[str, Any]] = []
        self.more_jobs = False
        self.job_seconds = 0.0
        self.fate: Callable[[str, dict[str, Any]], str | Reply | None] = lambda kind, body: None
        self._script: dict[str, list[str | Reply]] = {"text": [], "image": []}
        self._every: dict[str, tuple[int, Iterator[str | Reply]]] = {}
        self._counts = {kind: count(1) for kind in self._script}
        self._lock = threading.Lock()
        self._server = Server(port, self)

    @property
    def url(self) -> str:
        """The base URL."""
        return f"{self._server.origin}/v1"

    def script(self, kind: str, *odd: str | Reply) -> None:
        """What the next calls of this kind get."""
        self._script[kind] += odd

    def every(self, kind: str, nth: int, odd: Sequence[str | Reply]) -> None:
        """Every nth call of this kind, counted from now, gets the next of these, over and over."""
        self._counts[kind] = count(1)
        self._every[kind] = (nth, cycle(odd))

    def asked(self, path: str = "") -> list[Call]:
        """The calls of one endpoint."""
        return [call for call in self.calls if path in call.path]

    # --- Answering -----------------------------------------------------------------------------------

    def reply(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        form = headers.get("content-type", "").startswith("multipart/")
        asked = path.partition("?")[0].removeprefix("/v1").rstrip("/")
        answer = self.answer(asked, headers, form_of(headers, body) if form else json.loads(body or b"{}"))
        return replace(answer, headers={**answer.headers, **self.headers()})

    def answer(self, path: str, headers: Mapping[str, str], body: dict[str, Any]) -> Reply:
        kind = KINDS.get(path, "")
        odd = self.fate(kind, body) or self._turn(kind) if kind and path not in self.missing else None
        self.calls.append(Call(path, headers, body, odd if isinstance(odd, str) else odd and "reply"))
        if isinstance(odd, Reply):
            return odd
        sound = self._sound(path, headers, body)
        if odd is None or sound.status != 200:
            return sound
        return ODDITIES[kind][odd](json.loads(sound.body))

    def _turn(self, kind: str) -> str | Reply | None:
        with self._lock:
            number = next(self._counts[kind])
            if self._script[kind]:
                return self._script[kind].pop(0)
            nth, odd = self._every.get(kind, (0, iter(())))
            return next(odd) if nth and number % nth == 0 else None

    def _sound(self, path: str, headers: Mapping[str, str], body: dict[str, Any]) -> Reply:
        if self.key and headers.get("authorization") != f"Bearer {self.key}":
            return failing(401, "invalid_api_key", "Incorrect API key provided.")
        if path in self.missing or path not in {*KINDS, *PLAIN}:
            return failing(404, None, f"Invalid URL (POST /v1{path})")
        if path in PLAIN:
            return self._plain(path, body)
        if body.get("model") not in self.models:
            return failing(404, "model_not_found", f"The model `{body.get('model')}` does not exist.", param="model")
        if name := self._unsupported(body):
            return failing(400, "unsupported_parameter", f"Unsupported parameter: '{name}'.", param=name)
        return self._made(path, body)

    def _plain(self, path: str, body: dict[str, Any]) -> Reply:
        if path == "/models":
            return saying(models(self.models))
        if path == "/files":
            return saying({"id": "file-1", "object": "file", "purpose": "batch"}, seconds=self.job_seconds)
        return saying(a_job(body) if body else jobs(self.jobs, self.more_jobs), seconds=self.job_seconds)

    def _unsupported(self, body: dict[str, Any]) -> str | None:
        asked = (body.get("response_format") or {}, (body.get("text") or {}).get("format") or {})
        names = [*body, *(form["type"] for form in asked if isinstance(form, dict) and "type" in form)]
        return next((name for name in names if name in self.refused), None)

    def _made(self, path: str, body: dict[str, Any]) -> Reply:
        if path == "/images/edits" and not body.get("image") and not body.get("image[]"):
            return failing(400, "missing_required_parameter", "Missing required parameter: 'image'.", param="image")
        if KINDS[path] == "image":
            return saying(an_image_answer(body), seconds=self.image_seconds)
        shape = a_response if path == "/responses" else a_chat_completion
        return saying(shape(body, self.write(body)), seconds=self.text_seconds)

    # --- Life ----------------------------------------------------------------------------------------

    def serve(self) -> None:
        self._server.serve_forever(poll_interval=0.02)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def mock_provider() -> Iterator[MockProvider]:
    """A provider on a free port of this machine, while inside."""
    mock = MockProvider()
    with serving(mock._server):
        yield mock
