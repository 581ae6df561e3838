"""What a provider's refusal means and whose fault it is: the batch's, this prompt's, or the provider's own.

A server's own words only help to recognise it. They may hold a key, a prompt or a terminal's commands, and are never
passed on: what is, are its status, and code and parameter where they look like names.
"""

import re
from collections.abc import Mapping
from typing import Any

from brigade.errors import (
    AccessDenied,
    AnswerInvalid,
    BrigadeError,
    EndpointMissing,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    NotVerified,
    ParameterRefused,
    PromptRefused,
    PromptTooLong,
    QuotaExhausted,
)
from brigade.model import Message
from brigade.providers.ledger import billed
from brigade.providers.refusal_words import (
    ACCESS_CODES,
    BUSY_CODES,
    DOWN_CODES,
    FILTER_CODES,
    FILTERED,
    KEY_CODES,
    LENGTH_CODES,
    MODEL_CODES,
    NO_MODEL,
    OF_THE_PROMPT,
    PARAMETER_CODES,
    QUOTA_CODES,
    SLOW_CODES,
    SPENT,
    TOO_LONG,
    UNREAD,
    UNVERIFIED,
)

NAME = re.compile(r"(?!sk-)[A-Za-z_][A-Za-z0-9_.\[\]-]{0,63}")
OK = 200
NO_ENDPOINT = (404, 405, 410, 501)
UNTELLING = ("invalid_request_error", "server_error")


class Refusal(Message):
    """`path` is the endpoint's; `code`, `kind` and `parameter` are names or None; `words` are the server's, in lower
    case, and not to be told.
    """

    status: int
    path: str = ""
    code: str | None = None
    kind: str | None = None
    parameter: str | None = None
    words: str = ""

    @property
    def names(self) -> set[str | None]:
        return {self.code, self.kind}

    @property
    def place(self) -> str:
        """What may be told of it, in parentheses."""
        kind = None if self.kind in UNTELLING else self.kind
        parts = [
            str(self.status), self.code or kind, f"parameter {self.parameter}" if self.parameter else None,
            self.path if self.status in NO_ENDPOINT and not self.code else None,
        ]  # fmt: skip
        return f"({', '.join(part for part in parts if part)})"

    @property
    def of_parameter(self) -> bool:
        """Whether it is about how we ask, and not about what."""
        root = re.split(r"[.\[]", self.parameter or "")[0]
        return self.status in (400, 422) and bool(root) and root not in OF_THE_PROMPT


def refusal_of(status: int, body: Any, path: str = "") -> Refusal:
    """Read from whatever came as its body."""
    fields = _fields(body)
    message = fields.get("message")
    return Refusal(
        status=status, path=path, code=name_in(fields.get("code")), kind=name_in(fields.get("type")),
        parameter=name_in(fields.get("param")), words=message[:2000].lower() if isinstance(message, str) else "",
    )  # fmt: skip


def _fields(body: Any) -> Mapping[str, Any]:
    """The error object, wherever it lies; FastAPI's list of faults where there is one."""
    if not isinstance(body, Mapping):
        return {}
    error = body.get("error")
    if isinstance(error, Mapping):
        return error
    detail = body.get("detail")
    if isinstance(detail, list) and detail and isinstance(detail[0], Mapping):
        path = detail[0].get("loc")
        return {**detail[0], "param": path[-1] if isinstance(path, list) and path else None}
    return {"message": error or detail, **{name: body.get(name) for name in ("code", "type", "param")}}


def name_in(value: Any) -> str | None:
    """The value where it looks like a name and not like words, which may be of any kind."""
    return value if isinstance(value, str) and NAME.fullmatch(value) else None


def error_of(refusal: Refusal, filtered: type[BrigadeError], wait: float | None = None) -> BrigadeError:
    """Our error; `filtered` is what a content filter's block is to the caller, `wait` how long the provider says."""
    return _of_its_model(refusal) or _by_name(refusal, filtered, wait) or _by_status(refusal, wait)


def _of_its_model(refusal: Refusal) -> BrigadeError | None:
    """What its model wrote is of no use, which says nothing against the server."""
    if refusal.status == 500 and UNREAD.search(refusal.words):
        return AnswerInvalid(f"the provider cannot read what its model wrote {refusal.place}")
    return None


def _by_name(refusal: Refusal, filtered: type[BrigadeError], wait: float | None) -> BrigadeError | None:
    if refusal.names & FILTER_CODES or (refusal.status in (400, 403, 422) and FILTERED.search(refusal.words)):
        error = filtered(f"the provider's content filter stopped the prompt {refusal.place}")
        return error if refusal.status == OK else billed(error, 0)
    if named := next((sort for sort in _sorts(refusal) if sort[1]), None):
        return named[0](f"{named[2]} {refusal.place}")
    return ModelBusy(f"the provider is at its limit {refusal.place}", wait) if refusal.names & BUSY_CODES else None


def _sorts(refusal: Refusal) -> list[tuple[type[BrigadeError], object, str]]:
    """What else a refusal may be, the surest signs first: the error, whether it is that, and how to say it."""
    names, status, words, failed = refusal.names, refusal.status, refusal.words, refusal.status >= 400
    return [
        (QuotaExhausted, names & QUOTA_CODES or status == 402 or (status in (400, 403) and SPENT.search(words)),
         "the provider account has no quota left"),
        (NotVerified, UNVERIFIED.search(words), "the provider wants the organisation verified"),
        (PromptTooLong, names & LENGTH_CODES or status == 413 or (failed and TOO_LONG.search(words)),
         "the prompt is longer than the provider allows"),
        (ModelMissing, names & MODEL_CODES or (status in (400, 404) and _about_model(refusal)),
         "the provider does not know the model"),
        (KeyRefused, names & KEY_CODES or status == 401, "the provider does not accept our key"),
        (AccessDenied, names & ACCESS_CODES, "the provider does not allow this with our key"),
        (ModelSlow, names & SLOW_CODES, "the provider gave up waiting"),
        (ModelDown, names & DOWN_CODES, "the provider failed"),
    ]  # fmt: skip


def _about_model(refusal: Refusal) -> bool:
    return refusal.parameter == "model" or bool(NO_MODEL.search(refusal.words))


def _by_status(refusal: Refusal, wait: float | None) -> BrigadeError:
    status, place = refusal.status, refusal.place
    if status == 403:
        return AccessDenied(f"the provider does not allow this with our key {place}")
    if status in (409, 429):
        return ModelBusy(f"the provider is at its rate limit {place}", wait)
    if status == 408:
        return ModelSlow(f"the provider gave up waiting {place}")
    if status in NO_ENDPOINT:
        return EndpointMissing(f"the provider has no such endpoint {place}")
    if refusal.of_parameter or refusal.names & PARAMETER_CODES:
        return ParameterRefused(f"the provider does not support a parameter {place}")
    if 400 <= status < 500:
        return PromptRefused(f"the provider refuses the prompt {place}")
    if 300 <= status < 400:
        return ModelDown(f"the provider's address leads elsewhere, where our key is not sent {place}")
    return ModelDown(f"the provider failed {place}")
