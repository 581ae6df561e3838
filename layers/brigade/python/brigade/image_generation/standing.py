"""What may follow what: which generation may still be cancelled, tried again, ended, and as what it ends."""

from collections.abc import Sequence
from enum import StrEnum

from brigade.errors import WrongMoment
from brigade.image_generation.generation import MOST_RUNS, Generation, Status

FOLLOWS: dict[Status, frozenset[Status]] = {
    Status.PENDING: frozenset({Status.PROCESSING, Status.FAILED, Status.CANCELLED}),
    Status.PROCESSING: frozenset({Status.COMPLETED, Status.FAILED, Status.CANCELLED}),
    Status.COMPLETED: frozenset(),
    Status.FAILED: frozenset({Status.PENDING}),
    Status.CANCELLED: frozenset({Status.PENDING}),
}


class CancelScope(StrEnum):
    """Which of the own generations are cancelled. The current one is that which has been in work the longest."""

    PENDING = "pending"
    ALL = "all"
    ALL_BUT_CURRENT = "allButCurrent"


def may_cancel(generation: Generation) -> bool:
    return not generation.status.is_end and generation.cancel_requested_at is None


def may_retry(generation: Generation) -> bool:
    return Status.PENDING in FOLLOWS[generation.status] and generation.run + 1 < MOST_RUNS


def require_open(generation: Generation) -> None:
    """Raises WrongMoment where it has ended: there is nothing to cancel."""
    if generation.status.is_end:
        raise WrongMoment(f"this generation is {generation.status} already")


def require_retryable(generation: Generation, run: int) -> None:
    """Whether it may be tried again after `run`. Raises WrongMoment."""
    if generation.run != run:
        raise WrongMoment(f"run {run} is not the one to be tried again, which is {generation.run}")
    if Status.PENDING not in FOLLOWS[generation.status]:
        raise WrongMoment(f"only what failed or was cancelled is tried again, and this is {generation.status}")
    if not may_retry(generation):
        raise WrongMoment(f"this was tried {MOST_RUNS} times; change the prompt and generate it anew")


def end_of(generation: Generation, wanted: Status) -> Status:
    """As what a run ends that comes to its end as `wanted`.

    One picture makes it completed. Whoever asked to cancel it is told so, unless every picture is there.
    """
    if generation.missing and Status.CANCELLED in (wanted, _asked(generation)):
        return Status.CANCELLED
    if generation.made_now:
        return Status.COMPLETED
    return Status.FAILED


def _asked(generation: Generation) -> Status | None:
    return Status.CANCELLED if generation.cancel_requested_at else None


def to_cancel(generations: Sequence[Generation], scope: CancelScope) -> list[Generation]:
    """Those that `scope` means."""
    candidates = [each for each in generations if may_cancel(each)]
    if scope is CancelScope.PENDING:
        return [each for each in candidates if each.status is Status.PENDING]
    if scope is CancelScope.ALL_BUT_CURRENT:
        return [each for each in candidates if each.id != _current(generations)]
    return candidates


def _current(generations: Sequence[Generation]) -> object:
    begun = [(each.started_at, each.id) for each in generations if each.status is Status.PROCESSING and each.started_at]
    return min(begun)[1] if begun else None
