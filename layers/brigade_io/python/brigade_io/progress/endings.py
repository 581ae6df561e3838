"""Writing down how work ended that nobody will finish, in DynamoDB and beside the recipes in PostgreSQL."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from brigade.progress.batch import BatchState
from brigade.progress.closing import Ending, EndingsOf, endings_of, may_be_stored
from brigade.progress.stage import Stage
from brigade_io.database import database
from brigade_io.progress.wiring import batch_table
from brigade_io.recipes.recipe_store import RecipeStore


def end_work(batch_id: UUID, choose: EndingsOf, reason: str) -> int:
    """End the units that `choose` finds, for this reason; how many had not ended before.

    What may be stored is asked for in PostgreSQL first: a saving or a picture that DynamoDB was not told of is no loss.
    """
    state = batch_table().read(batch_id)
    endings = choose(state, reason)
    stored = _may_be_stored(state, endings)
    ended = batch_table().end(batch_id, [end for end in endings if end.position not in stored])
    attempts = {end.position: end.attempt for end in endings if end.position in stored}
    return ended + (end_stored(batch_id, attempts, reason) if stored else 0)


def end_as_told(batch_id: UUID, state: BatchState, endings: list[Ending]) -> int:
    """Write ends down that streams have told of already, whatever is stored; how many had not ended before."""
    if state.record.illustrated and _may_be_stored(state, endings):
        with database() as db:
            _explain(RecipeStore(db), batch_id, endings)
    return batch_table().end(batch_id, endings)


def end_stored(batch_id: UUID, attempts: Mapping[int, int], reason: str) -> int:
    """End units whose recipes are stored, which DynamoDB may not know, in these attempts, by position.

    How many had not ended before; what has been opened again meanwhile is another's to end.
    """
    with database() as db:
        store = RecipeStore(db)
        _catch_up(batch_id, attempts, store)
        found = endings_of(batch_table().read(batch_id), set(attempts), reason)
        endings = [end for end in found if end.attempt == attempts[end.position]]
        _explain(store, batch_id, endings)  # first: what has ended in DynamoDB is not looked at again
        return batch_table().end(batch_id, endings)


def _catch_up(batch_id: UUID, attempts: Mapping[int, int], store: RecipeStore) -> None:
    """Tell DynamoDB of every recipe and picture that PostgreSQL holds."""
    for position, (recipe_id, url, reason) in store.saved(batch_id).items():
        if (attempt := attempts.get(position)) is None:
            continue
        batch_table().advance(batch_id, position, Stage.SAVED, attempt=attempt, recipe_id=recipe_id)
        if url:
            batch_table().advance(batch_id, position, Stage.DONE, attempt=attempt, image_url=url, reason=reason)


def _explain(store: RecipeStore, batch_id: UUID, endings: Iterable[Ending]) -> None:
    """Give every stored recipe without a picture the reason that its unit ends with."""
    positions: dict[str, list[int]] = defaultdict(list)
    for end in endings:
        if end.reason is not None:
            positions[end.reason].append(end.position)
    for reason, ended in positions.items():
        store.explain_placeholders(batch_id, ended, reason)


def _may_be_stored(state: BatchState, endings: Iterable[Ending]) -> set[int]:
    """The positions that PostgreSQL may know: a database that sleeps is not woken for the others."""
    ending = {end.position for end in endings}
    return {unit.position for unit in state.units if unit.position in ending and may_be_stored(unit)}
