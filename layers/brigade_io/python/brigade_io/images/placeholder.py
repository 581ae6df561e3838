"""The placeholder picture: a file of ours that says plainly that the photo is missing."""

from importlib.resources import files

from brigade.images.variants import PLACEHOLDER_KEY, WEBP
from brigade_io.images.storage.protocol import PictureStorage

A_DAY = "public, max-age=86400"  # its name stays when its looks change


def put_placeholder(storage: PictureStorage) -> None:
    """Put it where every recipe without a picture points to. A repeat changes nothing."""
    storage.put(PLACEHOLDER_KEY, (files("brigade_io.images") / "placeholder.webp").read_bytes(), WEBP, A_DAY)
