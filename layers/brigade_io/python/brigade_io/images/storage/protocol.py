"""What every place for pictures can do. Its objects are shown at the settings' `images_url`, a slash, and their key."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from brigade_io.bucket import Placed


class PictureStorage(Protocol):
    """Objects never change under their key, so a repeated `put` changes nothing.

    All raise BucketMissing where the place is missing or closed to us, and StorageUnavailable.
    """

    def put(self, key: str, body: bytes, content_type: str, cache_control: str = ...) -> None: ...

    def get(self, key: str) -> bytes:
        """Raises NotFound."""
        ...

    def exists(self, key: str) -> bool: ...

    def pages(self, prefix: str) -> Iterator[dict[str, Placed]]:
        """Every key that begins so, with when it was put and how large it is, some hundreds at a time."""
        ...

    def remove(self, keys: Sequence[str]) -> None:
        """Remove these objects, where they are there."""
        ...
