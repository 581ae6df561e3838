"""A batch's recipes to take away, as JSON or CSV."""

from typing import Literal
from uuid import UUID

from aws_lambda_powertools.event_handler import Response

from brigade.recipes.export import as_csv
from brigade.recipes.views import page_of
from brigade_io.database import database
from brigade_io.frames.http import answer
from brigade_io.recipes.recipe_store import RecipeStore

MOST = 500  # about 2 MB: a function may answer 6


def exported(batch_id: UUID, format: Literal["json", "csv"]) -> Response[str]:
    """The first recipes, which are all of any batch that one request may ask for."""
    with database() as db:
        page = page_of(batch_id, RecipeStore(db).of_batch(batch_id, limit=MOST + 1), MOST)
    name = f'attachment; filename="recipes-{batch_id}.{format}"'
    if format == "json":
        return answer(200, page, Content_Disposition=name)
    headers = {"Cache-Control": "no-store", "Content-Disposition": name}
    return Response(200, "text/csv; charset=utf-8", as_csv(page.recipes), headers=headers)
