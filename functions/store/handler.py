"""Put a picture of a generation in its place: state `Store`, a `DrawResult` in, a `StoreResult` out.

Raises DuplicateImage where it is too like a stored one; a later attempt may do better.
"""

from brigade.errors import NotFound
from brigade.image_generation.generation import Generation
from brigade.image_generation.messages import DrawResult, StoreResult
from brigade.image_generation.places import take_of
from brigade.images.picture import GeneratedPicture, picture_id
from brigade_io import clock
from brigade_io.database import Db, database, in_transaction
from brigade_io.frames.step_task import logger, step_task
from brigade_io.image_generation.generation_store import GenerationStore
from brigade_io.images.picture_attempts import PictureAttempts
from brigade_io.images.picture_claims import PictureClaims
from brigade_io.images.picture_store import PictureStore
from brigade_io.images.pictures import fingerprint, open_picture
from brigade_io.wiring import work_bucket
from functions.store.keeping import kept


@step_task(DrawResult, agent="storage")
def handler(task: DrawResult) -> StoreResult:
    generation, id = _generation(task), picture_id(task.generation_id, task.position)
    master = open_picture(work_bucket().get(task.key))
    prints, take = fingerprint(master), take_of(task.run, task.attempt)
    with database() as db:
        GenerationStore(db).storing(task.generation_id, task.run, task.position)
        PictureAttempts(db).note(task.generation_id, task.position, take, task.seeking.tries, clock.now())
        PictureClaims(db).claim(id, take, prints)
    picture = kept(task, generation, master, prints)
    in_time = in_transaction(lambda db: _entered(db, task, picture))
    logger.info("picture stored", picture=str(id), in_time=in_time)
    return StoreResult(picture_id=id)


def _generation(task: DrawResult) -> Generation:
    with database() as db:
        if found := GenerationStore(db).find(task.generation_id):
            return found
    raise NotFound(f"no generation {task.generation_id}")


def _entered(db: Db, task: DrawResult, picture: GeneratedPicture) -> bool:
    """Kept and paid, or neither: False where this run has ended meanwhile, and its price was given back."""
    if GenerationStore(db).stored(task.generation_id, task.run, task.position):
        PictureStore(db).keep(picture)
        return True
    PictureClaims(db).give_up([picture.id])
    return False
