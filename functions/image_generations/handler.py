"""Generations over HTTP: ask for pictures, see how they stand, cancel them, try them again."""

from aws_lambda_powertools.event_handler import Response

from brigade.image_generation.generation import Status
from brigade.image_generation.history import HistoryQuery
from brigade.image_generation.orders import CancelOrder
from brigade.image_generation.request import GenerationRequest
from brigade_io import clock
from brigade_io.frames.callers import caller_of
from brigade_io.frames.http import answer, body_as, http_door, id_of, query_as, rest_api
from brigade_io.frames.repeating import idempotency_key
from functions.image_generations.ending import cancel, cancel_many
from functions.image_generations.looking import history, queue, status
from functions.image_generations.submitting import retry, submit

app = rest_api()


@app.post("/api/images/generate")
def generate() -> Response[str]:
    caller, key = caller_of(app), idempotency_key(app)
    return answer(202, submit(caller.id, key, body_as(app, GenerationRequest)))


@app.get("/api/generation/history")
def list_generations() -> Response[str]:
    caller, query = caller_of(app), query_as(app, HistoryQuery)
    return answer(200, history(caller.id, query, clock.now()))


@app.get("/api/generation/queue")
def show_queue() -> Response[str]:
    caller_of(app)
    return answer(200, queue(clock.now()))


@app.post("/api/generation/cancel")
def cancel_generations() -> Response[str]:
    caller, order = caller_of(app), body_as(app, CancelOrder)
    return answer(200, cancel_many(caller.id, order.scope))


@app.get("/api/generation/<generation_id>/status")
def show_generation(generation_id: str) -> Response[str]:
    return answer(200, status(caller_of(app).id, id_of(generation_id, "generation"), clock.now()))


@app.post("/api/generation/<generation_id>/cancel")
def cancel_generation(generation_id: str) -> Response[str]:
    """202 where something is under way that comes to its end first."""
    cancelled = cancel(caller_of(app).id, id_of(generation_id, "generation"))
    return answer(200 if cancelled.status is Status.CANCELLED else 202, cancelled)


@app.post("/api/generation/<generation_id>/retry")
def retry_generation(generation_id: str) -> Response[str]:
    return answer(202, retry(caller_of(app).id, id_of(generation_id, "generation")))


handler = http_door(app)
