"""Masters: pictures as the provider gave them, in the work bucket, where nobody but us can see them."""

from brigade.images.brief import MASTERS
from brigade_io.bucket import Bucket
from brigade_io.images.storage.protocol import PictureStorage


def master_at(key: str, work: Bucket, images: PictureStorage) -> bytes:
    """Raises NotFound. The release before put masters where pictures are served, and may have one under way."""
    return (work if key.startswith(f"{MASTERS}/") else images).get(key)
