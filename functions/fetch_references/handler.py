"""Take in the photos that pictures are to go by: state `FetchReferences`, a `FetchTask` in, nothing out.

Raises SourceRefused, which says what is wrong with which photo.
"""

from brigade.errors import SourceRefused
from brigade.image_generation.commission import Commission
from brigade.image_generation.messages import FetchTask
from brigade.images.sources import KEPT
from brigade_io.frames.step_task import logger, step_task
from brigade_io.image_generation.wiring import commissions
from brigade_io.images.references import key_of, references


@step_task(FetchTask)
def handler(task: FetchTask) -> None:
    commission = commissions().get(task.generation_id, task.run)
    keys = [_taken(commission, place) for place in range(len(commission.wish.references))]
    commissions().put_references(task.generation_id, task.run, keys)
    logger.info("photos taken", count=len(keys))


def _taken(commission: Commission, place: int) -> str:
    """Where the photo lies from now on; a repeat finds it there."""
    try:
        name = references().keep(commission.owner, commission.wish.references[place])
    except SourceRefused as error:
        raise SourceRefused(f"Photo {place + 1}: {error}", error.fault) from None
    return key_of(commission.owner, name.removeprefix(KEPT))
