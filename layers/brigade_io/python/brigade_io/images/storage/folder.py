"""Pictures in a folder of this machine, which some web server shows. A reader sees a whole file or none."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from brigade.errors import BucketMissing, NotFound, StorageUnavailable
from brigade_io.bucket import IMMUTABLE, Placed

PAGE = 1000


class Folder:
    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)

    def put(self, key: str, body: bytes, content_type: str, cache_control: str = IMMUTABLE) -> None:
        place = self._place(key)
        with self._translated():
            place.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".", delete=False) as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(file.name, 0o644)
            os.replace(file.name, place)

    def get(self, key: str) -> bytes:
        with self._translated():
            return self._place(key).read_bytes()

    def exists(self, key: str) -> bool:
        return self._place(key).is_file()

    def pages(self, prefix: str) -> Iterator[dict[str, Placed]]:
        with self._translated():
            found = sorted(key for key in self._keys() if key.startswith(prefix))
        for start in range(0, len(found), PAGE):
            yield {key: self._placed(key) for key in found[start : start + PAGE] if self.exists(key)}

    def remove(self, keys: Sequence[str]) -> None:
        for key in keys:
            with self._translated():
                self._place(key).unlink(missing_ok=True)

    def _keys(self) -> Iterator[str]:
        for folder, _, names in os.walk(self.root):
            yield from (str((Path(folder) / name).relative_to(self.root)) for name in names if name[0] != ".")

    def _placed(self, key: str) -> Placed:
        found = self._place(key).stat()
        return Placed(datetime.fromtimestamp(found.st_mtime, UTC), found.st_size)

    def _place(self, key: str) -> Path:
        """Raises BucketMissing for a key that would lead out of the folder."""
        if not key or any(part in ("", ".", "..") for part in key.split("/")) or "\0" in key:
            raise BucketMissing(f"{key!r} is no place in the folder of pictures")
        return self.root / key

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise NotFound("there is no such picture") from error
        except PermissionError as error:
            raise BucketMissing("the folder of pictures is closed to us") from error
        except OSError as error:
            raise StorageUnavailable(f"the folder of pictures: {error.strerror}") from error
