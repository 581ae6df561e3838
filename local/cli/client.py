"""Brigade's API as the command line speaks it, to a local system or a deployed one."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx

from brigade_io.tokens import sign_access_token
from local.problem import Problem
from local.state import Run, running

TokenSource = Callable[[], str]
TOKEN_KEPT = 600  # seconds for which a signed token is used again
WRONG_REQUEST = (400, 404, 409, 413)
NOT_RUNNING = "No system is running on this machine."
WAYS_IN = "Give one with --token or BRIGADE_TOKEN, or sign in with BRIGADE_EMAIL and BRIGADE_PASSWORD."
HINTS = {
    401: "Give a valid token with --token or BRIGADE_TOKEN.",
    403: "The token's role is not admin.",
    429: "Wait a moment, then try again.",
}


class Client:
    """`url` is the origin; `token` is asked for at every request, as a short-lived one has to be renewed."""

    def __init__(self, url: str, token: TokenSource) -> None:
        self.url = url.rstrip("/")
        self.http = httpx.Client(base_url=self.url, auth=_Bearer(token), timeout=60, trust_env=False)

    def get(self, path: str, **query: Any) -> Any:
        return self.call("GET", path, params=query)

    def call(self, method: str, path: str, **options: Any) -> Any:
        """The JSON of the answer. Raises Problem where the system says no or does not answer."""
        try:
            answer = self.http.request(method, path, **options)
        except httpx.HTTPError as error:
            raise unreachable(self.url, error) from error
        if answer.is_error:
            raise refusal(answer)
        try:
            return answer.json()
        except ValueError:
            raise Problem(f"{self.url} is no Brigade: it did not answer with JSON.") from None

    def start_batch(self, request: dict[str, Any], idempotency_key: str | None = None) -> Any:
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        return self.call("POST", "/api/admin/generate-bmad", json=request, headers=headers)

    def batches(self, limit: int) -> list[Any]:
        found: list[Any] = self.get("/api/admin/batches", limit=limit)["batches"]
        return found

    def batch(self, batch_id: str) -> Any:
        return self.get(f"/api/admin/batches/{batch_id}")

    def recipes(self, batch_id: str) -> list[Any]:
        """The batch's recipes as they are stored in PostgreSQL."""
        found: list[Any] = []
        after: int | None = -1
        while after is not None:
            page = self.get(f"/api/admin/batches/{batch_id}/recipes", after=after)
            found += page["recipes"]
            after = page["nextAfter"]
        return found


class _Bearer(httpx.Auth):
    def __init__(self, token: TokenSource) -> None:
        self.token = token

    def auth_flow(self, request: httpx.Request) -> Any:
        request.headers["Authorization"] = f"Bearer {self.token()}"
        yield request


def client_of(url: str | None, token: str | None) -> Client:
    """A client of the system at `url`, or of the one that runs on this machine. Raises Problem."""
    url, token = url or os.environ.get("BRIGADE_URL"), token or os.environ.get("BRIGADE_TOKEN")
    run = running()
    if url is None:
        if run is None:
            raise Problem(NOT_RUNNING, hint="Start one with `brigade up`, or name another with --url and --token.")
        return Client(run.url, _given(token) if token else signing(run))
    if not url.startswith(("http://", "https://")):
        raise Problem(f"{url} is no address: it must begin with http:// or https://.", exit_code=2)
    email, password = os.environ.get("BRIGADE_EMAIL"), os.environ.get("BRIGADE_PASSWORD")
    if token is None and email and password:
        return Client(url, signing_in(url, email, password))
    if token is None:
        if run is None or run.url.rstrip("/") != url.rstrip("/"):
            raise Problem(f"No token for {url}.", hint=WAYS_IN, exit_code=2)
        return Client(url, signing(run))
    return Client(url, _given(token))


def _given(token: str) -> TokenSource:
    return lambda: token


def signing(run: Run) -> TokenSource:
    """Tokens signed by the running system's own key, renewed before they end."""
    made: list[tuple[float, str]] = []

    def token() -> str:
        if not made or time.monotonic() - made[-1][0] > TOKEN_KEPT:
            made.append((time.monotonic(), sign_access_token(run.signing_key, run.owner, "admin", datetime.now(UTC))))
        return made[-1][1]

    return token


def signing_in(url: str, email: str, password: str) -> TokenSource:
    """Tokens by signing in once, and refreshing before they end."""
    nobody, made = Client(url, _given("none")), list[tuple[float, Any]]()
    login = {"email": email, "password": password, "tokens": "body"}

    def token() -> str:
        if not made or time.monotonic() - made[-1][0] > TOKEN_KEPT:
            path, body = ("refresh", {"refreshToken": made[-1][1]["refreshToken"]}) if made else ("login", login)
            made[:] = [(time.monotonic(), nobody.call("POST", f"/api/auth/{path}", json=body))]
        return str(made[-1][1]["accessToken"])

    return token


def unreachable(url: str, error: Exception) -> Problem:
    return Problem(
        f"{url} cannot be reached ({error or type(error).__name__}).", hint="Is it running? `brigade doctor`"
    )


def refusal(answer: httpx.Response) -> Problem:
    """What the system said, in words: its message, the fields at fault, and what to quote when asking."""
    body = _error_body(answer)
    lines = [f"{body.get('message') or answer.reason_phrase} ({body.get('error') or answer.status_code})"]
    lines += [f"  {field}: {reason}" for field, reason in (body.get("details") or {}).items()]
    if answer.is_server_error and body.get("correlationId"):
        lines.append(f"  correlation id: {body['correlationId']}")
    code = 2 if answer.status_code in WRONG_REQUEST else 4
    return Problem("\n".join(lines), hint=HINTS.get(answer.status_code, ""), exit_code=code)


def _error_body(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
