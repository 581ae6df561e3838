"""Brigade's API as the command line speaks it, to a local system or a deployed one."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

import httpx

from local.problem import Problem

TokenSource = Callable[[], str]
Renewal = Callable[[str], str]
HERE = ("127.0.0.1", "localhost", "::1")
LARGEST_PAGE = 200
WRONG_REQUEST = (400, 402, 404, 409, 413)
WAYS_IN = "Sign in with `brigade login --url`, or give a valid token with --token or BRIGADE_TOKEN."
HINTS = {
    401: WAYS_IN,
    403: "Whoever asks here has to have the role admin.",
    404: "Is the id right? `brigade batch list`, `brigade recipes` and `brigade image list` show what there is.",
}


class Client:
    """`url` is the origin; `token` is asked for at every request, `renew` for another one where it is refused."""

    def __init__(self, url: str, token: TokenSource | None = None, renew: Renewal | None = None) -> None:
        self.url = url.rstrip("/")
        auth = _Bearer(token, renew) if token else None
        self.http = httpx.Client(base_url=self.url, auth=auth, timeout=60, trust_env=False)

    def get(self, path: str, **query: Any) -> Any:
        return self.call("GET", path, params=_given(query))

    def post(self, path: str, body: Any = None) -> Any:
        return self.call("POST", path, json=body)

    def call(self, method: str, path: str, **options: Any) -> Any:
        """The JSON of the answer. Raises Problem where the system says no or does not answer."""
        answer = self.answer(method, path, **options)
        try:
            return answer.json()
        except ValueError:
            raise Problem(f"{self.url} is no Brigade: it did not answer with JSON.") from None

    def answer(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The whole answer. Raises Problem."""
        try:
            answer = self.http.request(method, path, **options)
        except httpx.HTTPError as error:
            raise unreachable(self.url, error) from error
        if answer.is_redirect:
            raise Problem(f"{self.url} sends its callers to {answer.headers.get('location')}.", hint="Use that --url.")
        if answer.is_error:
            raise refusal(answer)
        return answer

    # --- Batches -------------------------------------------------------------------------------------

    def start_batch(self, request: dict[str, Any], idempotency_key: str | None = None) -> Any:
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        return self.call("POST", "/api/admin/generate-bmad", json=request, headers=headers)

    def batches(self, limit: int) -> list[Any]:
        found: list[Any] = self.get("/api/admin/batches", limit=limit)["batches"]
        return found

    def batch(self, batch_id: str) -> Any:
        return self.get(f"/api/admin/batches/{batch_id}")

    def cancel(self, batch_id: str) -> Any:
        return self.post(f"/api/admin/batches/{batch_id}/cancel")

    def retry_preview(self, batch_id: str, what: str) -> Any:
        return self.get(f"/api/admin/batches/{batch_id}/retry", what=what)

    def retry(self, batch_id: str, what: str) -> Any:
        return self.post(f"/api/admin/batches/{batch_id}/retry", {"what": what})

    def export(self, batch_id: str, form: str) -> bytes:
        """The batch's recipes as a file of this form: json or csv."""
        answer = self.answer("GET", f"/api/admin/batches/{batch_id}/export", params={"format": form})
        if form not in answer.headers.get("content-type", ""):
            raise Problem(f"{self.url} is no Brigade: it did not answer with {form.upper()}.")
        return answer.content

    def costs(self, days: int) -> Any:
        return self.get("/api/admin/cost", days=days)

    # --- Recipes -------------------------------------------------------------------------------------

    def recipes(self, batch_id: str) -> list[Any]:
        """The batch's recipes as they are stored in PostgreSQL."""
        found: list[Any] = []
        after: int | None = -1
        while after is not None:
            page = self.get(f"/api/admin/batches/{batch_id}/recipes", after=after)
            found += page["recipes"]
            after = page["nextAfter"]
        return found

    def find_recipes(self, most: int, **query: Any) -> tuple[list[Any], bool]:
        """At most so many, the newest first, and whether there are more."""
        found: list[Any] = []
        after: str | None = None
        while len(found) < most:
            limit = min(LARGEST_PAGE, most - len(found))
            page = self.get("/api/admin/recipes", **query, after=after, limit=limit)
            found += page["recipes"]
            after = page["nextAfter"]
            if after is None:
                break
        return found, after is not None

    def recipe(self, recipe_id: str) -> Any:
        return self.get(f"/api/admin/recipes/{recipe_id}")

    def approve(self, recipe_ids: Iterable[str], approved: bool) -> Any:
        return self.post("/api/admin/recipes/approval", {"recipeIds": list(recipe_ids), "approved": approved})

    def photograph(self, batch_id: str, recipe_id: str) -> Any:
        return self.post(f"/api/admin/batches/{batch_id}/recipes/{recipe_id}/image")


class _Bearer(httpx.Auth):
    def __init__(self, token: TokenSource, renew: Renewal | None) -> None:
        self.token, self.renew = token, renew

    def auth_flow(self, request: httpx.Request) -> Any:
        token = self.token()
        request.headers["Authorization"] = f"Bearer {token}"
        answer = yield request
        if answer.status_code == 401 and self.renew:
            request.headers["Authorization"] = f"Bearer {self.renew(token)}"
            yield request


class Refusal(Problem):
    """The system said no, with this status."""

    def __init__(self, message: str, status: int, *, hint: str = "") -> None:
        super().__init__(message, hint=hint, exit_code=2 if status in WRONG_REQUEST else 4)
        self.status = status


def unreachable(url: str, error: Exception) -> Problem:
    here = urlsplit(url).hostname in HERE
    hint = "Is it running? `brigade doctor`" if here else "Is the address right, and this machine online?"
    return Problem(f"{url} cannot be reached ({error or type(error).__name__}).", hint=hint)


def refusal(answer: httpx.Response) -> Refusal:
    """What the system said, in words: its message, the fields at fault, what to quote when asking, what to do."""
    body = _error_body(answer)
    details = body.get("details")
    lines = [f"{body.get('message') or answer.reason_phrase} ({body.get('error') or answer.status_code})"]
    lines += [f"  {field}: {reason}" for field, reason in (details if isinstance(details, dict) else {}).items()]
    if body.get("correlationId"):
        lines.append(f"  correlation id: {body['correlationId']}")
    return Refusal("\n".join(lines), answer.status_code, hint=_next_step(answer.status_code, body))


def _next_step(status: int, body: dict[str, Any]) -> str:
    if status == 429:
        seconds = body.get("retryAfter")
        return f"Wait {seconds} s, then try again." if seconds else "Wait a moment, then try again."
    return HINTS.get(status) or str(body.get("nextStep") or "").replace("named in details", "named above")


def _error_body(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _given(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}
