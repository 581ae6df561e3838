"""Recipes over HTTP, from PostgreSQL: look for them, look at one, approve them, edit one, take a batch's away."""

from aws_lambda_powertools.event_handler import Response

from brigade.generation.editing import RecipeEdit
from brigade.recipes.search import Approval, Approved, RecipeQuery, list_of
from brigade.recipes.views import page_of
from brigade_io.database import database
from brigade_io.frames.http import admin_of, answer, batch_id_of, body_as, http_door, id_of, query_as, rest_api
from brigade_io.progress.own_batch import own_batches, own_record
from brigade_io.recipes.recipe_shelf import RecipeShelf
from brigade_io.recipes.recipe_store import RecipeStore
from functions.recipes.editing import edit
from functions.recipes.export import exported
from functions.recipes.owning import BatchPage, ExportQuery, own_recipe, require_own

app = rest_api()


@app.get("/api/admin/recipes")
def list_recipes() -> Response[str]:
    owner, query = admin_of(app), query_as(app, RecipeQuery)
    batches = own_batches(owner, query.batch_id)
    with database() as db:
        return answer(200, list_of(RecipeShelf(db).find(batches, query, query.limit + 1), query.limit))


@app.get("/api/admin/batches/<batch_id>/recipes")
def recipes_of_batch(batch_id: str) -> Response[str]:
    record, page = own_record(admin_of(app), batch_id_of(batch_id)), query_as(app, BatchPage)
    with database() as db:
        rows = RecipeStore(db).of_batch(record.batch_id, page.after, page.limit + 1)
    return answer(200, page_of(record.batch_id, rows, page.limit))


@app.get("/api/admin/batches/<batch_id>/export")
def export_batch(batch_id: str) -> Response[str]:
    record, query = own_record(admin_of(app), batch_id_of(batch_id)), query_as(app, ExportQuery)
    return exported(record.batch_id, query.format)


@app.get("/api/admin/recipes/<recipe_id>")
def show_recipe(recipe_id: str) -> Response[str]:
    return answer(200, own_recipe(admin_of(app), id_of(recipe_id, "recipe")))


@app.patch("/api/admin/recipes/<recipe_id>")
def edit_recipe(recipe_id: str) -> Response[str]:
    view = own_recipe(admin_of(app), id_of(recipe_id, "recipe"))
    return answer(200, edit(view, body_as(app, RecipeEdit)))


@app.post("/api/admin/recipes/approval")
def approve_recipes() -> Response[str]:
    owner, order = admin_of(app), body_as(app, Approval)
    require_own(owner, order.recipe_ids)
    with database() as db:
        changed = RecipeShelf(db).approve(order.recipe_ids, order.approved)
    return answer(200, Approved(approved=order.approved, changed=changed))


handler = http_door(app)
