"""Asking for pictures, and trying again: paid, put in its place and told to the queue."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from brigade.errors import Transient
from brigade.image_generation.generation import Generation
from brigade.image_generation.pricing import picture_credits
from brigade.image_generation.request import GenerationRequest
from brigade.image_generation.showing import submitted
from brigade.image_generation.submission import Submission, digest_of, generation_ids, orders_of, prompts_of
from brigade.image_generation.views import GenerationsStarted
from brigade.images.sources import source_of
from brigade_io import clock
from brigade_io.database import Db, database, in_transaction
from brigade_io.frames.http import logger
from brigade_io.image_generation.credit_store import CreditStore
from brigade_io.image_generation.generation_store import GenerationStore
from brigade_io.image_generation.places import places_of
from brigade_io.image_generation.wiring import generation_queue
from brigade_io.settings import settings


def submit(owner: UUID, key: str | None, request: GenerationRequest) -> GenerationsStarted:
    """Raises NotEnoughCredits, InvalidRequest, SourceRefused, RateLimitExceeded, Conflict."""
    submission = _submission(owner, key, request, clock.now())

    def paid(db: Db) -> list[Generation]:
        CreditStore(db).welcome(owner, settings().credits_at_start, submission.at)
        return GenerationStore(db).submit(submission)

    return _started(owner, in_transaction(paid))


def retry(owner: UUID, generation_id: UUID) -> GenerationsStarted:
    """Raises NotFound, WrongMoment, NotEnoughCredits."""
    now = clock.now()

    def paid(db: Db) -> Generation:
        held = GenerationStore(db).get(owner, generation_id)
        wish = held.wish
        return GenerationStore(db).retry(
            owner, generation_id, held.run, now=now, deadline=_latest(now),
            picture_price=picture_credits(settings(), wish.model, wish.quality, wish.aspect_ratio),
        )  # fmt: skip

    return _started(owner, [in_transaction(paid)])


def _submission(owner: UUID, key: str | None, request: GenerationRequest, now: datetime) -> Submission:
    price = picture_credits(settings(), request.model or "", request.quality, request.aspect_ratio)
    sources = (*request.product_images, *request.model_images)
    for source in sources:
        source_of(source)
    count = len(prompts_of(request))
    ids = generation_ids(owner, key, count) if key else [uuid4() for _ in range(count)]
    return Submission(
        owner=owner, orders=orders_of(request, ids, price, sources), digest=digest_of(request), at=now,
        deadline=_latest(now),
    )  # fmt: skip


def _latest(now: datetime) -> datetime:
    """Until when it may wait for its turn."""
    return now + timedelta(hours=settings().generation_wait_hours)


def _started(owner: UUID, generations: Sequence[Generation]) -> GenerationsStarted:
    with database() as db:
        places = places_of(db, generations, clock.now())
        balance = CreditStore(db).balance(owner)
    _tell(generations)
    return GenerationsStarted(
        generations=[submitted(each, *places.of(each)) for each in generations],
        price=sum(each.price for each in generations), balance=balance,
    )  # fmt: skip


def _tell(generations: Sequence[Generation]) -> None:
    """Should the queue not be told, the sweep begins them within a minute."""
    try:
        for generation in generations:
            generation_queue().wake(generation)
    except Transient as error:
        logger.warning("nobody was woken", reason=str(error))
