"""Several ends at once, and what came of it."""

from uuid import UUID

from brigade.image_generation.standing import CancelScope
from brigade.model import Wire


class CancelOrder(Wire):
    """The body of `POST /api/generation/cancel`."""

    scope: CancelScope


class Cancelled(Wire):
    """The ids of what has ended, and of what comes to its end first."""

    cancelled: list[UUID]
    cancelling: list[UUID]
