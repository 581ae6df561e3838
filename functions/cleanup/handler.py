"""Cleaning up over HTTP: `POST /api/images/cleanup` says what is amiss, and removes it where that is asked for."""

from aws_lambda_powertools.event_handler import Response

from brigade.images.cleanup import CleanupOrder
from brigade_io.frames.callers import admin_calling
from brigade_io.frames.http import answer, body_as, http_door, rest_api
from brigade_io.images.cleaning import clean

SECONDS = 18.0  # of the gateway's 29, of which removing and the database need some

app = rest_api()


@app.post("/api/images/cleanup")
def clean_up() -> Response[str]:
    admin_calling(app)
    order = body_as(app, CleanupOrder)
    return answer(200, clean(dry_run=order.dry_run, seconds=SECONDS))


handler = http_door(app)
