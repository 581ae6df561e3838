"""What the own batches cost, over HTTP: `GET /api/admin/cost`."""

from datetime import timedelta

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from brigade.model import Wire
from brigade.progress.costs import costs_of
from brigade_io import clock
from brigade_io.frames.http import admin_of, answer, http_door, query_as, rest_api
from brigade_io.progress.wiring import batch_table

MOST = 100  # batches whose ledgers one answer reads, the newest

app = rest_api()


class CostQuery(Wire):
    days: int = Field(default=30, ge=1, le=90)


@app.get("/api/admin/cost")
def show_cost() -> Response[str]:
    owner, query = admin_of(app), query_as(app, CostQuery)
    since = clock.now() - timedelta(days=query.days)
    recent = [record for record in batch_table().of_owner(owner, MOST + 1) if record.created_at >= since]
    states = [batch_table().read(record.batch_id) for record in recent[:MOST]]
    return answer(200, costs_of(states, since, truncated=len(recent) > MOST))


handler = http_door(app)
