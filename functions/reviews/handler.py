"""The review queue over HTTP: drafts that wait for a person, to be accepted (edited or not) or rejected."""

from aws_lambda_powertools.event_handler import Response

from brigade.generation.editing import RecipeEdit
from brigade.generation.reviews import review_page
from brigade_io import clock
from brigade_io.database import database
from brigade_io.frames.http import admin_of, answer, batch_id_of, body_as, http_door, query_as, rest_api
from brigade_io.generation.review_store import ReviewStore
from brigade_io.progress.own_batch import own_batch, own_batches, own_record
from functions.reviews.deciding import ReviewQuery, accept, position_of, reject

app = rest_api()


@app.get("/api/admin/reviews")
def list_reviews() -> Response[str]:
    owner, query = admin_of(app), query_as(app, ReviewQuery)
    batches = own_batches(owner, query.batch_id)
    with database() as db:
        return answer(200, review_page(ReviewStore(db).open(batches, query.place, query.limit + 1), query.limit))


@app.post("/api/admin/batches/<batch_id>/reviews/<position>/accept")
def accept_draft(batch_id: str, position: str) -> Response[str]:
    state, edit = own_batch(admin_of(app), batch_id_of(batch_id)), body_as(app, RecipeEdit)
    return answer(200, accept(state, position_of(position), edit, clock.now()))


@app.post("/api/admin/batches/<batch_id>/reviews/<position>/reject")
def reject_draft(batch_id: str, position: str) -> Response[str]:
    record = own_record(admin_of(app), batch_id_of(batch_id))
    return answer(200, reject(record.batch_id, position_of(position)))


handler = http_door(app)
