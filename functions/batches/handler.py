"""Batches over HTTP: start one, list them, look at one, cancel one, and how the agents have done."""

from aws_lambda_powertools.event_handler import Response

from brigade.generation.request import parse_request
from brigade.progress.failures import failures_of
from brigade.progress.views import detail
from brigade_io import clock
from brigade_io.frames.http import admin_of, answer, batch_id_of, http_door, json_body, query_as, rest_api
from brigade_io.frames.repeating import idempotency_key
from brigade_io.progress.own_batch import own_batch
from brigade_io.settings import settings
from functions.batches.cancelling import cancel
from functions.batches.reading import BatchQuery, history, metrics
from functions.batches.starting import start_once

app = rest_api()


@app.post("/api/admin/generate-bmad")
def start_batch() -> Response[str]:
    owner, key = admin_of(app), idempotency_key(app)
    request = parse_request(json_body(app), settings().max_count)
    return answer(202, start_once(owner, key, request, app.lambda_context))


@app.get("/api/admin/batches")
def list_batches() -> Response[str]:
    owner, query = admin_of(app), query_as(app, BatchQuery)
    return answer(200, history(owner, query.limit, clock.now()))


@app.get("/api/admin/batches/<batch_id>")
def show_batch(batch_id: str) -> Response[str]:
    return answer(200, detail(own_batch(admin_of(app), batch_id_of(batch_id)), clock.now()))


@app.post("/api/admin/batches/<batch_id>/cancel")
def cancel_batch(batch_id: str) -> Response[str]:
    cancelling = cancel(own_batch(admin_of(app), batch_id_of(batch_id)), clock.now())
    return answer(202 if cancelling.accepted else 200, cancelling)


@app.get("/api/admin/batches/<batch_id>/errors")
def show_errors(batch_id: str) -> Response[str]:
    state = own_batch(admin_of(app), batch_id_of(batch_id))
    return answer(200, failures_of(state, clock.now(), settings()))


@app.get("/api/admin/bmad-metrics")
def show_metrics() -> Response[str]:
    return answer(200, metrics(admin_of(app), clock.now()))


handler = http_door(app)
