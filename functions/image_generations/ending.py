"""Cancelling: what waits ends at once, and of what is in work no further picture begins."""

from uuid import UUID

from brigade.errors import GenerationCancelled
from brigade.image_generation.generation import Generation, Status
from brigade.image_generation.orders import Cancelled
from brigade.image_generation.showing import generation_view
from brigade.image_generation.standing import CancelScope
from brigade.image_generation.views import GenerationView
from brigade_io import clock
from brigade_io.database import in_transaction
from brigade_io.image_generation.generation_store import GenerationStore
from brigade_io.image_generation.wiring import stop_table


def cancel(owner: UUID, generation_id: UUID) -> GenerationView:
    """Raises NotFound, WrongMoment where it has ended."""
    now = clock.now()
    cancelled = in_transaction(lambda db: GenerationStore(db).cancel(owner, generation_id, now))
    _stop(cancelled)
    return generation_view(cancelled, now)


def cancel_many(owner: UUID, scope: CancelScope) -> Cancelled:
    now = clock.now()
    cancelled = in_transaction(lambda db: GenerationStore(db).cancel_many(owner, scope, now))
    for each in cancelled:
        _stop(each)
    ended = [each.id for each in cancelled if each.status.is_end]
    return Cancelled(cancelled=ended, cancelling=[each.id for each in cancelled if each.id not in ended])


def _stop(cancelled: Generation) -> None:
    """Whoever draws cannot ask PostgreSQL, and reads this before paying."""
    if cancelled.status is Status.PROCESSING:
        stop_table().stop(cancelled.id, cancelled.run, GenerationCancelled.__name__)
