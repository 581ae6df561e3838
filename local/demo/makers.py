"""Who made the pictures of a batch, and what each provider was paid: read from what is stored."""

from collections import Counter
from typing import Any
from uuid import UUID

import psycopg

from brigade_io.providers.ledger import Ledger
from local.system import System

MADE = """
select shown.provider || '/' || shown.model, count(*) from recipe_images shown
  join recipes on recipes.id = shown.recipe_id
 where recipes.batch_id = %s and not shown.is_placeholder group by 1 order by 1
"""


def makers(system: System, batch_id: str) -> dict[str, Any]:
    """`imagesByProvider` counts pictures that are shown; `costByProvider` is dollars, for pictures of no use too."""
    return {"imagesByProvider": _made(system, batch_id), "costByProvider": _paid(system, batch_id)}


def _made(system: System, batch_id: str) -> dict[str, int]:
    with psycopg.connect(system.database_url) as db:
        return {str(name): int(count) for name, count in db.execute(MADE, [batch_id])}


def _paid(system: System, batch_id: str) -> dict[str, float]:
    ledger, paid = Ledger(system.client("dynamodb"), system.outputs["BatchTable"]), Counter[str]()
    for entry in ledger.entries(UUID(batch_id)):
        if entry.purpose == "image" and entry.state == "settled":
            paid[entry.provider] += entry.actual_micros or 0
    return {name: micros / 1e6 for name, micros in sorted(paid.items())}
