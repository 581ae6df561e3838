"""Photos to go by, over HTTP: `POST /api/images/references` takes one and says what it is called from now on."""

from aws_lambda_powertools.event_handler import Response

from brigade.image_generation.request import ReferenceRequest
from brigade.image_generation.views import ReferenceKept
from brigade_io.frames.callers import caller_of
from brigade_io.frames.http import answer, body_as, http_door, rest_api
from brigade_io.images.references import references

LARGEST_BODY = 4 * 1024 * 1024  # a function is sent 6 MB at most, and a body inside them as text

app = rest_api()


@app.post("/api/images/references")
def keep_reference() -> Response[str]:
    caller, request = caller_of(app), body_as(app, ReferenceRequest, LARGEST_BODY)
    return answer(201, ReferenceKept(reference=references().keep(caller.id, request.source)))


handler = http_door(app)
