"""Whether the system is fit to work: `GET /api/admin/health`."""

from aws_lambda_powertools.event_handler import Response

from brigade.providers.health import health_of
from brigade_io import clock
from brigade_io.frames.http import admin_of, answer, http_door, rest_api
from functions.health.looking import buckets, databases, models, prices, providers, tables

app = rest_api()


@app.get("/api/admin/health")
def show_health() -> Response[str]:
    admin_of(app)
    state = [*databases(), *tables(), *buckets()]
    checks = [*state, *providers(clock.epoch()), *prices(), *models(clock.now().date())]
    return answer(200, health_of(checks))


handler = http_door(app)
