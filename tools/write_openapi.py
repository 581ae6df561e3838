"""The API's description, `openapi.json`, from the routes of the infrastructure and the messages of the doors.

`--check` fails where the file is not what it would be.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.alias_generators import to_camel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from brigade.accounts.requests import Done, Forgotten, Refresh, Reset, SignedIn, SignIn
from brigade.accounts.user import UserView
from brigade.answers import ErrorAnswer
from brigade.generation.editing import RecipeEdit
from brigade.generation.request import BatchRequest
from brigade.generation.reviews import ReviewDecided, ReviewPage
from brigade.image_generation.events import GenerationConnected
from brigade.image_generation.history import HistoryQuery
from brigade.image_generation.orders import Cancelled, CancelOrder
from brigade.image_generation.pictures import PageQuery, PictureEdit, PictureQuery
from brigade.image_generation.request import GenerationRequest, ReferenceRequest, Subject
from brigade.image_generation.views import (
    CreditsView,
    EntryPage,
    GenerationPage,
    GenerationsStarted,
    GenerationView,
    Granted,
    PicturePage,
    PictureView,
    QueueView,
    ReferenceKept,
)
from brigade.images.cleanup import CleanupOrder, CleanupReport
from brigade.images.statistics import ImageStats, StatsQuery
from brigade.progress.costs import Costs
from brigade.progress.events import Complete, Connected, Failed, Progress
from brigade.progress.failures import Failures
from brigade.progress.metrics import Metrics
from brigade.progress.retrying import RetryOrder, RetryPreview, RetryStarted
from brigade.progress.views import BatchDetail, BatchList, BatchStarted, Cancelling
from brigade.providers.health import Health
from brigade.recipes.search import Approval, Approved, RecipeList, RecipeQuery
from brigade.recipes.views import RecipePage, RecipeView
from brigade_io.frames.repeating import LONGEST_KEY
from functions.batches.reading import BatchQuery
from functions.costs.handler import CostQuery
from functions.credits.giving import GrantOrder
from functions.credits.looking import EntryQuery, PriceQuery
from functions.recipes.owning import BatchPage, ExportQuery
from functions.reviews.deciding import ReviewQuery
from infra.api import GENERATION_STREAM, OPEN, ROUTES, SIGNED_IN, STREAM

FILE = Path(__file__).parent.parent / "openapi.json"
API, ADMIN, AUTH = "/api/", "/api/admin/", "/api/auth/"
LONGEST_ANSWER = 6 * 1024 * 1024  # that a function may give
LONGEST_TEXT = 10_000  # of an answer where nothing tighter is known
LONGEST_ID = 18  # digits
REFERENCE = "#/components/schemas/{model}"
NAMED = re.compile(r"(?<=`)[a-z]+(?:_[a-z]+)+(?=`)")  # in a docstring: a field as the code calls it
JSON, CSV, EVENTS = "application/json", "text/csv", "text/event-stream"
Events = dict[str, type[BaseModel]]  # data by name
OF_BATCHES: Events = {"connected": Connected, "progress": Progress, "complete": Complete, "error": Failed}
OF_GENERATIONS: Events = {
    "connected": GenerationConnected, "progress": GenerationView, "complete": GenerationView, "error": GenerationView,
}  # fmt: skip

# Every refusal has the same shape; which of them an operation gives follows from what it takes, and from `also`.
REFUSALS = {
    400: ("Invalid", "The request breaks a rule; `details` names the fields."),
    401: ("Unauthorized", "Nobody is signed in."),
    402: ("CreditsMissing", "Not enough credits; `missing` says how many more it takes."),
    403: ("Forbidden", "Not with this role, or not from another site's page."),
    404: ("NotFound", "There is no such thing, or it is another's."),
    409: ("Conflict", "Not as things stand now."),
    413: ("TooLarge", "The body is too large."),
    429: ("TooMany", "Too many requests; `retryAfter` is in seconds."),
    500: ("Broken", "Something went wrong on our side."),
    503: ("Unavailable", "Something that is needed is away for a moment; `retryAfter` is in seconds."),
    504: ("Timeout", "This took too long."),
}
ALWAYS = (429, 500, 503, 504)
WHO = (401, 403)


class Operation(NamedTuple):
    """What a route is called, does, answers and takes.

    `also` are further statuses, `other` is another type of its answer.
    """

    id: str
    summary: str
    answer: type[BaseModel]
    status: int = 200
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    also: tuple[int, ...] = ()
    other: str | None = None
    headers: tuple[dict[str, Any], ...] = ()


class Route(NamedTuple):
    method: str
    path: str
    door: str
    operation: Operation
    is_open: bool = False


KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "description": "The same key and body are done once, and give the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]*[!-~][ -~]*$"},
}  # fmt: skip
LAST_ID = {
    "name": "Last-Event-ID", "in": "header", "required": False, "schema": {"type": "string", "maxLength": LONGEST_ID},
    "description": "The id of the last event received; with anything else the events begin anew.",
}  # fmt: skip

OPERATIONS = {
    "POST generate-bmad": Operation(
        "startBatch", "Start a batch", BatchStarted, 202, BatchRequest, also=(409,), headers=(KEY,)
    ),
    "GET batches": Operation("listBatches", "The own batches, newest first", BatchList, query=BatchQuery),
    "GET batches/{batchId}": Operation("showBatch", "One batch", BatchDetail),
    "GET batches/{batchId}/recipes": Operation("listRecipesOfBatch", "A batch's recipes", RecipePage, query=BatchPage),
    "POST batches/{batchId}/cancel": Operation("cancelBatch", "Cancel a batch", Cancelling, 202, also=(200,)),
    "GET batches/{batchId}/errors": Operation("showFailures", "A batch's failures in plain words", Failures),
    "GET batches/{batchId}/retry": Operation("previewRetry", "What a retry would do", RetryPreview, query=RetryOrder),
    "POST batches/{batchId}/retry": Operation(
        "retryBatch", "Retry what failed, or only pictures", RetryStarted, 202, RetryOrder, also=(409,)
    ),
    "POST batches/{batchId}/recipes/{recipeId}/image": Operation(
        "photographAgain", "Take one picture anew", RetryStarted, 202, also=(409,)
    ),
    "GET batches/{batchId}/export": Operation(
        "exportRecipes", "A batch's recipes as a file", RecipePage, query=ExportQuery, other=CSV
    ),
    "GET recipes": Operation("findRecipes", "Look for recipes", RecipeList, query=RecipeQuery, also=(404,)),
    "POST recipes/approval": Operation(
        "approveRecipes", "Approve or reject recipes", Approved, body=Approval, also=(404,)
    ),
    "GET recipes/{recipeId}": Operation("showRecipe", "One recipe", RecipeView),
    "PATCH recipes/{recipeId}": Operation("editRecipe", "Edit a recipe", RecipeView, body=RecipeEdit),
    "GET reviews": Operation(
        "listReviews", "Drafts that wait for a person", ReviewPage, query=ReviewQuery, also=(404,)
    ),
    "POST batches/{batchId}/reviews/{position}/accept": Operation(
        "acceptDraft", "Accept a draft", ReviewDecided, body=RecipeEdit, also=(409,)
    ),
    "POST batches/{batchId}/reviews/{position}/reject": Operation(
        "rejectDraft", "Reject a draft", ReviewDecided, also=(409,)
    ),
    "GET bmad-metrics": Operation("showMetrics", "How agents, batches and streams have done", Metrics),
    "GET health": Operation("showHealth", "Whether the system is fit to work", Health),
    "GET cost": Operation("showCost", "What the own batches cost", Costs, query=CostQuery),
    "POST credits/grant": Operation(
        "grantCredits", "Give credits to a user", Granted, body=GrantOrder, also=(404, 409), headers=(KEY,)
    ),
    "GET credits/{userId}": Operation(
        "listCreditEntries", "A user's balance and what it is made of", EntryPage, query=EntryQuery
    ),
}

OF_USERS = {
    "POST images/generate": Operation(
        "generatePictures",
        "Ask for pictures",
        GenerationsStarted,
        202,
        GenerationRequest,
        also=(402, 409),
        headers=(KEY,),
    ),
    "GET generation/history": Operation(
        "listGenerations", "The own generations, newest first", GenerationPage, query=HistoryQuery
    ),
    "GET generation/queue": Operation("showQueue", "The queue of all users", QueueView),
    "POST generation/cancel": Operation(
        "cancelGenerations", "Cancel several of the own generations", Cancelled, body=CancelOrder
    ),
    "GET generation/{generationId}/status": Operation("showGeneration", "One generation", GenerationView),
    "POST generation/{generationId}/cancel": Operation(
        "cancelGeneration", "Cancel a generation", GenerationView, 202, also=(200, 409)
    ),
    "POST generation/{generationId}/retry": Operation(
        "retryGeneration", "Try again what failed or was cancelled", GenerationsStarted, 202, also=(402, 409)
    ),
    "POST images/references": Operation(
        "keepReference", "Keep a photo to go by", ReferenceKept, 201, ReferenceRequest, also=(413,)
    ),
    "GET generation/credits": Operation(
        "showCredits", "What one has, and what a picture costs", CreditsView, query=PriceQuery, also=(409,)
    ),
    "POST images/cleanup": Operation(
        "cleanUp", "Find objects without a picture, and remove them", CleanupReport, body=CleanupOrder
    ),
    "GET images/search": Operation(
        "searchPictures", "The own pictures, or for administrators everybody's", PicturePage, query=PictureQuery
    ),
    "GET images/subject/{subjectType}/{subjectId}": Operation(
        "listPicturesOfSubject", "Pictures of or for one thing", PicturePage, query=PageQuery
    ),
    "GET images/blog/{subjectId}": Operation("listPicturesOfBlog", "As subject/blog", PicturePage, query=PageQuery),
    "GET images/prompt/{generationId}": Operation(
        "listPicturesOfPrompt", "Pictures of one generation", PicturePage, query=PageQuery
    ),
    "GET images/stats": Operation(
        "showImageStats", "How pictures come about, for administrators", ImageStats, query=StatsQuery
    ),
    "GET images/{imageId}": Operation("showPicture", "One picture", PictureView),
    "PUT images/{imageId}": Operation(
        "changePicture", "Rate a picture, describe it, or say what it is of", PictureView, body=PictureEdit, also=(409,)
    ),
    "DELETE images/{imageId}": Operation("removePicture", "Take a picture away; a recipe goes without", PictureView),
}

STREAMS = {
    ADMIN + STREAM: ("followBatch", "A batch's progress as server-sent events", "progress", OF_BATCHES),
    API + GENERATION_STREAM: (
        "followGeneration", "A generation's progress as server-sent events", "generation_progress", OF_GENERATIONS
    ),
}  # fmt: skip
ACCOUNTS = {
    "register": Operation("register", "Open an account, and be signed in", SignedIn, 201, SignIn, also=(409,)),
    "login": Operation("signIn", "Sign in", SignedIn, body=SignIn, also=(401,)),
    "logout": Operation("signOut", "Sign out", Done, body=Refresh, also=(401,)),
    "refresh": Operation("refresh", "Stay signed in", SignedIn, body=Refresh, also=(401,)),
    "forgot-password": Operation(
        "forgotPassword", "Have a letter sent that lets choose a new password", Done, 202, Forgotten
    ),
    "reset-password": Operation("resetPassword", "Choose a new password", Done, body=Reset),
}
ME = Operation("showMe", "Who is signed in", UserView)


_SUBJECT = Subject.model_json_schema()["properties"]
IDENTIFIERS: dict[str, dict[str, Any]] = {
    "position": {"type": "integer", "minimum": 0},
    "subjectType": {"type": "string", "pattern": _SUBJECT["type"]["pattern"], "maxLength": 40},
    "subjectId": {"type": "string", "pattern": _SUBJECT["id"]["pattern"], "maxLength": 100},
}


class Described(GenerateJsonSchema):
    """Without the titles that would only say a field's name again, with a length on every text, and with fields
    called what JSON calls them.
    """

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: Any) -> dict[str, Any]:
        described = super().model_schema(schema)
        about = {"description": NAMED.sub(lambda name: to_camel(name[0]), described.get("description", ""))}
        return described | (about if "description" in described else {})

    def str_schema(self, schema: Any) -> dict[str, Any]:
        described = super().str_schema(schema)
        return described if {"format", "enum"} & described.keys() else {"maxLength": LONGEST_TEXT} | described

    def function_after_schema(self, schema: Any) -> dict[str, Any]:
        """As long as its validator says, where that is for `text`."""
        longest = getattr(schema["function"]["function"], "longest", None)
        return super().function_after_schema(schema) | ({"maxLength": longest} if longest else {})


def routes() -> Iterator[Route]:
    """Every route but the stream, in the order of the file."""
    for method, path, door in ROUTES:
        yield Route(method, ADMIN + path, door, OPERATIONS[f"{method} {path}"])
    for method, path, door in SIGNED_IN:
        yield Route(method, API + path, door, OF_USERS[f"{method} {path}"])
    for name in OPEN:
        yield Route("POST", AUTH + name, "accounts", ACCOUNTS[name], is_open=True)
    yield Route("GET", AUTH + "me", "accounts", ME)


def described() -> dict[str, Any]:
    """The whole description."""
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(ErrorAnswer, "serialization"): None}
    for operation in (route.operation for route in routes()):
        wanted[operation.answer, "serialization"] = None
        wanted |= {(model, "validation"): None for model in (operation.body, operation.query) if model}
    wanted |= {(model, "serialization"): None for *_, events in STREAMS.values() for model in events.values()}
    references, definitions = models_json_schema(
        list(wanted), by_alias=True, ref_template=REFERENCE, schema_generator=Described
    )
    paths: dict[str, Any] = {}
    for route in routes():
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, references)
    for path, stream in STREAMS.items():
        paths[path] = {"get": _stream(path, *stream, references)}
    return {
        "openapi": "3.1.0", "info": {"title": "Brigade", "version": "0.1.0"}, "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "responses": {name: _error(text, references) for name, text in REFUSALS.values()},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }  # fmt: skip


def _operation(route: Route, references: Any) -> dict[str, Any]:
    operation = route.operation
    schema = references[operation.answer, "serialization"]
    answer = _content(operation.summary, JSON, schema)
    if operation.other:
        answer["content"][operation.other] = {"schema": {"type": "string", "maxLength": LONGEST_ANSWER}}
    good = [status for status in (operation.status, *operation.also) if status < 400]
    described: dict[str, Any] = {
        "operationId": operation.id, "summary": operation.summary, "tags": [route.door],
        "parameters": [*_in_path(route.path), *_in_query(operation.query), *operation.headers],
        "responses": {str(status): answer for status in sorted(good)} | _refused(_refusals(route)),
    }  # fmt: skip
    if operation.body:
        body = _content("", JSON, references[operation.body, "validation"])["content"]
        described["requestBody"] = {"required": True, "content": body}
    return described | ({"security": []} if route.is_open else {})


def _refusals(route: Route) -> set[int]:
    operation = route.operation
    statuses = {*ALWAYS, *(status for status in operation.also if status >= 400)}
    statuses |= {403} if route.is_open else {*WHO}
    statuses |= {400} if operation.body or operation.query or operation.headers else set()
    statuses |= {404} if "{" in route.path else set()
    return statuses | ({413} if operation.body else set())


def _refused(statuses: set[int]) -> dict[str, Any]:
    return {str(status): {"$ref": f"#/components/responses/{REFUSALS[status][0]}"} for status in sorted(statuses)}


def _stream(path: str, id: str, summary: str, door: str, events: Events, references: Any) -> dict[str, Any]:
    one_of = {"oneOf": [_event(name, references[data, "serialization"]) for name, data in events.items()]}
    told = {
        "200": _content("Each event", EVENTS, one_of),
        "204": {"description": "The client has been told the end: it should stop asking."},
    }
    return {
        "operationId": id, "summary": summary, "tags": [door], "parameters": [*_in_path(path), LAST_ID],
        "responses": told | _refused({*ALWAYS, *WHO, 404}),
    }  # fmt: skip


def _event(name: str, data: Any) -> dict[str, Any]:
    """One server-sent event as an object, its data JSON in a text: OpenAPI's way since 3.2."""
    properties = {
        "event": {"const": name}, "id": {"type": "string", "maxLength": LONGEST_ID}, "retry": {"type": "integer"},
        "data": {"type": "string", "maxLength": LONGEST_ANSWER, "contentMediaType": JSON, "contentSchema": data},
    }  # fmt: skip
    return {"type": "object", "properties": properties, "required": ["event", "id", "data"]}


def _in_path(path: str) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": _identifier(name)} for name in names]


def _identifier(name: str) -> dict[str, Any]:
    return IDENTIFIERS.get(name, {"type": "string", "format": "uuid"})


def _in_query(model: type[BaseModel] | None) -> list[dict[str, Any]]:
    if model is None:
        return []
    schema = model.model_json_schema(ref_template=REFERENCE, schema_generator=Described)
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in schema["properties"].items()
    ]


def _error(text: str, references: Any) -> dict[str, Any]:
    return _content(text, JSON, references[ErrorAnswer, "serialization"])


def _content(description: str, kind: str, schema: Any) -> dict[str, Any]:
    return {"description": description, "content": {kind: {"schema": schema}}}


def main() -> None:
    text = json.dumps(described(), indent=1, ensure_ascii=False) + "\n"
    if "--check" not in sys.argv:
        FILE.write_text(text)
    elif not FILE.exists() or FILE.read_text() != text:
        sys.exit("openapi.json is not what the code says: run `make openapi`")


if __name__ == "__main__":
    main()
