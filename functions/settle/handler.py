"""End a run of a generation, and give back what was not made: state `Settle`, a `SettleTask` in, nothing out."""

from brigade.errors import Transient
from brigade.image_generation.failures import failure_among, failure_of
from brigade.image_generation.generation import Generation, Status
from brigade.image_generation.messages import SettleTask
from brigade.image_generation.places import take_of
from brigade.images.picture import picture_id
from brigade.images.seeking import tries_of
from brigade_io import clock
from brigade_io.database import database, in_transaction
from brigade_io.frames.step_task import logger, step_task
from brigade_io.image_generation.generation_store import GenerationStore
from brigade_io.image_generation.wiring import generation_queue
from brigade_io.images.picture_attempts import PictureAttempts
from brigade_io.images.picture_claims import PictureClaims
from brigade_io.settings import settings


@step_task(SettleTask)
def handler(task: SettleTask) -> None:
    _note(task)
    failure = failure_of(task.error) if task.error else failure_among(task.outcomes)
    status, now = Status.FAILED if failure else Status.COMPLETED, clock.now()
    ended = in_transaction(lambda db: GenerationStore(db).settle(task.generation_id, task.run, status, now, failure))
    if ended:
        _give_up_claims(ended)
        logger.info("generation ended", status=ended.status, made=ended.made, error=ended.error_code)
        _make_room_known(ended)


def _note(task: SettleTask) -> None:
    """How the providers failed; what they made, `Store` has noted."""
    preferred = settings().image_models[0].name
    with database() as db:
        for lost in task.outcomes:
            if lost.error:
                tries = tries_of(lost.seeking, lost.error.error, preferred)
                take = take_of(task.run, lost.attempt)
                PictureAttempts(db).note(task.generation_id, lost.position, take, tries, clock.now())


def _give_up_claims(ended: Generation) -> None:
    """Of pictures that were claimed and not kept: others may resemble them."""
    with database() as db:
        PictureClaims(db).give_up([picture_id(ended.id, position) for position in ended.missing])


def _make_room_known(ended: Generation) -> None:
    """Another may begin; should nobody be told, the sweep begins it within a minute."""
    try:
        generation_queue().wake(ended)
    except Transient as error:
        logger.warning("nobody was woken", reason=str(error))
