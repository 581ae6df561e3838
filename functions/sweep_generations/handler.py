"""Every minute: begin what waits, start what was begun and never started, end what nobody will finish."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from brigade.errors import BrigadeError
from brigade_io.frames.step_task import logger
from brigade_io.image_generation.beginning import begin_what_waits
from functions.sweep_generations.finding import end_overdue, look_after_runs

CHORES: tuple[Callable[[], object], ...] = (end_overdue, look_after_runs, begin_what_waits)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """One chore that fails keeps none of the others from being done. Raises its error at the end."""
    failures = [failure for chore in CHORES if (failure := _failure(chore))]
    if failures:
        raise failures[0]


def _failure(chore: Callable[[], object]) -> BrigadeError | None:
    try:
        chore()
    except BrigadeError as error:
        logger.warning("chore not done", chore=chore.__name__, reason=str(error))
        return error
    return None
