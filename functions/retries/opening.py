"""Opening ended units of a batch again, and starting the machines that work on them."""

from collections import defaultdict
from datetime import datetime, timedelta

from brigade.errors import BrigadeError
from brigade.generation.checking import recipe_id
from brigade.generation.messages import SavedRecipe
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.closing import endings_of, is_over, standing
from brigade.progress.reasons import NEVER_STARTED
from brigade.progress.retrying import RetryStarted, stage_again
from brigade.progress.unit import Unit
from brigade.providers.picture_prices import require_prices
from brigade.runs import first_turn
from brigade_io import clock
from brigade_io.frames.http import logger
from brigade_io.generation.machine import start_generation, start_illustration
from brigade_io.progress.wiring import batch_table
from brigade_io.settings import settings


def retry(state: BatchState, units: list[Unit], now: datetime) -> RetryStarted:
    """Begin the next run of the batch with these units.

    Raises WrongMoment where another began at the same time, PriceUnknown.
    """
    require_prices(settings())
    deadline = now + timedelta(minutes=settings().minutes_of(overnight=state.record.request.overnight))
    stored = {unit.position for unit in state.units}
    stages = {unit.position: stage_again(unit) for unit in units if unit.position in stored}
    record = batch_table().reopen(state.record, stages, now, deadline, over=is_over(standing(state, now)))
    try:
        _start(record, units)
    except BrigadeError:
        _give_up(record, units)
        raise
    return RetryStarted(
        message=f"Trying {len(units)} recipe{'s' if len(units) > 1 else ''} again", batch_id=record.batch_id,
        run=record.retries, recipes=[unit.position for unit in units],
    )  # fmt: skip


def _start(record: BatchRecord, units: list[Unit]) -> None:
    if not all(unit.is_saved for unit in units):
        start_generation(record.batch_id, record.retries)
    for chunk, recipes in _to_photograph(record, units).items():
        start_illustration(record.batch_id, chunk, record.retries, recipes)


def _to_photograph(record: BatchRecord, units: list[Unit]) -> dict[int, list[SavedRecipe]]:
    """The recipes that only lack their picture, by chunk."""
    chunks: dict[int, list[SavedRecipe]] = defaultdict(list)
    for unit in (unit for unit in units if unit.is_saved):
        recipe = SavedRecipe(
            batch_id=record.batch_id, recipe_id=recipe_id(record.batch_id, unit.position), position=unit.position,
            attempt=first_turn(record.retries),
        )  # fmt: skip
        chunks[unit.chunk].append(recipe)
    return chunks


def _give_up(record: BatchRecord, units: list[Unit]) -> None:
    """Best effort: the answer is an error either way, and the deadline ends what cannot be ended now."""
    positions = {unit.position for unit in units}
    try:
        endings = endings_of(batch_table().read(record.batch_id), positions, NEVER_STARTED)
        batch_table().end(record.batch_id, endings)
        if record.planned_at is None:
            batch_table().close(record.batch_id, clock.now(), "NotStarted", NEVER_STARTED)
    except BrigadeError as error:
        logger.warning("units not ended", batch=str(record.batch_id), reason=str(error))
