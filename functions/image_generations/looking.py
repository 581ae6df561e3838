"""How generations stand: one, a page of the own ones, and the queue of all users."""

from datetime import datetime
from uuid import UUID

from brigade.image_generation.history import HistoryQuery
from brigade.image_generation.views import GenerationPage, GenerationView, QueueView
from brigade_io.database import database
from brigade_io.image_generation.generation_store import GenerationStore
from brigade_io.image_generation.places import places_of
from brigade_io.image_generation.showing import shown


def status(owner: UUID, generation_id: UUID, now: datetime) -> GenerationView:
    """Raises NotFound, also for another's."""
    with database() as db:
        return shown(db, [GenerationStore(db).get(owner, generation_id)], now)[0]


def history(owner: UUID, query: HistoryQuery, now: datetime) -> GenerationPage:
    with database() as db:
        found = GenerationStore(db).history(owner, query)
        views = shown(db, found[: query.limit], now)
    return GenerationPage(generations=views, next=views[-1].id if len(found) > query.limit else None)


def queue(now: datetime) -> QueueView:
    with database() as db:
        places = places_of(db, [], now)
    figures = places.figures
    return QueueView(
        pending=figures.pending, processing=figures.processing, at_once=places.at_once, paused=places.paused,
        average_wait_seconds=figures.average_wait_seconds, estimated_wait_seconds=places.wait(figures.pending + 1),
    )  # fmt: skip
