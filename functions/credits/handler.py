"""Credits over HTTP: what one has and what pictures cost; administrators give them and look at how they were spent."""

from aws_lambda_powertools.event_handler import Response

from brigade_io.frames.callers import admin_calling, caller_of
from brigade_io.frames.http import answer, body_as, http_door, id_of, query_as, rest_api
from brigade_io.frames.repeating import idempotency_key
from functions.credits.giving import GrantOrder, give
from functions.credits.looking import EntryQuery, PriceQuery, credits_of, entries_of

app = rest_api()


@app.get("/api/generation/credits")
def show_credits() -> Response[str]:
    caller, query = caller_of(app), query_as(app, PriceQuery)
    return answer(200, credits_of(caller.id, query))


@app.post("/api/admin/credits/grant")
def grant_credits() -> Response[str]:
    caller, key = admin_calling(app), idempotency_key(app)
    return answer(200, give(caller.id, key, body_as(app, GrantOrder)))


@app.get("/api/admin/credits/<user_id>")
def list_entries(user_id: str) -> Response[str]:
    admin_calling(app)
    query = query_as(app, EntryQuery)
    return answer(200, entries_of(id_of(user_id, "user"), query))


handler = http_door(app)
