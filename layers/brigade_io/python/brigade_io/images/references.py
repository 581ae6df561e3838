"""Photos to go by: taken through the guard, encoded anew, and kept in the work bucket for their owner alone."""

from functools import cache
from hashlib import sha256
from uuid import UUID

from PIL import Image

from brigade.errors import NotFound, PictureUnreadable
from brigade.images.sources import KEPT, Fault, refused, source_of
from brigade_io.bucket import Bucket
from brigade_io.images.pictures import LANCZOS, jpeg, open_picture
from brigade_io.images.public_fetch import PublicFetch, Unfetched
from brigade_io.providers.deadline import within
from brigade_io.wiring import work_bucket

SECONDS = 10.0  # that fetching one photo may take
LONGEST_SIDE = 1536  # pixels; providers look at no more
REFERENCES = "references"  # the folder of all of them in the work bucket


class References:
    def __init__(self, bucket: Bucket, fetch: PublicFetch) -> None:
        self.bucket = bucket
        self.fetch = fetch

    def keep(self, owner: UUID, text: str) -> str:
        """Take the photo and keep it; what it is called from now on. Raises SourceRefused."""
        source = source_of(text)
        if source.kept:
            return self._there(owner, source.kept)
        photo = jpeg(self._photo(source.data or self._fetched(source.url)))
        name = sha256(photo).hexdigest()[:32]
        self.bucket.put(key_of(owner, name), photo, "image/jpeg", "no-store")
        return KEPT + name

    def photo(self, owner: UUID, reference: str) -> bytes:
        """The photo of an own reference, as JPEG. Raises SourceRefused."""
        try:
            return self.bucket.get(key_of(owner, source_of(reference).kept))
        except NotFound:
            raise refused(Fault.UNKNOWN_REFERENCE) from None

    def _there(self, owner: UUID, name: str) -> str:
        if not self.bucket.exists(key_of(owner, name)):
            raise refused(Fault.UNKNOWN_REFERENCE)
        return KEPT + name

    def _fetched(self, url: str) -> bytes:
        try:
            with within(SECONDS):
                return self.fetch.get(url)
        except Unfetched as error:
            raise refused(error.fault) from None

    def _photo(self, data: bytes) -> Image.Image:
        try:
            photo = open_picture(data)
        except PictureUnreadable as error:
            raise refused(Fault(error.fault)) from None
        photo.thumbnail((LONGEST_SIDE, LONGEST_SIDE), LANCZOS)
        return photo


def key_of(owner: UUID, name: str) -> str:
    """Where an owner's reference lies in the work bucket."""
    return f"{REFERENCES}/{owner}/{name}.jpg"


@cache
def references() -> References:
    """Of this process; here and not in the wiring, because it needs libraries that few doors carry."""
    return References(work_bucket(), PublicFetch())
