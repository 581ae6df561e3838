"""Every operation of openapi.json under generated requests: no 500, and nothing that the description does not say."""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import strategies as some
from schemathesis import Case, checks
from schemathesis.specs.openapi import checks as openapi_checks

from brigade.image_generation.events import GenerationConnected
from brigade.image_generation.views import GenerationView
from brigade.progress.events import Complete, Connected, Failed, Progress
from tests.functions.description import FILE
from tests.functions.gateway import URL, client
from tests.functions.households import ADA, BOB, EVERYBODY, PASSWORD, STRANGER, USER, Households, households, undone

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "20"))
IS_LONG = EXAMPLES >= 1000
LONGEST_ID = 18  # digits
EVENTS = {
    "/api/admin/bmad-progress-stream/{batchId}": {
        "connected": Connected, "progress": Progress, "complete": Complete, "error": Failed,
    },
    "/api/generation/{generationId}/stream": {
        "connected": GenerationConnected, "progress": GenerationView, "complete": GenerationView,
        "error": GenerationView,
    },
}  # fmt: skip


def event_conformance(context: Any, answer: Any, case: Case) -> None:
    """The data of each event of a stream is what its name promises."""
    if not answer.headers.get("content-type", [""])[0].startswith("text/event-stream"):
        return
    for event in filter(None, answer.text.replace("\r\n", "\n").split("\n\n")):
        fields = dict(line.split(": ", 1) for line in event.splitlines() if not line.startswith(":"))
        if fields:
            EVENTS[case.operation.path][fields["event"]].model_validate_json(fields["data"])


CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,
    event_conformance,
]
# What sound requests are aimed at, most of the time: a name that nothing has comes no further than the first look-up.
AN_ID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
AIMS: dict[str, tuple[str, list[Any]]] = {
    "batchId": (AN_ID, [str(id) for id in (ADA.ended, ADA.ended, ADA.working, BOB.ended)]),
    "recipeId": (AN_ID, [str(id) for id in (*ADA.recipes, *ADA.recipes, *BOB.recipes)]),
    "recipeIds": (AN_ID, [str(id) for id in ADA.recipes]),
    "position": (r"\d+", [2, 3, 1]),
    "imageId": (AN_ID, [str(one.picture) for one in (USER, USER, USER, STRANGER)]),
    "generationId": (AN_ID, [str(one.generation) for one in (USER, USER, STRANGER)]),
    "userId": (AN_ID, [str(one.id) for one in (USER, USER, STRANGER)]),
    "prompt": (r"(?s).{0,4000}", ["A fig tart"]),
    "customPrompt": (r"(?s).{0,4000}", ["A fig tart"]),
    "model": (r"(?s).{0,100}", ["gpt-image-2.5-flare"]),
    "subjectType": (r"(?s).{0,40}", ["post"]),
    "subjectId": (r"(?s).{0,100}", ["17"]),
    "refreshToken": (r"(?s).{0,100}", [USER.refresh_token]),
    "token": (r"[\w-]{43}", [USER.reset_token]),
}
schemathesis.openapi.format("email", some.sampled_from([one.email for one in EVERYBODY]) | some.emails())
schemathesis.openapi.format("password", some.just(PASSWORD) | some.text(min_size=1, max_size=1024))

api = schemathesis.openapi.from_path(FILE)
api.config.generation.with_security_parameters = False  # whoever asks is signed in here
api.config.phases.coverage.enabled = IS_LONG


def aimed(context: Any, given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    asks_for_pictures = context.operation is not None and context.operation.path == "/api/images/generate"
    whole = _with_one_prompt(given) if asks_for_pictures else given
    return {name: _aimed(name, value) for name, value in whole.items()}


def _with_one_prompt(given: dict[str, Any]) -> dict[str, Any]:
    """Of the three kinds of prompts one is given, which no schema says."""
    kinds = [name for name in ("prompt", "customPrompt", "prompts") if given.get(name)]
    others = {name: value for name, value in given.items() if name not in ("prompt", "customPrompt", "prompts")}
    return {**others, kinds[0]: given[kinds[0]]} if kinds else {**others, "prompt": "A fig tart"}


def _aimed(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_aimed(name, each) for each in value]
    pattern, known = AIMS.get(name, ("", [None]))
    if type(value) is not type(known[0]) or not re.fullmatch(pattern, str(value)):
        return value
    chance = sum(map(ord, str(value)))  # the value decides, so that the same request is made when it is made again
    return value if chance % 8 == 0 else known[chance // 8 % len(known)]


for part in ("path_parameters", "query", "body"):
    api.hooks.hook(f"map_{part}")(aimed)


def known_place(context: Any, headers: Any) -> bool:
    """With any other place a stream begins anew, so that nothing there is refused."""
    return len(str((headers or {}).get("Last-Event-ID", ""))) <= LONGEST_ID


api.hooks.hook("filter_headers")(known_place)


@pytest.fixture(scope="module")
def here(module_database_url: str) -> Iterator[Households]:
    with households(module_database_url) as made:
        yield made


@pytest.fixture(scope="module")
def statuses() -> Iterator[dict[str, Counter[int]]]:
    """How often each operation gave each status; an operation that let nothing through has not been tested."""
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    yield seen
    print(dict(seen))
    assert not {name: found for name, found in seen.items() if IS_LONG and min(found) >= 300}


@api.parametrize()
@hypothesis.settings(max_examples=EXAMPLES, deadline=None, derandomize=not IS_LONG, database=None)
def test_every_answer_is_as_described(here: Households, statuses: dict[str, Counter[int]], case: Case) -> None:
    if case.path.startswith("/api/admin/"):
        sessions = [here.client(ADA)]
    elif case.path.startswith(("/api/images/", "/api/generation/")):
        sessions = [here.client(USER), here.browser(ADA)]
    elif case.path == "/api/auth/me":
        sessions = [here.client(USER), here.browser(USER)]
    else:
        sessions = [client(), here.browser(USER)]
    for session in sessions:
        with undone():
            answer = case.call(base_url=URL, session=session)
        statuses[case.operation.label][answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)
