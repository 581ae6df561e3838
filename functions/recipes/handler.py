"""Recipes over HTTP, from PostgreSQL: `GET /api/admin/batches/{batchId}/recipes`."""

from aws_lambda_powertools.event_handler import Response

from brigade.errors import InvalidRequest, NotFound
from brigade.recipes.views import page_of
from brigade_io.database import database
from brigade_io.http import admin_of, answer, batch_id_of, http_door, rest_api
from brigade_io.recipe_store import RecipeStore
from brigade_io.wiring import batch_table

MOST = 200  # recipes in one answer

app = rest_api()


@app.get("/api/admin/batches/<batch_id>/recipes")
def recipes_of_batch(batch_id: str) -> Response[str]:
    owner, batch = admin_of(app), batch_id_of(batch_id)
    after, limit = _number("after", -1, -1, 2**31 - 1), _number("limit", 100, 1, MOST)
    if batch_table().record(batch).owner != owner:
        raise NotFound(f"no batch {batch}")
    with database() as db:
        rows = RecipeStore(db).of_batch(batch, after, limit + 1)
    return answer(200, page_of(batch, rows, limit))


def _number(name: str, default: int, least: int, most: int) -> int:
    """A whole number from the query string. Raises InvalidRequest."""
    text = app.current_event.query_string_parameters.get(name, str(default))
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        reason = f"must be a whole number from {least} to {most}"
        raise InvalidRequest(f"{name} {reason}", {name: reason})
    return value


handler = http_door(app)
