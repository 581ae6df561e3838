"""A picture's objects, named by what they hold, and what is written down of it."""

from PIL import Image

from brigade.image_generation.composing import alt_text, composed
from brigade.image_generation.generation import Generation
from brigade.image_generation.messages import DrawResult
from brigade.image_generation.places import call_id
from brigade.images.picture import GeneratedPicture, Original
from brigade.images.seeking import maker_of
from brigade.images.similarity import Fingerprint, picture_quality
from brigade.images.variants import Format
from brigade_io import clock
from brigade_io.images.blurhash import blurhash
from brigade_io.images.picture_files import Stored, put_generated
from brigade_io.images.storage.wiring import picture_storage
from brigade_io.providers.wiring import ledger
from brigade_io.settings import settings


def kept(task: DrawResult, generation: Generation, master: Image.Image, prints: Fingerprint) -> GeneratedPicture:
    """Its objects are stored; a repeat finds them under the same names."""
    objects = put_generated(picture_storage(), master, generation.wish.format)
    whole, urls = objects[0], {each.variant: f"{settings().images_url}/{each.key}" for each in objects}
    provider, model = maker_of(task.seeking, settings().image_models[0].name)
    subject, wish = generation.subject, generation.wish
    return GeneratedPicture(
        generation_id=task.generation_id, position=task.position, run=task.run, owner=generation.owner,
        subject_type=subject and subject.type, subject_id=subject and subject.id, prompt=composed(wish),
        alt_text=alt_text(wish), provider=provider, model=model, original=_original(master, whole, wish.format),
        cost_micros=_micros(task), generation_ms=task.seeking.ms or None, quality_score=picture_quality(task.attempt),
        fingerprint=prints, keys=[each.key for each in objects], url=urls[whole.variant], variants=urls,
        created_at=clock.now(),
    )  # fmt: skip


def _original(master: Image.Image, whole: Stored, format: Format) -> Original:
    digest = whole.key.rpartition("/")[2].partition(".")[0]
    return Original(
        width=master.width, height=master.height, format=format, bytes=whole.bytes, sha256=digest,
        blurhash=blurhash(master),
    )  # fmt: skip


def _micros(task: DrawResult) -> int:
    """What the attempts at this picture have cost in this run, up to this one."""
    calls = [call_id(task.run, task.position, attempt) for attempt in range(task.attempt + 1)]
    return ledger().settled(task.generation_id, calls)
