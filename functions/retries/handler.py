"""Trying again over HTTP: a preview of what would run, the retry itself, one picture anew."""

from aws_lambda_powertools.event_handler import Response

from brigade.errors import NotFound
from brigade.progress.closing import standing
from brigade.progress.retrying import RetryOrder, preview, require_retry, to_photograph, to_retry
from brigade_io import clock
from brigade_io.frames.http import admin_of, answer, batch_id_of, body_as, http_door, id_of, query_as, rest_api
from brigade_io.progress.own_batch import own_batch
from brigade_io.settings import settings
from functions.retries.opening import retry

app = rest_api()


@app.get("/api/admin/batches/<batch_id>/retry")
def preview_retry(batch_id: str) -> Response[str]:
    state = own_batch(admin_of(app), batch_id_of(batch_id))
    return answer(200, preview(state, query_as(app, RetryOrder).what, settings(), clock.now()))


@app.post("/api/admin/batches/<batch_id>/retry")
def retry_batch(batch_id: str) -> Response[str]:
    state, now = own_batch(admin_of(app), batch_id_of(batch_id)), clock.now()
    units = to_retry(standing(state, now), body_as(app, RetryOrder).what)
    require_retry(state, units, now)
    return answer(202, retry(state, units, now))


@app.post("/api/admin/batches/<batch_id>/recipes/<recipe_id>/image")
def photograph_again(batch_id: str, recipe_id: str) -> Response[str]:
    state, now = own_batch(admin_of(app), batch_id_of(batch_id)), clock.now()
    units = to_photograph(standing(state, now), id_of(recipe_id, "recipe"))
    if not units:
        raise NotFound(f"no recipe {recipe_id[:64]} in this batch")
    require_retry(state, units, now, whole=False)
    return answer(202, retry(state, units, now))


handler = http_door(app)
