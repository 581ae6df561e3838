"""Saving a checked chunk: rows in PostgreSQL, and a brief beside each that is new."""

from typing import Any

from psycopg import Connection

from brigade.generation.checking import recipes_of
from brigade.generation.plan import constraints_key
from brigade.generation.request import BatchRequest
from brigade.generation.sheet import Sheet
from brigade_io.database import in_transaction
from brigade_io.generation.order_sheets import put_briefs
from brigade_io.generation.sheet_store import SheetStore
from brigade_io.recipes.recipe_store import Placeholder, RecipeStore, Standing
from brigade_io.wiring import work_bucket


def save_sheet(sheet: Sheet, request: BatchRequest, placeholder: Placeholder) -> dict[int, Standing]:
    """What is stored of the sheet's recipes then, whoever saved it: another run may have been first.

    A brief is put before its row can be seen, and never beside another's row.
    """
    with_variants = request.enable_s3_upload

    def save(db: Connection[Any]) -> dict[int, Standing]:
        new = SheetStore(db).save(sheet, constraints_key(request), placeholder)
        put_briefs(work_bucket(), sheet.batch_id, new, with_variants)
        return RecipeStore(db).standings(sheet.batch_id, list(recipes_of(sheet)))

    return in_transaction(save)
