"""The API's description, `openapi.json`, from the routes of the infrastructure and the messages of the doors.

`--check` fails where the file is not what it would be.
"""

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from brigade.generation.editing import RecipeEdit
from brigade.generation.request import BatchRequest
from brigade.generation.reviews import ReviewDecided, ReviewPage
from brigade.progress.costs import Costs
from brigade.progress.events import Complete, Connected, Failed, Progress
from brigade.progress.failures import Failures
from brigade.progress.metrics import Metrics
from brigade.progress.retrying import RetryOrder, RetryPreview, RetryStarted
from brigade.progress.views import BatchDetail, BatchList, BatchStarted, Cancelling
from brigade.providers.health import Health
from brigade.recipes.search import Approval, Approved, RecipeList, RecipeQuery
from brigade.recipes.views import RecipePage, RecipeView
from brigade_io.http import ErrorAnswer
from functions.costs.handler import CostQuery
from functions.recipes.owning import BatchPage, ExportQuery
from functions.reviews.deciding import ReviewQuery
from infra.api import ROUTES, STREAM

FILE = Path(__file__).parent.parent / "openapi.json"
PREFIX = "/api/admin/"
REFERENCE = "#/components/schemas/{model}"
JSON, EVENTS = "application/json", "text/event-stream"
STREAMED = (Connected, Progress, Complete, Failed)


class Operation(NamedTuple):
    """What a route does, answers and takes."""

    summary: str
    answer: type[BaseModel]
    status: int = 200
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None


OPERATIONS = {
    "POST generate-bmad": Operation("Start a batch", BatchStarted, 202, BatchRequest),
    "GET batches": Operation("The own batches, newest first", BatchList),
    "GET batches/{batchId}": Operation("One batch", BatchDetail),
    "GET batches/{batchId}/recipes": Operation("A batch's recipes", RecipePage, query=BatchPage),
    "POST batches/{batchId}/cancel": Operation("Cancel a batch", Cancelling, 202),
    "GET batches/{batchId}/errors": Operation("A batch's failures in plain words", Failures),
    "GET batches/{batchId}/retry": Operation("What a retry would do", RetryPreview, query=RetryOrder),
    "POST batches/{batchId}/retry": Operation("Retry what failed, or only pictures", RetryStarted, 202, RetryOrder),
    "POST batches/{batchId}/recipes/{recipeId}/image": Operation("Take one picture anew", RetryStarted, 202),
    "GET batches/{batchId}/export": Operation("A batch's recipes as a file", RecipePage, query=ExportQuery),
    "GET recipes": Operation("Look for recipes", RecipeList, query=RecipeQuery),
    "POST recipes/approval": Operation("Approve or reject recipes", Approved, body=Approval),
    "GET recipes/{recipeId}": Operation("One recipe", RecipeView),
    "PATCH recipes/{recipeId}": Operation("Edit a recipe", RecipeView, body=RecipeEdit),
    "GET reviews": Operation("Drafts that wait for a person", ReviewPage, query=ReviewQuery),
    "POST batches/{batchId}/reviews/{position}/accept": Operation("Accept a draft", ReviewDecided, body=RecipeEdit),
    "POST batches/{batchId}/reviews/{position}/reject": Operation("Reject a draft", ReviewDecided),
    "GET bmad-metrics": Operation("How agents, batches and streams have done", Metrics),
    "GET health": Operation("Whether the system is fit to work", Health),
    "GET cost": Operation("What the own batches cost", Costs, query=CostQuery),
}


def described() -> dict[str, Any]:
    """The whole description."""
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(ErrorAnswer, "serialization"): None}
    for operation in OPERATIONS.values():
        wanted[operation.answer, "serialization"] = None
        wanted |= {(model, "validation"): None for model in (operation.body, operation.query) if model}
    wanted |= {(model, "serialization"): None for model in STREAMED}
    references, definitions = models_json_schema(list(wanted), by_alias=True, ref_template=REFERENCE)
    paths: dict[str, Any] = {}
    for method, path, door in ROUTES:
        described = _operation(OPERATIONS[f"{method} {path}"], path, door, references)
        paths.setdefault(PREFIX + path, {})[method.lower()] = described
    paths[PREFIX + STREAM] = {"get": _stream(references)}
    return {
        "openapi": "3.1.0", "info": {"title": "Brigade", "version": "0.1.0"}, "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"], "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }  # fmt: skip


def _operation(operation: Operation, path: str, door: str, references: Any) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary, "tags": [door],
        "parameters": [*_in_path(path), *_in_query(operation.query)],
        "responses": {
            str(operation.status): _content(operation.summary, JSON, references[operation.answer, "serialization"]),
            "default": _error(references),
        },
    }  # fmt: skip
    if operation.body:
        body = _content("", JSON, references[operation.body, "validation"])["content"]
        described["requestBody"] = {"required": True, "content": body}
    return described


def _stream(references: Any) -> dict[str, Any]:
    events = {"oneOf": [references[event, "serialization"] for event in STREAMED]}
    return {
        "summary": "A batch's progress as server-sent events", "tags": ["progress"], "parameters": _in_path(STREAM),
        "responses": {"200": _content("The data of each event", EVENTS, events), "default": _error(references)},
    }  # fmt: skip


def _in_path(path: str) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": _identifier(name)} for name in names]


def _identifier(name: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0} if name == "position" else {"type": "string", "format": "uuid"}


def _in_query(model: type[BaseModel] | None) -> list[dict[str, Any]]:
    if model is None:
        return []
    schema = model.model_json_schema(ref_template=REFERENCE)
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in schema["properties"].items()
    ]


def _error(references: Any) -> dict[str, Any]:
    return _content("What went wrong, and what to do", JSON, references[ErrorAnswer, "serialization"])


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
