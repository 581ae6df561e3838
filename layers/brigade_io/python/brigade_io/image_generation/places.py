"""Where generations wait in the queue of all users, and for how long yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from brigade.image_generation.generation import Generation, Status
from brigade.image_generation.queue import Figures, paused, wait_seconds
from brigade.providers.breaker import phase_of
from brigade.providers.pace import milliseconds
from brigade_io import clock
from brigade_io.aws import client
from brigade_io.image_generation.queue_store import QueueStore
from brigade_io.providers.pace_table import PaceTable
from brigade_io.settings import settings


class Places(NamedTuple):
    """Places count from 1, of those that wait; `at_once` is 0 while every provider is down."""

    places: dict[UUID, int]
    figures: Figures
    at_once: int
    paused: str | None

    def of(self, generation: Generation) -> tuple[int, int | None]:
        """Its place, and the seconds until it is made; one that was begun meanwhile is the first."""
        place = self.places.get(generation.id, 1)
        return place, self.wait(place)

    def wait(self, place: int) -> int | None:
        ahead = place - 1 + self.figures.processing
        return wait_seconds(ahead, self.at_once, self.figures.generation_seconds)


def places_of(db: Connection[Any], generations: Sequence[Generation], now: datetime) -> Places:
    queue = QueueStore(db)
    ids = [each.id for each in generations if each.status is Status.PENDING]
    why = paused({model.name: _is_down(model.name) for model in settings().image_models})
    at_once = 0 if why else settings().generations_at_once
    return Places(queue.places(ids) if ids else {}, queue.figures(now), at_once, why)


def _is_down(provider: str) -> bool:
    pace = PaceTable(client("dynamodb"), settings().pace_table)
    phase = phase_of(pace.breaker(provider), milliseconds(clock.epoch()), settings().breaker_rest)
    return phase != "closed"
