"""A picture as objects where pictures are kept: a recipe's under its name, a generated one under what it holds."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import NamedTuple

from PIL import Image

from brigade.images.brief import Brief
from brigade.images.picture import Original
from brigade.images.variants import GENERATED, JPEG, VARIANTS, WEBP, WHOLE, Format
from brigade_io.images.blurhash import blurhash
from brigade_io.images.pictures import encode, encoded, jpeg
from brigade_io.images.storage.protocol import PictureStorage

AT_ONCE = 5
WHOLE_QUALITY = 90


def put_original(storage: PictureStorage, brief: Brief, attempt: int, picture: Image.Image) -> tuple[str, Original]:
    """Store the whole picture, of nothing but its pixels; its key, and what it is."""
    key, body = brief.original_key(attempt), jpeg(picture)
    storage.put(key, body, JPEG)
    return key, _original_of(picture, body)


def _original_of(picture: Image.Image, body: bytes) -> Original:
    return Original(
        width=picture.width, height=picture.height, format=Format.JPEG, bytes=len(body),
        sha256=sha256(body).hexdigest(), blurhash=blurhash(picture),
    )  # fmt: skip


def put_variants(storage: PictureStorage, brief: Brief, attempt: int, picture: Image.Image) -> list[str]:
    """Encode every variant, and store it while the next is encoded; their keys, the large one first."""
    keys = [brief.variant_key(variant.name, attempt) for variant in VARIANTS]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        puts = [
            pool.submit(storage.put, key, encode(picture, variant), WEBP)
            for key, variant in zip(keys, VARIANTS, strict=True)
        ]
    for put in puts:
        put.result()
    return keys


def remove_all_but(kept: Collection[str], storage: PictureStorage, brief: Brief, attempts: int) -> None:
    """Remove what the first `attempts` attempts may have left: paid for or half stored, and in no record."""
    storage.remove(sorted({key for attempt in range(attempts) for key in brief.keys(attempt)} - set(kept)))


class Stored(NamedTuple):
    """One object of a picture: which variant, under which key, and how large."""

    variant: str
    key: str
    bytes: int


def put_generated(storage: PictureStorage, picture: Image.Image, format: Format) -> list[Stored]:
    """Store the whole picture and its variants, each under the hash of its bytes: equal ones are one object."""
    whole = encoded(picture, format, WHOLE_QUALITY)
    cut = {variant.name: encode(picture, variant, format) for variant in VARIANTS}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        puts = [
            pool.submit(_put_by_hash, storage, variant, body, format) for variant, body in {WHOLE: whole, **cut}.items()
        ]
    return [put.result() for put in puts]


def _put_by_hash(storage: PictureStorage, variant: str, body: bytes, format: Format) -> Stored:
    key = hash_key(sha256(body).hexdigest(), format)
    storage.put(key, body, format.content_type)
    return Stored(variant, key, len(body))


def hash_key(digest: str, format: Format) -> str:
    """Where an object of this SHA-256, in hexadecimal, is kept."""
    return f"{GENERATED}/{digest[:2]}/{digest}.{format}"
