"""Generations as the API shows them, read together with their places and pictures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from brigade.image_generation.generation import Generation, Status
from brigade.image_generation.pictures import picture_view
from brigade.image_generation.request import MOST_PICTURES
from brigade.image_generation.showing import generation_view
from brigade.image_generation.views import GenerationView, PictureView
from brigade_io.image_generation.places import Places, places_of
from brigade_io.images.picture_store import PictureStore


def shown(db: Connection[Any], generations: Sequence[Generation], now: datetime) -> list[GenerationView]:
    """With their pictures, and with their places where they wait."""
    waiting = [each for each in generations if each.status is Status.PENDING]
    places = places_of(db, waiting, now) if waiting else None
    pictures = _pictures(db, generations)
    return [_view(each, now, places, pictures.get(each.id, [])) for each in generations]


def _view(each: Generation, now: datetime, places: Places | None, pictures: list[PictureView]) -> GenerationView:
    place, wait = places.of(each) if places and each.status is Status.PENDING else (None, None)
    return generation_view(each, now, place=place, wait=wait, pictures=pictures)


def _pictures(db: Connection[Any], generations: Sequence[Generation]) -> dict[UUID, list[PictureView]]:
    """In the order of their positions."""
    made = [each.id for each in generations if each.made]
    found: dict[UUID, list[PictureView]] = {id: [] for id in made}
    for picture in PictureStore(db).find(len(made) * MOST_PICTURES, generations=made) if made else []:
        if picture.generation_id:
            found[picture.generation_id].append(picture_view(picture, tells_cost=False))
    return {id: sorted(pictures, key=lambda each: each.position) for id, pictures in found.items()}
