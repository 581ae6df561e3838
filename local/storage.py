"""Where pictures are kept: in the emulated S3, or wherever the environment says."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.problem import Problem

KINDS = ("s3", "folder", "cloudinary", "vercel-blob")
WANTED = {
    "s3": ("BRIGADE_STORAGE_KEY", "BRIGADE_IMAGES_URL"),
    "folder": (),
    "cloudinary": ("BRIGADE_STORAGE_KEY",),
    "vercel-blob": ("BRIGADE_STORAGE_KEY", "BRIGADE_IMAGES_URL"),
}


@dataclass(frozen=True)
class Storage:
    """A place of one's own. `images_url` is where its pictures are shown, "" where the site shows them itself."""

    kind: str
    place: str = ""
    key: str = ""
    images_url: str = ""

    @property
    def folder(self) -> Path | None:
        return Path(self.place) if self.kind == "folder" else None

    def parameters(self, site: str) -> dict[str, str]:
        """As stack parameters."""
        shown = self.images_url or f"{site}/images"
        return {"Storage": self.kind, "StoragePlace": self.place, "ImagesUrl": shown}


def storage_of(variables: Mapping[str, str]) -> Storage | None:
    """The storage in `variables`; None, which is the emulated S3, where they name none. Raises Problem."""
    kind = variables.get("BRIGADE_STORAGE", "")
    if not kind:
        return None
    if kind not in KINDS:
        raise Problem(f"BRIGADE_STORAGE is one of {', '.join(KINDS)}, not {kind!r}.", exit_code=2)
    needed = WANTED[kind] if kind == "vercel-blob" else ("BRIGADE_STORAGE_PLACE", *WANTED[kind])
    if missing := [name for name in needed if not variables.get(name)]:
        raise Problem(f"BRIGADE_STORAGE={kind} needs {' and '.join(missing)} too.", exit_code=2)
    place = variables.get("BRIGADE_STORAGE_PLACE", "")
    return Storage(
        kind, str(Path(place).absolute()) if kind == "folder" else place, variables.get("BRIGADE_STORAGE_KEY", ""),
        variables.get("BRIGADE_IMAGES_URL") or _shown(kind, place),
    )  # fmt: skip


def _shown(kind: str, place: str) -> str:
    return f"https://res.cloudinary.com/{place}/image/upload" if kind == "cloudinary" else ""
